// SPDX-License-Identifier: MIT
#include "harness/engine/offer_change.h"

#include "harness/sasl/mechanism.h"
#include "harness/tls/settings.h"

namespace postiche::engine {

std::vector<std::string> lines_of(const std::vector<scenario::Capability>& capabilities) {
  std::vector<std::string> lines;
  for (const scenario::Capability& capability : capabilities) lines.push_back(capability.line);
  return lines;
}

std::string mechanisms_for(const scenario::Scenario& scenario, Line line) {
  std::string all;
  for (const sasl::Mechanism& one : sasl::mechanisms()) {
    const bool old = one.id == sasl::Id::digest_md5 || one.id == sasl::Id::anonymous;
    const bool binds = one.tls == sasl::TlsFacts::channel_binding;
    const bool certifies = one.tls == sasl::TlsFacts::client_certificate;
    const bool asked = scenario.tls.client_certificate.value_or(tls::ClientCertificate::unwanted) !=
                       tls::ClientCertificate::unwanted;
    if (!one.spoken || old || (!scenario.has_accounts && !one.takes_anything())) continue;
    if ((binds || certifies) && line != Line::secured) continue;
    if (certifies && !asked) continue;
    all.append(" ").append(one.name);
  }
  return all;
}

}  // namespace postiche::engine
