// SPDX-License-Identifier: MIT
#pragma once
// How TLS differs from the honest server's: in the whole scenario, or in one handshake.

#include <optional>
#include <string>
#include <vector>

#include "harness/tls/settings.h"

namespace postiche::scenario {

// What is not said stays as it is.
struct TlsChange {
  std::optional<tls::Certificate> certificate;
  std::optional<tls::Version> lowest, highest;
  std::optional<std::vector<std::string>> ciphers, protocols;
  std::optional<tls::ClientCertificate> client_certificate;
  std::optional<bool> resumes;
  std::optional<tls::Break> breaks;

  void apply(tls::Settings& settings) const;
};

}  // namespace postiche::scenario
