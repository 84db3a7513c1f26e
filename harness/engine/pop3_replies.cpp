// SPDX-License-Identifier: MIT
// What POP3 clients are told, and what that means.

#include "harness/base/ascii.h"
#include "harness/engine/pop3_flow.h"

namespace postiche::engine {

namespace {

ReplyCode code_of(pop3::Status status) {
  switch (status) {
    case pop3::Status::ok:
      return {"+OK", 200};
    case pop3::Status::challenge:
      return {"+", 300};
    default:
      return {"-ERR", 500};
  }
}

pop3::Status pop3_status_of(const ReplyCode& code) {
  if (code.is_negative() || !code.is_reply()) return pop3::Status::err;
  return code.number < 300 ? pop3::Status::ok : pop3::Status::challenge;
}

// Who is let in: the maildrop is open.
std::string_view way_in(const pop3::Command* command) {
  const bool by_digest = command && command->verb == pop3::Verb::apop;
  return by_digest ? "APOP" : "USER";
}

// A code tells the client that it is worth while to come again: RFC 3206 sec 4.
pop3::Reply farewell(const pop3::Server& server, std::string_view text) {
  const bool has_codes = server.offer().offers("RESP-CODES");
  return {pop3::Status::err, has_codes ? "SYS/TEMP" : "", std::string(text)};
}

}  // namespace

// --- honest ---

void Pop3Flow::say_farewell(const Farewell& why) {
  // "the server should close the TCP connection without ... sending any response to the client":
  // RFC 1939 sec 3
  if (why.how == "timeout") return;
  say(farewell(server_, why.text), honest);
}

pop3::Reply Pop3Flow::honest_reply(const Turn& turn) const {
  if (const auto objection = object_to_session(turn)) return farewell(server_, objection->text);
  if (turn.over_long) return server_.answer_too_long_line();
  switch (turn.occasion.kind) {
    case Occasion::Kind::connect:
      return server_.greeting();
    case Occasion::Kind::sasl:
      return answer_login();
    default:
      break;
  }
  const pop3::Command& command = *command_of(turn);
  pop3::Reply reply = server_.answer(command);
  if (reply.status == pop3::Status::challenge && login_) return answer_login();
  return reply;
}

pop3::Reply Pop3Flow::answer_login() const {
  if (auto challenge = login_->challenge()) {
    return {pop3::Status::challenge, "", *std::move(challenge)};
  }
  if (login_->outcome() != sasl::Outcome::accepted) return server_.answer_sasl(login_->outcome());
  return server_.answer_login(login_->user());
}

Protocol::Answer Pop3Flow::honest_answer(const Turn& turn) const {
  const pop3::Reply reply = honest_reply(turn);
  return {pop3::encode(reply), "", code_of(reply.status)};
}

void Pop3Flow::say_honestly(Turn& turn) {
  turn.answered = true;
  if (!turn.occasion.wants_answer()) return;
  const bool dismissed = object_to_session(turn).has_value();
  if (turn.occasion.kind == Occasion::Kind::connect && director_.play().section.greeting &&
      !dismissed) {
    return greet_as_told(turn);
  }
  pop3::Reply reply = honest_reply(turn);
  if (!turn.hint.empty()) reply.text += " (" + turn.hint + ")";
  turn.hang_up = turn.hang_up || dismissed;
  believe(turn, code_of(reply.status), honest);
  say(reply, honest);
}

void Pop3Flow::say(const pop3::Reply& reply, std::string_view by) {
  stage_.outbox.say(stage_.keep(pop3::encode(reply)), code_of(reply.status), by);
}

void Pop3Flow::refuse(const std::string& text, std::string_view by) {
  say({pop3::Status::err, "", text}, by);
}

// --- scripted ---

// What stands behind the first line is the block of a multi-line reply.
void Pop3Flow::say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  turn.answered = true;
  auto reply = pop3::parse_reply(lines.front());
  std::string rest;
  for (std::size_t i = 1; i < lines.size(); ++i) rest += lines[i] + "\r\n";
  // A template can expand to anything; what is no reply is said as it stands, without effect.
  if (!reply) return stage_.outbox.say(stage_.keep(lines.front() + "\r\n" + rest), {}, by);
  believe_scripted(turn, code_of(reply->status), by, effect);
  if (lines.size() > 1) reply->block = std::make_shared<Rope>(std::move(rest));
  reply->utf8 = true;  // the scenario knows what it says
  say(*reply, by);
}

std::optional<ReplyCode> Pop3Flow::final_code(std::string_view line) const {
  const auto reply = pop3::parse_reply(line);
  return reply ? std::optional(code_of(reply->status)) : std::nullopt;
}

// --- effects ---

void Pop3Flow::believe(Turn& turn, ReplyCode code, std::string_view) {
  // An effect happens at most once a command.
  if (turn.effect_done) return;
  turn.effect_done = true;
  const bool is_line_of_login = turn.occasion.kind == Occasion::Kind::sasl;
  if (turn.command || is_line_of_login) apply(turn, pop3_status_of(code));
}

void Pop3Flow::apply(const Turn& turn, pop3::Status status) {
  const bool was_known = server_.maildrop() != nullptr;
  const std::size_t before = was_known ? server_.maildrop()->count() : 0;
  const std::size_t left = was_known ? server_.maildrop()->remaining() : 0;
  const pop3::Command* const command = command_of(turn);
  if (login_) server_.claim(std::string(login_->user()));
  command ? server_.apply(*command, status) : server_.apply_sasl(status);
  const bool updated = server_.state() == pop3::State::update;
  if (was_known && updated && left < before) {
    stage_.note({{"note", "expunged"}, {"name", std::to_string(before - left)}});
  }
  if (was_known || !server_.maildrop()) return;
  stage_.world.logins[ascii::to_lower(server_.user())] = stage_.virtual_now;
  note_authenticated(server_.user(), login_ ? login_->mechanism() : way_in(command));
}

}  // namespace postiche::engine
