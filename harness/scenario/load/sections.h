// SPDX-License-Identifier: MIT
#pragma once
// The loaders of the sections, one file each. Each fills its part of the model and tells the reader
// what is wrong; none stops at the first problem.

#include "harness/scenario/load/section.h"
#include "harness/scenario/model.h"

namespace postiche::scenario {

// load/conditions.cpp
Condition load_condition(Reader& reader, const Node& node);
std::optional<Pattern> load_pattern(Reader& reader, const Node& node);
// One that asks for nothing which is known only while the scenario plays.
std::optional<Pattern> load_fixed_pattern(Reader& reader, const Node& node);
// The named groups that a condition can capture.
void add_captures(const Condition& condition, std::vector<std::string>& names);

// load/triggers.cpp
// `others` are words that would do as well, for the hint.
std::optional<Trigger> load_trigger(Reader& reader, const Node& node, Words others = {});
std::vector<Trigger> load_triggers(Reader& reader, const Node& node);  // one, or a list of them
std::optional<Key> load_key(Reader& reader, const Node& node);

// load/replies.cpp
std::vector<Template> load_reply_lines(Reader& reader, const Node& node);
// Lines of S:, which are said as they stand.
std::vector<Template> load_said_lines(Reader& reader, const Node& node);

// load/writing_steps.cpp
void load_reply_step(Reader& reader, const Node& node, Step& out);
void load_send_step(Reader& reader, const Node& node, Step& out);
// Exact bytes, as `send` has them; `what` is the key that they stand in.
void load_bytes(Reader& reader, const Node& node, std::string_view what, Step& out);
void load_honest_step(Reader& reader, const Node& node, Step& out);

// load/timing_steps.cpp
void load_wait_step(Reader& reader, const Node& node, Step& out);
void load_pace_step(Reader& reader, const Node& node, Step& out);
void load_read_step(Reader& reader, const Node& node, Step& out);
PaceStep load_pace(Reader& reader, const Node& node);

// load/store_steps.cpp
void load_store_step(Reader& reader, const Node& node, Step& out);
void load_bounce_step(Reader& reader, const Node& node, Step& out);

// load/listen_step.cpp
void load_listen_step(Reader& reader, const Node& node, Step& out);

// load/call_step.cpp
void load_call_step(Reader& reader, const Node& node, Step& out);
// Tells of calls that do not come last.
void check_calls(Reader& reader, const Rule& rule);

// load/noting_steps.cpp
void load_state_step(Reader& reader, const Node& node, Step& out);
void load_mark_step(Reader& reader, const Node& node, Step& out);
void load_verdict_step(Reader& reader, const Node& node, Step& out);

// load/steps.cpp
using StepRow = KeyRow<Step>;
std::span<const StepRow> step_rows();
void load_steps(Reader& reader, const Node& node, std::vector<Step>& out);  // of `do`
// Steps that stand in the rule itself: told to use `do` where their order is not obvious.
void load_direct_steps(Reader& reader, const std::vector<Node::Entry>& entries,
                       std::vector<Step>& out);

// load/rules.cpp
void load_rules(Reader& reader, const Node& node, std::vector<Rule>& out);

// load/dialogue.cpp
// What the lines of dialogues capture.
struct DialogueNames {
  std::vector<std::string> all;                                 // anywhere in the section
  std::map<std::string, std::vector<std::string>> by_dialogue;  // with those that it plays
};
// Makes all named dialogues known, before anything that may play them is read.
DialogueNames declare_dialogues(Reader& reader, const Node& section);
void load_dialogue(Reader& reader, const Node& node, const DialogueNames& names, Dialogue& out);
void load_dialogues(Reader& reader, const Node& node, const DialogueNames& names, Section& out);

// load/dialogue_lines.cpp: S: and C:. What C: captures joins `captured`.
void load_said(Reader& reader, const Node& node, DialogueItem& out);
void load_heard(Reader& reader, const Node& node, std::vector<std::string>& captured,
                DialogueItem& out);

// check_dialogues.cpp: what only shows when all is loaded.
void check_dialogues(Reader& reader, const Node& section, const Section& loaded);

// load/offer.cpp
void load_offer(Reader& reader, const Node& node, Offer& out);

// load/event_forms.cpp
void load_count_form(Reader& reader, const Node& node, Form& out);
void load_seen_form(Reader& reader, const Node& node, Form& out);
void load_never_form(Reader& reader, const Node& node, Form& out);
void load_gap_form(Reader& reader, const Node& node, Form& out);
void load_within_form(Reader& reader, const Node& node, Form& out);
void load_order_form(Reader& reader, const Node& node, Form& out);
void load_same_form(Reader& reader, const Node& node, Form& out);

// load/outcome_forms.cpp
void load_message_form(Reader& reader, const Node& node, Form& out);
void load_ending_form(Reader& reader, const Node& node, Form& out);
void load_client_form(Reader& reader, const Node& node, Form& out);
void load_stream_form(Reader& reader, const Node& node, Form& out);

// load/expectations.cpp
void load_expectations(Reader& reader, const Node& node, std::vector<Expectation>& out);

// load/memory.cpp
void load_memory(Reader& reader, const Node& node, std::vector<NamedTally>& out);
// Makes the name known, and what can be asked of the tally, before anything does.
void declare_tally(Reader& reader, const std::string& name);

// load/clock.cpp
void load_clock(Reader& reader, const Node& node, ClockSettings& out);

// load/limits.cpp
void load_limits(Reader& reader, const Node& node, Limits& out);
void load_finish(Reader& reader, const Node& node, Finish& out);

// load/messages.cpp
void load_messages(Reader& reader, const Node& node, std::vector<StoredMessage>& out);
// A file beside the scenario with header and body, its lines ended by CRLF.
std::optional<std::string> load_letter(Reader& reader, const Node& node);
void load_queue(Reader& reader, const Node& node, Queue& out);

// load/accounts.cpp
void load_accounts(Reader& reader, const Node& node, std::vector<Account>& out);

// load/checks.cpp
void load_checks(Reader& reader, const Node& node, std::vector<CheckPolicy>& out);

// load/protocol_section.cpp
void load_section(Reader& reader, const Node& node, Protocol protocol, Section& out);
// The loader for a row of whatever has sections.
template <Protocol protocol, typename Holder>
void load_section_of(Reader& reader, const Node& node, Holder& out) {
  load_section(reader, node, protocol, out.sections[protocol]);
}

// load/phases.cpp
void load_phases(Reader& reader, const Node& node, std::vector<Phase>& out);
void load_route(Reader& reader, const Node& node, std::vector<Route>& out);

// load/parameters.cpp: `with` may be null; `set` overrides what it says.
void load_parameters(Reader& reader, const Node* with,
                     const std::map<std::string, std::string>& set);
void declare_parameter(Reader& reader, const Node& key, std::string value);
// Tells of what is set and no file has declared.
void refuse_unknown_settings(Reader& reader, const Node& root,
                             const std::map<std::string, std::string>& set,
                             const std::set<std::string, std::less<>>& declared);

// load/matrix.cpp: after the parameters; `set` leaves a name one value.
Matrix load_matrix(Reader& reader, const Node& node, const std::map<std::string, std::string>& set);

// load/top.cpp
bool is_id(std::string_view text);
// load/role_step.cpp
void load_role_step(Reader& reader, const Node& node, Step& out);
void load_dial(Reader& reader, const Node& node, std::map<std::string, std::string>& out);

// load/tls.cpp
void load_tls(Reader& reader, const Node& node, TlsChange& out);
void load_tls_step(Reader& reader, const Node& node, Step& out);

// load/steps.cpp
// The names that `set` steps give values, wherever they stand: conditions above may ask for them.
void add_set_names(const Node& node, std::set<std::string, std::less<>>& names);

// All keys of a file, when its parameters and variables are known.
void load_top(Reader& reader, const Node& root, Scenario& out);

// reference.cpp: all of the following, in the reference's order.
std::vector<SectionDoc> document_all();
// The sections of each file.
std::vector<SectionDoc> document_top();
SectionDoc document_use();
std::vector<SectionDoc> document_clock();
std::vector<SectionDoc> document_memory();
std::vector<SectionDoc> document_limits();
std::vector<SectionDoc> document_accounts();
std::vector<SectionDoc> document_messages();
std::vector<SectionDoc> document_checks();
std::vector<SectionDoc> document_protocol_section();
std::vector<SectionDoc> document_tls();
std::vector<SectionDoc> document_role_step();
std::vector<SectionDoc> document_offer();
std::vector<SectionDoc> document_phases();
std::vector<SectionDoc> document_rules();
std::vector<SectionDoc> document_triggers();
std::vector<SectionDoc> document_conditions();
std::vector<SectionDoc> document_steps();
std::vector<SectionDoc> document_writing_steps();
std::vector<SectionDoc> document_timing_steps();
std::vector<SectionDoc> document_noting_steps();
std::vector<SectionDoc> document_store_steps();
std::vector<SectionDoc> document_listen_step();
std::vector<SectionDoc> document_call_step();
std::vector<SectionDoc> document_dialogues();
std::vector<SectionDoc> document_dialogue_lines();
std::vector<SectionDoc> document_expectations();
std::vector<SectionDoc> document_event_forms();
std::vector<SectionDoc> document_outcome_forms();

}  // namespace postiche::scenario
