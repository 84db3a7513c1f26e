// SPDX-License-Identifier: MIT
// What SMTP clients are told, and what that means.

#include "harness/engine/smtp_flow.h"
#include "harness/mail/header.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

void SmtpFlow::end_turn(const Turn& turn) {
  mind_roles(turn);
  Flow::end_turn(turn);
}

// --- honest ---

// 421 as RFC 5321 sec 3.8 has it.
smtp::Reply SmtpFlow::farewell(const Farewell& why) const {
  return {421, std::string(why.status), settings().domain + " " + std::string(why.text)};
}

void SmtpFlow::say_farewell(const Farewell& why) {
  say(farewell(why), honest, server_.speaks_enhanced());
}

smtp::Reply SmtpFlow::honest_reply(const Turn& turn) const {
  if (const auto objection = object_to_session(turn)) return farewell(*objection);
  if (turn.over_long) return server_.answer_too_long_line();
  switch (turn.occasion.kind) {
    case Occasion::Kind::connect:
      return server_.greeting();
    case Occasion::Kind::message:
      return server_.answer_message(content_->size, turn.recipient);
    case Occasion::Kind::sasl:
      return answer_login();
    default:
      break;
  }
  const smtp::Command& command = *command_of(turn);
  smtp::Reply reply = server_.answer(command);
  if (command.verb == smtp::Verb::auth && reply.code == 334) return answer_login();
  return reply;
}

Protocol::Answer SmtpFlow::honest_answer(const Turn& turn) const {
  const smtp::Reply reply = honest_reply(turn);
  return {smtp::encode(reply, server_.speaks_enhanced()), "", reply.code};
}

void SmtpFlow::say_honestly(Turn& turn) {
  turn.answered = true;
  if (!turn.occasion.wants_answer()) return;
  const bool greets =
      turn.occasion.kind == Occasion::Kind::connect && director_.play().section.greeting;
  if (greets && !object_to_session(turn)) return greet_as_told(turn);
  smtp::Reply reply = honest_reply(turn);
  // The last line of EHLO's answer is a keyword: nothing can be said there.
  const smtp::Command* const command = command_of(turn);
  const bool has_room = !command || command->verb != smtp::Verb::ehlo;
  if (!turn.hint.empty() && has_room) reply.text += " (" + turn.hint + ")";
  turn.hang_up = turn.hang_up || ReplyCode(reply.code).ends_session();
  const bool with_enhanced = server_.speaks_enhanced();
  believe(turn, reply.code, honest);
  // Whoever has sent the last chunk hears what becomes of the message.
  const bool is_last_chunk = command && command->verb == smtp::Verb::bdat;
  if (is_last_chunk && server_.has_message()) return;
  say(reply, honest, with_enhanced);
}

void SmtpFlow::say(const smtp::Reply& reply, std::string_view by, bool with_enhanced) {
  stage_.outbox.say(stage_.keep(smtp::encode(reply, with_enhanced)), reply.code, by);
}

void SmtpFlow::refuse(const std::string& text, std::string_view by) {
  say({554, "5.5.0", text}, by, true);
}

// --- scripted ---

void SmtpFlow::say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  turn.answered = true;
  const auto reply = smtp::parse_reply(lines);
  // A template can expand to anything; what is no reply is said as it stands, without effect.
  if (!reply) {
    std::string bytes;
    for (const std::string& line : lines) bytes += line + "\r\n";
    return stage_.outbox.say(stage_.keep(bytes), {}, by);
  }
  believe_scripted(turn, reply->code, by, effect);
  say(*reply, by, true);
}

std::optional<ReplyCode> SmtpFlow::final_code(std::string_view line) const {
  const auto reply = smtp::parse_reply({std::string(line)});
  if (!reply || line.substr(3, 1) == "-") return std::nullopt;
  return reply->code;
}

// --- effects ---

void SmtpFlow::believe(Turn& turn, ReplyCode said, std::string_view by) {
  // An effect happens at most once a command.
  if (turn.effect_done) return;
  turn.effect_done = true;
  const int code = said.number;
  if (turn.occasion.kind == Occasion::Kind::message) return believe_message(turn, code, by);
  if (turn.occasion.kind == Occasion::Kind::sasl) return believe_login(nullptr, code);
  const smtp::Command* const command = command_of(turn);
  if (!command) return;
  if (command->verb == smtp::Verb::auth) return believe_login(command, code);
  server_.apply(*command, code);
  if (server_.has_message() && by != honest) return believe_last_chunk(turn, code, by);
  // Where a dialogue speaks, only that can tell whether content or lines come next.
  const bool dialogue_speaks = director_.dialogue() && director_.dialogue()->is_playing();
  if (awaits_content() && !content_ && !dialogue_speaks) begin_content({});
}

MailAtHand SmtpFlow::mail_at_hand(const Turn& turn) const {
  MailAtHand mail;
  mail.reverse_path = server_.transaction().reverse_path;
  mail.recipients = server_.transaction().recipients;
  const smtp::Command* const command = command_of(turn);
  if (command && command->verb == smtp::Verb::rcpt && command->path) {
    mail.recipients = {command->path->address()};
  }
  if (turn.occasion.kind == Occasion::Kind::message) {
    // A header can be as large as a message; a report need not be.
    constexpr std::size_t most = 64 * 1024;
    mail.header = mail::header_block(content_->rope).substr(0, most);
  }
  return mail;
}

}  // namespace postiche::engine
