// SPDX-License-Identifier: MIT
#include "harness/scenario/tls.h"

namespace postiche::scenario {
namespace {

template <typename To, typename From>
void put(To& to, const std::optional<From>& from) {
  if (from) to = *from;
}

}  // namespace

void TlsChange::apply(tls::Settings& settings) const {
  put(settings.certificate, certificate);
  put(settings.lowest, lowest);
  put(settings.highest, highest);
  put(settings.ciphers, ciphers);
  put(settings.protocols, protocols);
  put(settings.client_certificate, client_certificate);
  put(settings.resumes, resumes);
  put(settings.breaks, breaks);
}

}  // namespace postiche::scenario
