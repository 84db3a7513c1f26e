// SPDX-License-Identifier: MIT
#pragma once
// What both sides of SCRAM share: how proofs are made, and how messages are taken apart. RFC 5802.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/digest.h"

namespace postiche::sasl {

// What can be computed from the password: RFC 5802 sec 3.
struct ScramProof {
  std::string client_proof;
  std::string server_signature;
};

struct ScramSalting {
  digest::Hash hash;
  std::string salt;  // raw octets
  std::uint32_t iterations;
};

// `auth_message` is client-first-message-bare "," server-first-message ","
// client-final-message-without-proof.
ScramProof scram_proof(const ScramSalting& salting, std::string_view password,
                       std::string_view auth_message);

// attr-val = ALPHA "=" value                                       RFC 5802 sec 7
struct ScramAttribute {
  char name;
  std::string_view value;
};
// A message's attributes in order; nothing where some part of it is none.
std::optional<std::vector<ScramAttribute>> read_scram(std::string_view message);

// printable = %x21-2B / %x2D-7E, and at least one of them          RFC 5802 sec 7
bool is_scram_nonce(std::string_view text);

// Whether the mechanism's name ends in -PLUS.
bool is_plus(std::string_view mechanism);

}  // namespace postiche::sasl
