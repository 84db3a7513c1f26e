// SPDX-License-Identifier: MIT
#include "harness/engine/imap_flow.h"

#include <utility>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"

// What the client says; what can be asked of that stands in imap_scene.cpp, what it is told in
// imap_replies.cpp.

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// Clients name thousands of messages in one line; others take as much. RFC 9051 sec 4 has no limit.
constexpr std::size_t longest_line = 64 * 1024;

}  // namespace

ImapFlow::ImapFlow(Stage& stage) : Flow(stage, longest_line), server_(settings(), knowledge()) {}

void ImapFlow::follow(const Play& play) { server_.use(std::get<imap::Settings>(play.settings)); }

imap::Knowledge ImapFlow::knowledge() const {
  imap::Knowledge known;
  known.find = account_finder();
  known.mailboxes_of = [&store = stage_.world.store](std::string_view user) {
    return store.is_locked(user) ? nullptr : store.mailboxes_of(user);
  };
  return known;
}

void ImapFlow::eat(std::string_view& bytes) {
  server_.set_time(stage_.virtual_now);
  literal_ ? take_literal(bytes) : eat_line(bytes);
}

// --- lines ---

void ImapFlow::take_line(const wire::Line& line) {
  if (line.over_long) mind_over_long(line);
  const auto kept = keep(line);
  if (!kept) return;
  if (server_.idling()) return take_done(*kept);
  if (begins_literal(*kept)) return hear_announcement(*kept);
  skips_ ? skip_line(*kept) : take_whole_command(*kept);
  if (kept->over_long) skip_announced_literal();
}

void ImapFlow::take_whole_command(const wire::Line& line) {
  utterance_octets_ += line.text.size();
  const bool is_too_long = is_too_much();
  imap::Utterance whole = std::exchange(utterance_, {});
  utterance_octets_ = 0;
  whole.texts.push_back(line.text);
  imap::Command command;
  if (line.over_long) {
    // The tail of an over-long line is never read as a command.
    command.line = line.text;
    command.tag = tag_;
    command.fault = "over-long-line";
  } else {
    command = imap::parse_command(whole, server_.session().encoding());
    if (is_too_long) command.fault = command.deviations.emplace_back("over-long-line");
  }
  const bool is_secret = logs_in(command.verb);
  take_parsed(in_dialogue(line, whole, is_secret), full_name(command), std::move(command));
}

// Within IDLE a line is no command; what answers it has the tag of IDLE.
void ImapFlow::take_done(const wire::Line& line) {
  imap::Command done;
  done.line = done.verb_text = line.text;
  done.tag = tag_;
  done.verb =
      ascii::equal_ignoring_case(line.text, "DONE") ? imap::Verb::done : imap::Verb::unknown;
  if (done.verb == imap::Verb::unknown) done.fault = "done-is-expected";
  if (!done.fault.empty()) done.deviations.push_back(done.fault);
  take_parsed(line, full_name(done), std::move(done));
}

// --- commands ---

std::optional<std::string_view> ImapFlow::line_of(const Turn& turn) const {
  const imap::Command* const command = command_of(turn);
  return command ? std::optional(command->line) : std::nullopt;
}

bool ImapFlow::is_goodbye(const Turn& turn) const {
  const imap::Command* const command = command_of(turn);
  return command && command->verb == imap::Verb::logout;
}

bool ImapFlow::asks_for_tls(const Turn& turn) const {
  const imap::Command* const command = command_of(turn);
  return command && command->verb == imap::Verb::starttls;
}

// What the mechanism makes of the command is known before anybody answers it.
void ImapFlow::prepare_command(const Turn& turn) {
  const imap::Command& command = *command_of(turn);
  const bool lasts = command.verb == imap::Verb::authenticate || command.verb == imap::Verb::idle;
  if (lasts) tag_ = command.tag;
  const auto* const arguments = std::get_if<imap::AuthenticateArguments>(&command.arguments);
  if (!arguments) return;
  std::optional<std::string_view> initial;
  if (arguments->initial_response) initial = *arguments->initial_response;
  login_ = std::make_unique<Login>(arguments->mechanism, initial,
                                   sasl_knowledge("imap", server_.offer().mechanisms()));
}

void ImapFlow::close_turn(Turn& turn) {
  // A dialogue that begins here hears what comes behind the announcement.
  if (turn.jumps && announced_) unheard_ = utterance_.texts.size();
  if (turn.occasion.kind == Occasion::Kind::literal) return close_announcement();
  if (login_ && !server_.receiving_sasl()) login_.reset();
  if (turn.occasion.kind != Occasion::Kind::command) return;
  last_verb_ = turn.occasion.verb;
  if (is_overfull()) return;
  const bool idles = turn.occasion.verb == "IDLE" && server_.idling();
  if (!idles || stage_.outbox.ended()) return;
  Turn idle;
  idle.occasion.kind = Occasion::Kind::idle;
  director_.take_turn(idle);
}

void ImapFlow::tell_news() {
  server_.set_time(stage_.virtual_now);
  const std::string news = server_.take_news(nullptr);
  if (!news.empty()) stage_.outbox.say(stage_.keep(news), {}, honest);
  if (server_.closing()) stage_.outbox.end(Effect::Kind::close, "fin", honest);
}

}  // namespace postiche::engine
