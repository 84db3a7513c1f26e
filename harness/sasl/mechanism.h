// SPDX-License-Identifier: MIT
#pragma once
// The mechanisms of authentication, RFC 4422: what each is like, one table. How each goes stands in
// mechanisms/, one file each; no protocol knows them by name.

#include <cstdint>
#include <span>
#include <string_view>

namespace postiche::sasl {

enum class Id : std::uint8_t {
  scram_sha_256_plus,
  scram_sha_1_plus,
  scram_sha_256,
  scram_sha_1,
  oauthbearer,
  xoauth2,
  external,
  digest_md5,
  cram_md5,
  plain,
  login,
  anonymous,
  ntlm,
};

enum class Side : std::uint8_t { client, server };

// What becomes of the password.
enum class Secret : std::uint8_t {
  none,    // there is none
  sent,    // goes over the wire as it is
  token,   // a bearer token in its place, and that goes over the wire as it is
  hashed,  // a digest goes, which a server can check only if it knows the password
  proven,  // the same, and the server proves that it knows it too
};

// What the two sides must know of the TLS below them.
enum class TlsFacts : std::uint8_t { none, channel_binding, client_certificate };

struct Mechanism {
  Id id;
  std::string_view name;  // as the registry of mechanisms writes it
  Side first;             // who speaks first
  Secret secret;
  TlsFacts tls;
  bool spoken = true;  // false: known by name only, an exchange of it fails at once

  // To be offered under TLS only: RFC 4616 sec 6, RFC 4954 sec 4.
  bool sends_secret() const { return secret == Secret::sent || secret == Secret::token; }
  bool server_must_know_password() const {
    return secret == Secret::hashed || secret == Secret::proven;
  }
  // Whether a server without accounts can honestly take whatever a client says. Where the server
  // has to prove itself it can't: there, only Knowledge's default password is right.
  bool takes_anything() const { return secret != Secret::proven; }
};

// The strongest first: a client takes the first that both sides have.
std::span<const Mechanism> mechanisms();
// Ignoring case; null for a name that nobody knows.
const Mechanism* find(std::string_view name);
const Mechanism& mechanism(Id id);

}  // namespace postiche::sasl
