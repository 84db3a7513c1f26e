// SPDX-License-Identifier: MIT
// What a rule does: one row for each step, and the loaders of the short ones.

#include <algorithm>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- the short ones ---

void load_close(Reader& reader, const Node& node, Step& out) {
  constexpr Choice<CloseStep::How> choices[] = {
      {"fin", CloseStep::How::fin},
      {"rst", CloseStep::How::rst},
      {"half", CloseStep::How::half},
      {"no-close-notify", CloseStep::How::no_close_notify}};
  CloseStep step;
  if (node.kind != Node::Kind::null) {
    if (const auto how = reader.choose(node, choices, "way to close")) step.how = *how;
  }
  out.what = step;
}

// --- set ---

bool is_variable_name(std::string_view name) {
  if (name.starts_with("world.")) name.remove_prefix(6);
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return ascii::is_alnum(c) || c == '-'; });
}

void load_set(Reader& reader, const Node& node, Step& out) {
  SetStep step;
  if (!expect_map(reader, node, "'set'")) return;
  if (node.entries.empty()) reader.error(node, "'set' sets nothing", "such as set: {phase: two}");
  for (const Node::Entry& entry : node.entries) {
    const std::string& name = entry.key->text;
    const auto meanings = template_names();
    const bool taken = find_attribute(name) || reader.parameters().contains(name) ||
                       std::any_of(meanings.begin(), meanings.end(),
                                   [&](const WordRow& r) { return r.word == name; });
    if (!is_variable_name(name) || taken) {
      reader.error(
          *entry.key,
          taken ? "'" + name + "' has a meaning already" : "'" + name + "' is no name for a value",
          "a word such as phase, or world.phase for all connections");
    } else if (auto value = reader.template_text(*entry.value)) {
      step.values.push_back({name, std::move(*value)});
    }
  }
  out.what = std::move(step);
}

}  // namespace

void add_set_names(const Node& node, std::set<std::string, std::less<>>& names) {
  for (const Node* item : node.items) add_set_names(*item, names);
  for (const Node::Entry& entry : node.entries) {
    if (entry.key->text == "set" && entry.value->kind == Node::Kind::map) {
      for (const Node::Entry& value : entry.value->entries) names.insert(value.key->text);
    }
    add_set_names(*entry.value, names);
  }
}

