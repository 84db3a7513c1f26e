// SPDX-License-Identifier: MIT
#include "harness/sasl/knowledge.h"

#include "harness/base/base64.h"
#include "harness/base/random.h"

namespace postiche::sasl {

std::string_view Bindings::of(std::string_view type) const {
  if (type == "tls-exporter") return tls_exporter;
  if (type == "tls-unique") return tls_unique;
  if (type == "tls-server-end-point") return tls_server_end_point;
  return {};
}

// tls-unique is not defined for TLS 1.3, and tls-exporter is the default there: RFC 9266 sec 3.
std::string_view Bindings::best() const {
  for (const std::string_view type : {"tls-exporter", "tls-unique", "tls-server-end-point"}) {
    if (!of(type).empty()) return type;
  }
  return {};
}

// 144 bits, in the alphabet of base64: RFC 5802 sec 5.1 forbids the comma, RFC 2831 sec 2.1.1 the
// quote, and a message id (CRAM-MD5) the brackets.
std::string make_nonce(std::uint64_t seed, std::string_view question) {
  std::string octets;
  for (const char part : {'1', '2', '3'}) {
    std::uint64_t number = seeded_number(seed, std::string(question) + part);
    for (int i = 0; i < 6; ++i, number >>= 8) octets += static_cast<char>(number & 0xFF);
  }
  return base64::encode(octets);
}

}  // namespace postiche::sasl
