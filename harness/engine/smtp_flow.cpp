// SPDX-License-Identifier: MIT
#include "harness/engine/smtp_flow.h"

#include "harness/smtp/grammar.h"

// What the client says; what it is told stands in smtp_replies.cpp.

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

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

bool SmtpFlow::asks_for_tls(const Turn& turn) const {
  const smtp::Command* const command = command_of(turn);
  return command && command->verb == smtp::Verb::starttls;
}

void SmtpFlow::eat(std::string_view& bytes) {
  hears_content() ? take_content(bytes) : eat_line(bytes);
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

void SmtpFlow::take_line(const wire::Line& line) { take_command_line<smtp::parse_command>(line); }

void SmtpFlow::prepare_command(const Turn& turn) {
  const smtp::Command& command = *command_of(turn);
  if (command.verb == smtp::Verb::auth) begin_login(command);
}

void SmtpFlow::answer_command(Turn& turn, const Director::Fit& fit, std::string_view line) {
  const bool has_chunk = command_of(turn)->chunk && server_.speaks(smtp::Verb::bdat);
  if (has_chunk && fit.kind == Director::Fit::Kind::free) return begin_chunk(turn);
  Flow::answer_command(turn, fit, line);
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

void SmtpFlow::describe_command(const Turn& turn, Fields& fields, Scratch& scratch) const {
  const smtp::Command& command = *command_of(turn);
  const bool known = command.verb != smtp::Verb::unknown;
  fields.add("verb", known ? smtp::name(command.verb) : command.verb_text);
  if (!known) fields.add("known", "no");
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (!command.domain.empty()) fields.add("domain", command.domain);
  if (command.path) {
    scratch = command.path->address();
    fields.add(command.verb == smtp::Verb::mail ? "reverse-path" : "recipient", scratch);
  }
  for (const smtp::Parameter& parameter : command.parameters) {
    fields.add("parameter", parameter.text());
  }
  if (login_ && command.verb == smtp::Verb::auth) login_->describe(fields);
}

}  // namespace postiche::engine
