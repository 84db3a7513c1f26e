// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanism.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"

namespace postiche::sasl {

namespace {

using enum Side;

// clang-format off
//   id                      name                   first   secret          of TLS
constexpr std::array<Mechanism, 13> table = {{
  {Id::scram_sha_256_plus, "SCRAM-SHA-256-PLUS", client, Secret::proven, TlsFacts::channel_binding},
  {Id::scram_sha_1_plus,   "SCRAM-SHA-1-PLUS",   client, Secret::proven, TlsFacts::channel_binding},
  {Id::scram_sha_256,      "SCRAM-SHA-256",      client, Secret::proven, TlsFacts::none},
  {Id::scram_sha_1,        "SCRAM-SHA-1",        client, Secret::proven, TlsFacts::none},
  {Id::oauthbearer,        "OAUTHBEARER",        client, Secret::token,  TlsFacts::none},
  {Id::xoauth2,            "XOAUTH2",            client, Secret::token,  TlsFacts::none},
  {Id::external,           "EXTERNAL",           client, Secret::none,   TlsFacts::client_certificate},
  {Id::digest_md5,         "DIGEST-MD5",         server, Secret::proven, TlsFacts::none},
  {Id::cram_md5,           "CRAM-MD5",           server, Secret::hashed, TlsFacts::none},
  {Id::plain,              "PLAIN",              client, Secret::sent,   TlsFacts::none},
  {Id::login,              "LOGIN",              server, Secret::sent,   TlsFacts::none},
  {Id::anonymous,          "ANONYMOUS",          client, Secret::none,   TlsFacts::none},
  {Id::ntlm,               "NTLM",               client, Secret::hashed, TlsFacts::none, false},
}};
// clang-format on

}  // namespace

std::span<const Mechanism> mechanisms() { return table; }

const Mechanism* find(std::string_view name) {
  const auto same = [&](const Mechanism& each) {
    return ascii::equal_ignoring_case(each.name, name);
  };
  const auto found = std::find_if(table.begin(), table.end(), same);
  return found == table.end() ? nullptr : &*found;
}

const Mechanism& mechanism(Id id) {
  const Mechanism& found = table.at(static_cast<std::size_t>(id));
  POSTICHE_CHECK(found.id == id);
  return found;
}

}  // namespace postiche::sasl
