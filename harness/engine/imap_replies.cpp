// SPDX-License-Identifier: MIT
// What IMAP clients are told, and what that means.

#include <utility>

#include "harness/base/ascii.h"
#include "harness/engine/imap_flow.h"
#include "harness/imap/pen/reply.h"

namespace postiche::engine {

namespace {

using imap::Status;

ReplyCode code_of(Status status) {
  switch (status) {
    case Status::ok:
      return {"OK", 200};
    case Status::preauth:
      return {"PREAUTH", 200};
    case Status::go_on:
      return {"+", 300};
    case Status::bye:
      return {"BYE", 421};
    case Status::no:
      return {"NO", 500};
    default:
      return {"BAD", 500};
  }
}

Status imap_status_of(const ReplyCode& code) {
  for (const Status status :
       {Status::ok, Status::preauth, Status::go_on, Status::bye, Status::no}) {
    if (code.is_reply() && code.word == code_of(status).word) return status;
  }
  return Status::bad;
}

std::string bye(std::string_view text) {
  return imap::encode("", {Status::bye, "", std::string(text)});
}

}  // namespace

// --- honest ---

// "* BYE" ends the session whoever began that: RFC 9051 sec 7.1.5.
void ImapFlow::say_farewell(const Farewell& why) { say(bye(why.text), Status::bye, honest); }

std::string_view ImapFlow::tag_of(const Turn& turn) const {
  const imap::Command* const command = command_of(turn);
  if (command) return command->tag;
  const bool is_late =
      turn.occasion.kind == Occasion::Kind::sasl || turn.occasion.kind == Occasion::Kind::literal;
  return is_late ? std::string_view(tag_) : std::string_view();
}

imap::Answer ImapFlow::honest_reply(const Turn& turn) const {
  if (const auto objection = object_to_session(turn)) {
    return {"", {Status::bye, "", std::string(objection->text)}};
  }
  if (turn.over_long) return imap::bad("Line too long");
  switch (turn.occasion.kind) {
    case Occasion::Kind::connect:
      return {"", server_.greeting()};
    case Occasion::Kind::sasl:
      return answer_login();
    case Occasion::Kind::literal:
      return answer_announcement();
    default:
      break;
  }
  imap::Answer answer = server_.answer(*command_of(turn));
  const bool begins_login = answer.reply.status == Status::go_on && login_;
  return begins_login ? answer_login() : answer;
}

imap::Answer ImapFlow::answer_login() const {
  if (auto challenge = login_->challenge()) {
    return {"", {Status::go_on, "", *std::move(challenge)}};
  }
  if (login_->outcome() != sasl::Outcome::accepted) {
    return {"", server_.answer_sasl(login_->outcome())};
  }
  return {"", server_.answer_login(login_->user())};
}

imap::Answer ImapFlow::answer_announcement() const {
  if (is_too_much()) return imap::bad("Line too long");
  if (auto objection = server_.object_to_literal(verb_, *announced_)) {
    return {"", *std::move(objection)};
  }
  return {"", {Status::go_on, "", "Ready for the literal"}};
}

Protocol::Answer ImapFlow::honest_answer(const Turn& turn) const {
  const imap::Answer answer = honest_reply(turn);
  const bool is_greeting = turn.occasion.kind == Occasion::Kind::connect;
  return {answer.data, imap::encode(is_greeting ? "" : tag_of(turn), answer.reply),
          code_of(answer.reply.status)};
}

std::string ImapFlow::take_news(const Turn& turn) {
  return turn.command ? server_.take_news(command_of(turn)) : "";
}

void ImapFlow::say_honestly(Turn& turn) {
  turn.answered = true;
  if (!turn.occasion.wants_answer()) return;
  const bool dismissed = object_to_session(turn).has_value();
  const bool is_greeting = turn.occasion.kind == Occasion::Kind::connect;
  if (is_greeting && director_.play().section.greeting && !dismissed) return greet_as_told(turn);
  imap::Answer answer = honest_reply(turn);
  const Status status = answer.reply.status;
  // A literal that nobody waits for needs no word.
  const bool is_silent = turn.occasion.kind == Occasion::Kind::literal && status == Status::go_on &&
                         announced_->is_non_synchronizing;
  if (!turn.hint.empty()) answer.reply.text += " (" + turn.hint + ")";
  turn.hang_up = turn.hang_up || dismissed;
  const std::string tag(tag_of(turn));
  to_save_ = std::move(answer.to_save);
  believe(turn, code_of(status), honest);
  if (is_silent) return;
  // What others did is told before the command is done: RFC 9051 sec 5.2.
  if (status != Status::go_on) answer.data += take_news(turn);
  say(answer.data + imap::encode(tag, answer.reply), status, honest);
}

void ImapFlow::say(std::string octets, Status status, std::string_view by) {
  stage_.outbox.say(stage_.keep(octets), code_of(status), by);
}

void ImapFlow::refuse(const std::string& text, std::string_view by) {
  say(imap::encode(tag_, {Status::bad, "", text}), Status::bad, by);
}

// --- scripted ---

// What is neither untagged nor a continuation request gets the tag of the command at hand. BYE and
// PREAUTH are never tagged: RFC 9051 sec 7.1.4, 7.1.5.
std::string ImapFlow::worded(const Turn& turn, std::string line) const {
  const auto reply = imap::parse_reply(line);
  if (!reply || reply->status == Status::go_on || line.starts_with('*')) return line;
  const std::string_view tag = reply->is_untagged ? std::string_view() : tag_of(turn);
  return (tag.empty() ? "*" : std::string(tag)) + " " + line;
}

void ImapFlow::say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  turn.answered = true;
  std::string octets;
  std::optional<ReplyCode> last;
  for (const std::string& line : lines) {
    const auto reply = imap::parse_reply(line);
    const bool is_final = reply && reply->status && (!reply->is_untagged || commands_ == 0);
    const bool ends = reply && reply->status == Status::bye;
    if (is_final || ends) last = code_of(*reply->status);
    octets += worded(turn, line) + "\r\n";
  }
  if (last) believe_scripted(turn, *last, by, effect);
  stage_.outbox.say(stage_.keep(octets), last.value_or(ReplyCode()), by);
}

