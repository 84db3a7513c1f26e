// SPDX-License-Identifier: MIT
// LOGIN: the server asks for the name, then for the password. No RFC has it, but every server that
// meets old clients. Who speaks it goes by the order of the questions, for their words differ.

#include "harness/sasl/machines.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

// Name or password: ends of strings as C has them, and what a shell's echo adds. The latter stays:
// no server takes it off, and the text of the failure shows it.
std::string read(std::string_view response, Hearing& hearing) {
  while (!response.empty() && response.back() == '\0') {
    hearing.note("trailing-nul");
    response.remove_suffix(1);
  }
  if (response.ends_with('\n')) hearing.note("trailing-newline");
  return prepared_or_same(response, hearing.deviations);
}

}  // namespace

// These words are what clients have seen everywhere, some of which compare them.
Step LoginServer::open(Hearing& hearing) const { return hearing.challenge("Username:"); }

Step LoginServer::hear(std::string_view response, Hearing& hearing) {
  if (!has_user_) {
    has_user_ = true;
    hearing.user = read(response, hearing);
    if (hearing.user.empty()) return hearing.malformed("empty-user");
    return hearing.challenge("Password:");
  }
  hearing.secret = read(response, hearing);
  if (hearing.secret.empty()) return hearing.malformed("empty-password");
  return hearing.check_secret();
}

std::optional<std::string> LoginClient::answer(std::string_view, Speaking& speaking) {
  ++asked_;
  if (asked_ > 2) return speaking.give_up("the server asks a third question");
  speaking.satisfied = asked_ == 2;
  return asked_ == 1 ? speaking.credentials.user : speaking.credentials.secret;
}

}  // namespace postiche::sasl
