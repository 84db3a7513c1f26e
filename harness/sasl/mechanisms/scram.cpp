// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanisms/scram.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

// SaltedPassword  := Hi(Normalize(password), salt, i)               RFC 5802 sec 3
// ClientKey       := HMAC(SaltedPassword, "Client Key")
// StoredKey       := H(ClientKey)
// ClientSignature := HMAC(StoredKey, AuthMessage)
// ClientProof     := ClientKey XOR ClientSignature
// ServerKey       := HMAC(SaltedPassword, "Server Key")
// ServerSignature := HMAC(ServerKey, AuthMessage)
ScramProof scram_proof(const ScramSalting& salting, std::string_view password,
                       std::string_view auth_message) {
  const digest::Hash hash = salting.hash;
  const std::string salted =
      digest::pbkdf2(hash, prepared_or_same(password), salting.salt, salting.iterations);
  const std::string client_key = digest::hmac(hash, salted, "Client Key");
  ScramProof proof;
  proof.client_proof = digest::hmac(hash, digest::sum(hash, client_key), auth_message);
  for (std::size_t i = 0; i < client_key.size(); ++i) {
    proof.client_proof[i] = static_cast<char>(proof.client_proof[i] ^ client_key[i]);
  }
  proof.server_signature =
      digest::hmac(hash, digest::hmac(hash, salted, "Server Key"), auth_message);
  return proof;
}

std::optional<std::vector<ScramAttribute>> read_scram(std::string_view message) {
  std::vector<ScramAttribute> attributes;
  for (const std::string_view part : ascii::split(message, ',')) {
    if (part.size() < 2 || !ascii::is_alpha(part[0]) || part[1] != '=') return std::nullopt;
    attributes.push_back({part[0], part.substr(2)});
  }
  return attributes;
}

bool is_scram_nonce(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= '!' && c <= '~' && c != ','; });
}

bool is_plus(std::string_view mechanism) { return mechanism.ends_with("-PLUS"); }

// RFC 7677 sec 2 has SHA-256 where RFC 5802 has SHA-1.
digest::Hash hash_of(Id id) {
  return id == Id::scram_sha_256 || id == Id::scram_sha_256_plus ? digest::Hash::sha256
                                                                 : digest::Hash::sha1;
}

}  // namespace postiche::sasl