std::optional<ReplyCode> ImapFlow::final_code(std::string_view line) const {
  // Behind the tag, whatever that is; the greeting has none.
  const std::size_t space = line.find(' ');
  const std::string_view first = line.substr(0, space);
  const bool is_tagged = first != "*" && first != "+" && space != std::string_view::npos;
  const auto reply = imap::parse_reply(is_tagged ? line.substr(space + 1) : line);
  if (!reply || !reply->status) return std::nullopt;
  const bool is_final = is_tagged || first == "+" || commands_ == 0 || reply->status == Status::bye;
  return is_final ? std::optional(code_of(*reply->status)) : std::nullopt;
}

// --- effects ---

void ImapFlow::believe(Turn& turn, ReplyCode code, std::string_view) {
  // An effect happens at most once a command.
  if (turn.effect_done) return;
  turn.effect_done = true;
  apply(turn, imap_status_of(code));
}

void ImapFlow::apply(const Turn& turn, Status status) {
  if (turn.occasion.kind == Occasion::Kind::literal) {
    refused_ = status != Status::go_on;
    return;
  }
  if (status == Status::bye) return server_.abandon();
  if (turn.occasion.kind == Occasion::Kind::connect) {
    // Somebody has to be logged in: the first who could.
    const auto& accounts = director_.play().scenario->accounts;
    if (status == Status::preauth) {
      server_.begin_authenticated(accounts.empty() ? "user" : accounts.front().user);
    }
    return;
  }
  const bool was_known = server_.session().authenticated();
  if (login_) server_.claim(std::string(login_->user()));
  if (const imap::Command* const command = command_of(turn)) {
    server_.apply(*command, status, std::exchange(to_save_, std::nullopt));
  } else if (turn.occasion.kind == Occasion::Kind::sasl) {
    server_.apply_sasl(status);
  }
  if (!was_known && server_.session().authenticated()) {
    note_authenticated(server_.user(), login_ ? login_->mechanism() : "LOGIN");
  }
}

}  // namespace postiche::engine
