// SPDX-License-Identifier: MIT
#include "harness/engine/smtp_flow.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/grammar.h"

// What the client says; what it is told stands in smtp_replies.cpp.

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

bool is_garbage(const smtp::Command& command) {
  const auto is_odd = [](char c) {
    return ascii::is_8bit(c) || (ascii::is_control(c) && !ascii::is_space(c));
  };
  return command.verb == smtp::Verb::unknown &&
         std::any_of(command.line.begin(), command.line.end(), is_odd);
}

}  // namespace

SmtpFlow::SmtpFlow(Stage& stage) : Flow(stage), server_(settings(), stage.world.store) {}

void SmtpFlow::follow(const Play& play) { server_.use(std::get<smtp::Settings>(play.settings)); }

std::optional<std::string_view> SmtpFlow::line_of(const Turn& turn) const {
  const smtp::Command* const command = command_of(turn);
  return command ? std::optional(command->line) : std::nullopt;
}

bool SmtpFlow::is_goodbye(const Turn& turn) const {
  const smtp::Command* const command = command_of(turn);
  return command && command->verb == smtp::Verb::quit;
}

void SmtpFlow::begin_tls(Turn& turn, const scenario::TlsStep& step) {
  const smtp::Command* const command = command_of(turn);
  const bool was_asked = command && command->verb == smtp::Verb::starttls;
  if (was_asked && !turn.answered) {
    say_honestly(turn);
    if (!server_.starting_tls()) return;  // it had a reason
  }
  director_.begin_tls(step);
}

// --- frames ---

void SmtpFlow::eat(std::string_view& bytes) {
  if (hears_content()) {
    take_content(bytes);
  } else if (wants_octets()) {
    director_.dialogue()->take_octets(bytes);
  } else if (const auto line = cutter_.cut(bytes)) {
    const bool is_whole = !line->over_long || line->ending != wire::Line::Ending::none;
    is_whole&& in_login() ? take_response(*line) : take_line(*line);
  }
}

void SmtpFlow::drop_content() {
  if (!content_) return;
  flush_piece();
  content_.reset();
  chunk_.reset();
}

std::string_view SmtpFlow::pending() const {
  if (hears_content()) return {content_->piece, content_->dropped ? 0 : content_->used};
  return Flow::pending();
}

void SmtpFlow::flush_pending() { hears_content() ? flush_piece() : Flow::flush_pending(); }

// --- commands ---

void SmtpFlow::take_line(const wire::Line& line) {
  const auto kept = keep(line);
  if (!kept) return;
  Command at_hand = smtp::parse_command(kept->text);
  auto& command = std::get<smtp::Command>(at_hand);
  Turn turn;
  if (line.over_long) {
    // The tail of an over-long line is never read as a command.
    command = smtp::Command();
    command.line = kept->text;
    command.deviations.push_back("over-long-line");
    turn.over_long = true;
  }
  if (kept->ending == wire::Line::Ending::lf) command.deviations.push_back("bare-lf");
  ++commands_;
  turn.command = &at_hand;
  turn.occasion.garbage = turn.over_long || is_garbage(command);
  name_command(turn, smtp::name(command.verb), command.verb_text);
  take_command(turn, *kept);
}

void SmtpFlow::take_command(Turn& turn, const wire::Line& line) {
  const smtp::Command& command = *command_of(turn);
  if (command.verb == smtp::Verb::auth) begin_login(command);
  const std::string* const route = director_.choose_route(turn);
  const Director::Fit fit = director_.fit_line(turn, line.text);
  record_command(turn, line, fit.line);
  if (turn.occasion.known) {
    stage_.world.happened(scenario::Event::command_named, turn.occasion.verb);
  }
  director_.record_route(route);
  const bool has_chunk = command.chunk && server_.speaks(smtp::Verb::bdat);
  if (has_chunk && fit.kind == Director::Fit::Kind::free) return begin_chunk(turn);
  director_.answer_line(turn, fit, line.text);
  if (!director_.is_parked()) close_turn(turn);
}

void SmtpFlow::close_turn(Turn& turn) {
  if (turn.occasion.kind == Occasion::Kind::message) return close_message(turn);
  if (login_ && !server_.receiving_sasl()) login_.reset();
  if (turn.occasion.kind != Occasion::Kind::command) return;
  last_verb_ = turn.occasion.verb;
  if (is_overfull() || !content_ || stage_.outbox.ended()) return;
  if (server_.has_message()) return end_message(turn.discard);
  // Chunks are worth keeping as long as the transaction that they belong to.
  if (!content_->block && server_.state() != smtp::State::bdat) content_.reset();
}

void SmtpFlow::record_command(const Turn& turn, const wire::Line& line, std::string_view dialogue) {
  const smtp::Command& command = *command_of(turn);
  Fields fields;
  const bool known = command.verb != smtp::Verb::unknown;
  fields.add("verb", known ? smtp::name(command.verb) : command.verb_text);
  if (!known) fields.add("known", "no");
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (!command.domain.empty()) fields.add("domain", command.domain);
  const std::string address = command.path ? command.path->address() : std::string();
  if (command.path) {
    fields.add(command.verb == smtp::Verb::mail ? "reverse-path" : "recipient", address);
  }
  for (const smtp::Parameter& parameter : command.parameters) {
    fields.add("parameter", parameter.text());
  }
  if (login_ && command.verb == smtp::Verb::auth) login_->describe(fields);
  if (turn.occasion.garbage) fields.add("garbage", "yes");
  if (!dialogue.empty()) fields.add("dialogue", dialogue);
  for (const std::string_view deviation : command.deviations) fields.add("deviation", deviation);
  stage_.append(Kind::command, Direction::in, line.raw, fields);
}

}  // namespace postiche::engine
