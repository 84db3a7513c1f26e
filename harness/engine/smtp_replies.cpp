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
  if (!server_.closing() && !turn.hang_up) return;
  leave_dialogue();
  // After QUIT the client hears our end at once; after 421 it may still be talking.
  const bool quit = turn.command && turn.command->verb == smtp::Verb::quit;
  stage_.outbox.end(quit ? Effect::Kind::finish : Effect::Kind::close, quit ? "quit" : "fin",
                    honest);
}

// --- honest ---

std::optional<smtp::Reply> SmtpFlow::object_to_session(const Turn& turn) const {
  const std::string& domain = settings().domain;
  const scenario::Limits& limits = director_.limits();
  if (turn.occasion.kind == Occasion::Kind::connect) {
    if (!limits.sessions || stage_.world.sessions <= *limits.sessions) return {};
    return smtp::Reply{421, "4.3.2", domain + " Too many connections, try again later"};
  }
  const bool leaves = turn.command && turn.command->verb == smtp::Verb::quit;
  if (turn.occasion.kind != Occasion::Kind::command || leaves) return {};
  if (limits.commands && commands_ > *limits.commands) {
    return smtp::Reply{421, "4.7.0", domain + " Too many commands, closing the connection"};
  }
  if (limits.errors && stage_.outbox.negatives() >= *limits.errors) {
    return smtp::Reply{421, "4.7.0", domain + " Too many errors, closing the connection"};
  }
  return {};
}

smtp::Reply SmtpFlow::honest_reply(const Turn& turn) const {
  if (auto objection = object_to_session(turn)) return *std::move(objection);
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
  smtp::Reply reply = server_.answer(*turn.command);
  if (turn.command->verb == smtp::Verb::auth && reply.code == 334) return answer_login();
  return reply;
}

Protocol::Answer SmtpFlow::honest_answer(const Turn& turn) const {
  const smtp::Reply reply = honest_reply(turn);
  return {smtp::encode(reply, server_.speaks_enhanced()), reply.code};
}

// As the scenario words its greeting.
void SmtpFlow::greet_as_told(Turn& turn) {
  const auto look_up = director_.names(turn);
  std::vector<std::string> lines;
  for (const auto& line : *director_.play().section.greeting) lines.push_back(line.expand(look_up));
  say_scripted(turn, lines, "greeting", scenario::ReplyStep::Effect::believed);
}

void SmtpFlow::say_honestly(Turn& turn) {
  turn.answered = true;
  if (!turn.occasion.wants_answer()) return;
  const bool greets =
      turn.occasion.kind == Occasion::Kind::connect && director_.play().section.greeting;
  if (greets && !object_to_session(turn)) return greet_as_told(turn);
  smtp::Reply reply = honest_reply(turn);
  // The last line of EHLO's answer is a keyword: nothing can be said there.
  const bool has_room = !turn.command || turn.command->verb != smtp::Verb::ehlo;
  if (!turn.hint.empty() && has_room) reply.text += " (" + turn.hint + ")";
  turn.hang_up = turn.hang_up || reply.code == 421;
  const bool with_enhanced = server_.speaks_enhanced();
  believe(turn, reply.code, honest);
  // Whoever has sent the last chunk hears what becomes of the message.
  const bool is_last_chunk = turn.command && turn.command->verb == smtp::Verb::bdat;
  if (is_last_chunk && server_.has_message()) return;
  say(reply, honest, with_enhanced);
}

void SmtpFlow::say(const smtp::Reply& reply, std::string_view by, bool with_enhanced) {
  stage_.outbox.say(stage_.keep(smtp::encode(reply, with_enhanced)), reply.code, by);
}

void SmtpFlow::refuse(const std::string& text, std::string_view by) {
  say({554, "5.5.0", text}, by, true);
}

void SmtpFlow::time_out() {
  flush_pending();
  // RFC 5321 sec 4.5.3.2.7: five minutes at least; 421 as sec 3.8 has it.
  say({421, "4.4.2", settings().domain + " Timeout, closing the connection"}, honest,
      server_.speaks_enhanced());
  leave_dialogue();
  stage_.outbox.end(Effect::Kind::close, "timeout", honest);
}

bool SmtpFlow::is_overfull() {
  if (!stage_.world.transcript.is_full_for(*stage_.log) || stage_.outbox.ended()) return false;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "transcript-cap"}});
  say({421, "4.3.1", settings().domain + " Too much was said, closing the connection"}, honest,
      server_.speaks_enhanced());
  stage_.outbox.end(Effect::Kind::close, "transcript-cap", honest);
  return true;
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
    return stage_.outbox.say(stage_.keep(bytes), 0, by);
  }
  believe_scripted(turn, reply->code, by, effect);
  say(*reply, by, true);
}

// "A reply is believed": a positive one has the command's effect, a negative one has none, and the
// scenario can say otherwise.
void SmtpFlow::believe_scripted(Turn& turn, int code, std::string_view by,
                                scenario::ReplyStep::Effect effect) {
  using Believed = scenario::ReplyStep::Effect;
  int meant = code;
  if (effect == Believed::no) {
    // Not even QUIT's, which no code can stop.
    if (turn.command) turn.effect_done = true;
    meant = no_effect;
  } else {
    turn.hang_up = turn.hang_up || code == 421;  // RFC 5321 sec 3.8
    const bool positive = code < 400;
    if (effect == Believed::yes && !positive && turn.occasion.wants_answer()) {
      meant = honest_reply(turn).code;
    }
  }
  believe(turn, meant, by);
}

std::optional<int> SmtpFlow::final_code(std::string_view line) const {
  const auto reply = smtp::parse_reply({std::string(line)});
  if (!reply || line.substr(3, 1) == "-") return std::nullopt;
  return reply->code;
}

// --- effects ---

void SmtpFlow::believe(Turn& turn, int code, std::string_view by) {
  // An effect happens at most once a command.
  if (turn.effect_done) return;
  turn.effect_done = true;
  if (turn.occasion.kind == Occasion::Kind::message) return believe_message(turn, code, by);
  if (turn.occasion.kind == Occasion::Kind::sasl) return believe_login(nullptr, code);
  if (!turn.command) return;
  if (turn.command->verb == smtp::Verb::auth) return believe_login(turn.command, code);
  server_.apply(*turn.command, code);
  if (server_.has_message() && by != honest) return believe_last_chunk(turn, code, by);
  // Where a dialogue speaks, only that can tell whether content or lines come next.
  const bool dialogue_speaks = director_.dialogue() && director_.dialogue()->is_playing();
  if (awaits_content() && !content_ && !dialogue_speaks) begin_content({});
}

MailAtHand SmtpFlow::mail_at_hand(const Turn& turn) const {
  MailAtHand mail;
  mail.reverse_path = server_.transaction().reverse_path;
  mail.recipients = server_.transaction().recipients;
  if (turn.command && turn.command->verb == smtp::Verb::rcpt && turn.command->path) {
    mail.recipients = {turn.command->path->address()};
  }
  if (turn.occasion.kind == Occasion::Kind::message) {
    // A header can be as large as a message; a report need not be.
    constexpr std::size_t most = 64 * 1024;
    mail.header = mail::header_block(content_->rope).substr(0, most);
  }
  return mail;
}

}  // namespace postiche::engine