namespace {

// Steps without a value: `silence`, `silence:` and `silence: yes` are all the same.
template <typename Plain>
void load_plain(Reader& reader, const Node& node, Step& out) {
  out.what = Plain{};
  if (node.kind == Node::Kind::null) return;
  const auto wanted = reader.yes_or_no(node);
  if (wanted && !*wanted) reader.error(node, "a step that is not done", "leave it out");
}

void load_dialogue_name(Reader& reader, const Node& node, Step& out) {
  auto name = reader.text(node);
  if (name && reader.use_dialogue(node, *name)) out.what = DialogueStep{std::move(*name)};
}

// In this order steps may stand in the rule itself: its order is then plain to see.
enum class Slot { note, read, pace, wait, answer, close };

constexpr StepRow rows_of_steps[] = {
    {{"reply", "a reply", "Replies; several lines as a list. CRLF is added."}, load_reply_step},
    {{"send", "bytes", "Sends exactly these bytes; nothing is added unless `eol` says so."},
     load_send_step},
    {{"wait", "a time, forever or a spread", "Waits before what comes next."}, load_wait_step},
    {{"pace", "bytes, every, rate or join", "From now on, cuts or joins what is written."},
     load_pace_step},
    {{"read", "pause or resume", "Takes nothing more that the client sends: a closed window."},
     load_read_step},
    {{"close", "fin, rst, half or no-close-notify",
      "Ends the connection: orderly, with a reset, one way only, or without a word to TLS."},
     load_close},
    {{"silence", "", "Answers nothing, and nothing else does either."}, load_plain<SilenceStep>},
    {{"discard", "", "Gives the honest positive reply and drops the message."},
     load_plain<DiscardStep>},
    {{"honest", "nothing, or changes", "Gives the honest server's answer, with its effect."},
     load_honest_step},
    {{"tls", "start, or how it differs",
      "Starts the handshake of TLS here; where it is on already, `break` breaks it off."},
     load_tls_step},
    {{"role", "turn, or how",
      "Becomes the client: here, or of another server, and brings the mail that waits."},
     load_role_step},
    {{"set", "names and values", "Remembers values: for the connection, or `world.x` for all."},
     load_set},
    {{"state", "a word", "Names where this connection is now, for `state` in `if`."},
     load_state_step},
    {{"mark", "a text", "Names this moment in the transcript."}, load_mark_step},
    {{"verdict", "a level and a sentence",
      "Finds something out about the client, as `expect` does."},
     load_verdict_step},
    {{"store", "deliver, lock, unlock or full", "Changes the store behind the client's back."},
     load_store_step},
    {{"bounce", "after, status, text", "Sends the sender of this mail a report that it failed."},
     load_bounce_step},
    {{"listen", "refuse, reset, stop or resume",
      "An outage of the whole server: for connections that begin, not for open ones."},
     load_listen_step},
    {{"call", "python or url, timeout",
      "Asks a function or a web server of yours what to do; the last step of its rule."},
     load_call_step},
    {{"dialogue", "a dialogue's name",
      "Goes on with a dialogue of `dialogues`; the last step of its rule."},
     load_dialogue_name},
};

Slot slot_of(std::string_view word) {
  for (const std::string_view note :
       {"set", "state", "mark", "verdict", "store", "bounce", "listen"}) {
    if (word == note) return Slot::note;
  }
  if (word == "read") return Slot::read;
  if (word == "pace") return Slot::pace;
  if (word == "wait") return Slot::wait;
  if (word == "close") return Slot::close;
  return Slot::answer;
}

void unknown_step(Reader& reader, const Node& node, std::string_view word) {
  if (word == "C" || word == "S") {
    reader.error(node, "'" + std::string(word) + ":' stands in a dialogue, not among steps",
                 "write it under 'dialogues:' and jump there with 'dialogue: name'");
    return;
  }
  reader.unknown_word(node, "step", word, keys_of(step_rows()));
}

// Steps that need the mail that a client of SMTP sends.
void warn_of_no_mail(Reader& reader, const Node& node, std::string_view word) {
  const bool needs_mail = word == "discard" || word == "bounce" || word == "role";
  if (!needs_mail || !fetches_mail(reader.protocol())) return;
  reader.warning(node, "'" + std::string(word) + "' does nothing here",
                 "no client of " + ascii::to_upper(name(*reader.protocol())) + " sends messages");
}

// A step that is one word alone, `- silence`.
void load_bare_step(Reader& reader, const Node& node, std::vector<Step>& out) {
  const StepRow* row = find_row(step_rows(), node.text);
  if (!row) return unknown_step(reader, node, node.text);
  Step step;
  step.place = reader.place(node);
  Node nothing;
  nothing.line = node.line;
  nothing.column = node.column;
  row->load(reader, nothing, step);
  warn_of_no_mail(reader, node, node.text);
  out.push_back(std::move(step));
}

void load_step(Reader& reader, const Node& node, std::vector<Step>& out) {
  if (node.kind == Node::Kind::text) return load_bare_step(reader, node, out);
  if (!expect_map(reader, node, "a step")) return;
  Step step;
  step.place = reader.place(node);
  int found = 0;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key->text == "if") {
      step.if_ = load_condition(reader, *entry.value);
    } else if (const StepRow* row = find_row(step_rows(), entry.key->text)) {
      row->load(reader, *entry.value, step);
      warn_of_no_mail(reader, *entry.key, entry.key->text);
      if (++found == 2) {
        reader.error(*entry.key, "two steps in one item of the list",
                     "begin '- " + entry.key->text + "' on a line of its own");
      }
    } else {
      unknown_step(reader, *entry.key, entry.key->text);
      ++found;
    }
  }
  if (found == 0) reader.error(node, "this step says nothing to do");
  out.push_back(std::move(step));
}

}  // namespace

std::span<const StepRow> step_rows() { return rows_of_steps; }

void load_steps(Reader& reader, const Node& node, std::vector<Step>& out) {
  if (node.kind != Node::Kind::list) return load_step(reader, node, out);
  for (const Node* item : node.items) load_step(reader, *item, out);
}

void load_direct_steps(Reader& reader, const std::vector<Node::Entry>& entries,
                       std::vector<Step>& out) {
  const Node::Entry* before = nullptr;
  for (const Node::Entry& entry : entries) {
    const Slot slot = slot_of(entry.key->text);
    const Slot last = before ? slot_of(before->key->text) : Slot::note;
    if (before && (last > slot || (last == slot && slot != Slot::note))) {
      reader.error(*entry.key,
                   "which comes first, '" + before->key->text + "' or '" + entry.key->text + "'?",
                   "put the steps into a 'do:' list");
    }
    before = &entry;
    Step step;
    step.place = reader.place(*entry.key);
    find_row(step_rows(), entry.key->text)->load(reader, *entry.value, step);
    warn_of_no_mail(reader, *entry.key, entry.key->text);
    out.push_back(std::move(step));
  }
}

std::vector<SectionDoc> document_steps() { return {document("do", rows_of_steps)}; }

}  // namespace postiche::scenario
