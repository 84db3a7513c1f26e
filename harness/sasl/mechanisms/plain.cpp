// SPDX-License-Identifier: MIT
// PLAIN: everything in one message, the password as it is. RFC 4616.

#include "harness/sasl/machines.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

constexpr std::string_view nul("\0", 1);

std::string_view take_to_nul(std::string_view& rest) {
  const std::string_view part = rest.substr(0, rest.find('\0'));
  rest.remove_prefix(part.size() + (part.size() < rest.size() ? 1 : 0));
  return part;
}

}  // namespace

// message = [authzid] UTF8NUL authcid UTF8NUL passwd                RFC 4616 sec 2
Step PlainServer::hear(std::string_view response, Hearing& hearing) {
  const std::size_t first = response.find('\0');
  const std::size_t second =
      first == std::string_view::npos ? first : response.find('\0', first + 1);
  if (second == std::string_view::npos) return hearing.malformed("missing-nul");
  const std::string_view identity = take_to_nul(response);
  std::string_view user = take_to_nul(response);
  // Made by those who close the last string as C does.
  while (!response.empty() && response.back() == '\0') {
    hearing.note("trailing-nul");
    response.remove_suffix(1);
  }
  if (user.empty() && !identity.empty()) {
    hearing.note("missing-authcid");
    user = identity;
  }
  hearing.user = prepared_or_same(user, hearing.deviations);
  hearing.identity = prepared_or_same(identity, hearing.deviations);
  hearing.secret = response;
  if (response.find('\0') != std::string_view::npos) return hearing.malformed("extra-nul");
  // What is empty after its preparation is no name and no password: RFC 4616 sec 2.
  if (hearing.user.empty()) return hearing.malformed("empty-user");
  if (prepared_or_same(hearing.secret, hearing.deviations).empty()) {
    return hearing.malformed("empty-password");
  }
  return hearing.check_secret();
}

std::optional<std::string> PlainClient::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  const Credentials& own = speaking.credentials;
  return own.identity + std::string(nul) + own.user + std::string(nul) + own.secret;
}

}  // namespace postiche::sasl
