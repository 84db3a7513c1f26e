// SPDX-License-Identifier: MIT
#include "harness/imap/server.h"

#include <utility>

#include "harness/base/show.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/needs.h"
#include "harness/imap/news/news.h"

// Which command may come, and what becomes of the session; what is said to each command stands with
// its family (handlers.h).

namespace postiche::imap {

namespace {

// RFC 2177 sec 3
Answer answer_done(const Command& command) {
  if (command.verb == Verb::done) return ok("IDLE done");
  return bad("DONE ends IDLE, and nothing else does");
}

Answer answer_out_of_order(const Session& session, const Command& command) {
  const std::string verb(full_name(command));
  if (session.state == State::logout) return bad("The session is over");
  if (command.verb == Verb::done) return bad("There is no IDLE to end");
  if (!may_come(State::selected, command.verb)) return bad("You are logged in already");
  if (session.state == State::not_authenticated) return bad("Log in before " + verb);
  return bad("Select a mailbox before " + verb);
}

}  // namespace

Stage Session::stage() const {
  if (authenticated()) return secured ? Stage::tls_authenticated : Stage::authenticated;
  return secured ? Stage::tls : Stage::plain;
}

Server::Server(const Settings& settings, Knowledge knowledge)
    : session_(settings, std::move(knowledge)) {}

// The capabilities save the client a command: RFC 9051 sec 7.1.
Reply Server::greeting() const {
  const Status status = session_.authenticated() ? Status::preauth : Status::ok;
  return {status, capability_code(session_), session_.settings->domain + " IMAP ready"};
}

void Server::begin_authenticated(std::string user) { let_in(session_, std::move(user)); }

Answer Server::answer(const Command& command) const {
  if (idling()) return answer_done(command);
  if (command.tag.empty()) return bad(in_words(command.fault));
  if (command.verb == Verb::unknown) return bad(in_words(command.fault));
  // Who has TLS already is told so, instead of that there is none.
  const bool has_tls = command.verb == Verb::starttls && session_.secured;
  if (!has_tls && !allows(session_.offer(), command.verb)) {
    return bad(std::string(full_name(command)) + " is not implemented");
  }
  if (!may_come(session_.state, command.verb)) return answer_out_of_order(session_, command);
  if (!command.well_formed()) return bad(in_words(command.fault));
  if (const auto need = missing_extension(session_.offer(), command); !need.empty()) {
    return bad(std::string(need) + " is not implemented");
  }
  return handler_of(command.verb).answer(session_, command);
}

// What others did is told, what the client did itself is not: RFC 5465 sec 5.
void Server::apply(const Command& command, Status status,
                   std::optional<std::vector<store::Uid>> to_save) {
  session_.unsaid += watch_news(session_);
  apply_reply(command, status, std::move(to_save));
  if (session_.watch) session_.watch->learn(session_.mailboxes());
}

void Server::apply_reply(const Command& command, Status status,
                         std::optional<std::vector<store::Uid>> to_save) {
  if (closing()) return;
  if (session_.selected) session_.selected->to_save = std::move(to_save);
  // Whatever is said to what ends IDLE: the client has left it.
  if (idling()) session_.state = session_.selected ? State::selected : State::authenticated;
  // A SELECT that fails leaves no mailbox open: RFC 9051 sec 6.3.2.
  const bool selects = command.verb == Verb::select || command.verb == Verb::examine;
  if (status == Status::no && selects && session_.selected) return leave_mailbox(session_);
  if (status == Status::go_on) {
    if (command.verb == Verb::authenticate) session_.state = State::auth;
    if (command.verb == Verb::idle) session_.state = State::idle;
    return;
  }
  if (status == Status::bye) return abandon();
  if (status == Status::no) fail_search(session_, command);
  if (status != Status::ok) {
    // There is no way to keep a client from leaving.
    if (command.verb == Verb::logout) apply_logout(session_, command);
    return;
  }
  if (command.verb == Verb::authenticate) return apply_sasl(status);
  if (const auto apply = handler_of(command.verb).apply) apply(session_, command);
}

bool Server::has_news() const {
  const bool is_of_mailbox = session_.selected && may_have_news(session_);
  return is_of_mailbox || !session_.unsaid.empty() ||
         (watches() && session_.watch->is_stale(session_.mailboxes()));
}

std::string Server::take_news(const Command* command) {
  std::string news = news_for(session_, command);
  news += std::exchange(session_.unsaid, {});
  return news += watch_news(session_);
}

std::optional<Reply> Server::object_to_literal(Verb verb, const Announcement& literal) const {
  const bool is_message = verb == Verb::append || verb == Verb::replace;
  const std::uint64_t most = is_message ? message_limit(session_) : session_.settings->max_literal;
  if (literal.size > most && verb == Verb::setmetadata) return refuse_large_note().reply;
  // RFC 7889 sec 3.2, RFC 5530 sec 3
  if (literal.size > most) {
    return Reply{Status::no, is_message ? "TOOBIG" : "LIMIT", "The literal is too large"};
  }
  if (!literal.is_non_synchronizing || session_.offers("LITERAL+")) return std::nullopt;
  // RFC 7888 sec 5
  const bool short_enough = literal.size <= 4096;
  if (short_enough && (session_.offers("LITERAL-") || session_.offers("IMAP4rev2"))) {
    return std::nullopt;
  }
  return Reply{Status::bad, "", "Wait for the continuation request before you send a literal"};
}

// --- AUTHENTICATE ---

Reply Server::answer_login(std::string_view user) const { return answer_user(session_, user); }

void Server::apply_sasl(Status status) {
  if (closing() || status == Status::go_on) return;
  session_.state = State::not_authenticated;
  if (status == Status::ok) let_in(session_, session_.claimed);
}

// --- the layers below ---

void Server::on_secured() {
  Session fresh(*session_.settings, std::move(session_.knowledge));
  fresh.secured = true;
  session_ = std::move(fresh);
}

void Server::abandon() {
  session_.state = State::logout;
  session_.selected.reset();
}

}  // namespace postiche::imap
