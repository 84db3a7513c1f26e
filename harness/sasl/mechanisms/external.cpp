// SPDX-License-Identifier: MIT
// EXTERNAL: who the client is has been shown below already, by its certificate. RFC 4422 sec A.

#include "harness/sasl/machines.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

// initial-response = external-initial-response              RFC 4422 sec A.1
// external-initial-response = *( UTF8-char-no-nul )
Step ExternalServer::hear(std::string_view response, Hearing& hearing) {
  hearing.user = hearing.knowledge.certificate_name;
  if (response.find('\0') != std::string_view::npos) return hearing.malformed("nul-byte");
  hearing.identity = prepared_or_same(response, hearing.deviations);
  if (hearing.user.empty()) {
    return hearing.fail(Failure::no_certificate, "the client showed no certificate");
  }
  if (!hearing.account()) return hearing.unknown_user();
  return hearing.grant();
}

std::optional<std::string> ExternalClient::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  return speaking.credentials.identity;
}

}  // namespace postiche::sasl
