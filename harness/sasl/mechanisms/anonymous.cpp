// SPDX-License-Identifier: MIT
// ANONYMOUS: the client says nobody, and leaves a word to be traced by. RFC 4505.

#include "harness/base/utf8.h"
#include "harness/sasl/machines.h"

namespace postiche::sasl {

namespace {

std::size_t characters_in(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    const std::size_t size = utf8::leading_character(text);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return count;
}

}  // namespace

// message = [ email / token ]       token = 1*255TCHAR          RFC 4505 sec 2
// Where the mechanism is offered, nobody is welcome, with accounts or without.
Step AnonymousServer::hear(std::string_view response, Hearing& hearing) {
  hearing.user = "anonymous";
  hearing.trace = response;
  if (response.find('\0') != std::string_view::npos) return hearing.malformed("nul-byte");
  if (!utf8::is_valid(response)) hearing.note("invalid-utf8");
  if (characters_in(response) > 255) return hearing.malformed("trace-too-long");
  return hearing.grant();
}

std::optional<std::string> AnonymousClient::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  return speaking.credentials.user;
}

}  // namespace postiche::sasl
