// SPDX-License-Identifier: MIT
#pragma once
// Writes one certificate or revocation list, as PEM. Knows nothing of what it is for.

#include <cstdint>
#include <string>
#include <vector>

#include "harness/tls/library.h"

namespace postiche::tls {

struct Contents {
  enum class Use : std::uint8_t { authority, server, client };

  std::string name;    // the subject's common name
  std::string serial;  // big-endian, at most 20 octets, the first bit zero
  std::int64_t from{}, until{};
  Use use = Use::server;
  std::vector<std::string> hosts;  // dNSName
  bool is_loopback = false;        // iPAddress 127.0.0.1 and ::1
  std::string crl_url;             // where to ask whether it is revoked; empty: nowhere
  mbedtls_md_type_t digest = MBEDTLS_MD_SHA256;
};

// Who signs.
struct Signer {
  std::string name;
  Key key;
};

// RFC 5280 sec 4.1
std::string write_certificate(const Contents& contents, Key& key, Signer& signer, Random& random);

struct Revocations {
  std::vector<std::string> serials;
  std::int64_t from{}, until{};
};

// RFC 5280 sec 5.1. `issuer` is the certificate of `signer`, whose key is of ECDSA.
std::string write_revocations(const Revocations& revocations, const Chain& issuer, Signer& signer,
                              Random& random);

}  // namespace postiche::tls
