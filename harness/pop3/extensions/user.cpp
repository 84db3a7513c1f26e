// SPDX-License-Identifier: MIT
// USER and PASS, and APOP, which is no capability but goes the same way: RFC 1939 sec 7.

#include <algorithm>
#include <initializer_list>

#include "harness/base/ascii.h"
#include "harness/base/digest.h"
#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3 {

namespace {

// RFC 3206 sec 5
Reply wrong_credentials() { return {Status::err, "AUTH", "Wrong user or password"}; }

// Whether the account may log in by one of these.
bool may_use(const postiche::sasl::Account& account, std::initializer_list<std::string_view> ways) {
  return account.mechanisms.empty() || std::any_of(ways.begin(), ways.end(), [&](auto way) {
           return ascii::contains_ignoring_case(account.mechanisms, way);
         });
}

// Names and passwords beyond ASCII are for who was promised that they are read: RFC 6856 sec 2.2.
std::optional<Reply> object_to_8bit(const Command& command, const Server& server) {
  if (!ascii::has_8bit(command.argument)) return std::nullopt;
  if (ascii::contains_ignoring_case(server.offer().words("UTF8"), "USER")) return std::nullopt;
  return Reply{Status::err, "", "Only ASCII is read here"};
}

// Anybody is welcome before the password is known, so that nobody learns who has an account:
// RFC 1939 sec 7 lets a server say +OK where there is no such mailbox.
Reply answer_user(const Command& command, const Server& server) {
  if (auto objection = object_to_8bit(command, server)) return *std::move(objection);
  return {Status::ok, "", "Now the password"};
}

Reply answer_pass(const Command& command, const Server& server) {
  if (auto objection = object_to_8bit(command, server)) return *std::move(objection);
  const Knowledge& known = server.knowledge();
  if (!known.find) return server.answer_login(server.user());
  const auto account = known.find(server.user());
  // A password as it is, as PLAIN sends it.
  const bool right =
      account && account->takes(command.password) && may_use(*account, {"USER", "PLAIN", "LOGIN"});
  return right ? server.answer_login(server.user()) : wrong_credentials();
}

Reply answer_user_or_pass(const Command& command, const Server& server) {
  return command.verb == Verb::user ? answer_user(command, server) : answer_pass(command, server);
}

}  // namespace

// digest: MD5 of the timestamp, brackets included, and the secret    RFC 1939 sec 7
Reply Server::answer_apop(const Command& command) const {
  if (auto objection = object_to_8bit(command, *this)) return *std::move(objection);
  if (!knowledge_.find) return answer_login(command.user);
  const auto account = knowledge_.find(command.user);
  if (!account) return wrong_credentials();
  const std::string wanted =
      digest::hex(digest::sum(digest::Hash::md5, knowledge_.timestamp + account->password));
  const bool right = wanted == ascii::to_lower(command.digest) && may_use(*account, {"APOP"});
  return right ? answer_login(command.user) : wrong_credentials();
}

namespace extensions {

constinit const Extension user = {
    .keyword = "USER", .line = "USER", .verb = Verb::user, .answer = answer_user_or_pass};

}  // namespace extensions
}  // namespace postiche::pop3
