// SPDX-License-Identifier: MIT
#pragma once
// What each side brings into an exchange. Plain values: no randomness is made here and no clock is
// read, so that an exchange can be repeated.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"

namespace postiche::sasl {

// What the channel below is known by on both sides: RFC 5929 sec 3, 4 and RFC 9266 sec 2. Raw
// octets; empty where there is none.
struct Bindings {
  std::string tls_unique, tls_server_end_point, tls_exporter;

  // By its registered name, "tls-unique"; empty where there is none.
  std::string_view of(std::string_view type) const;
  // The type that a client should take, the best first; "" where there is none at all.
  std::string_view best() const;
};

// The password of everybody on a server without accounts, where it has to prove that it knows it.
inline constexpr std::string_view default_password = "secret";

struct Account {
  std::string password;                      // or token; of who has none, `default_password`
  std::vector<std::string> mechanisms = {};  // those it may use; empty: all
  bool any_password = false;                 // is right where it is sent as it is

  bool takes(std::string_view sent) const { return any_password || password == sent; }
};

struct Knowledge {
  // Nothing where there is no such user. Not set: a server without accounts, where anything goes.
  // There PLAIN, LOGIN, CRAM-MD5, XOAUTH2 and OAUTHBEARER take any user with any password, digest
  // or token; SCRAM and DIGEST-MD5, whose clients want to see proof, take any user with
  // `default_password`. EXTERNAL wants a certificate all the same.
  std::function<std::optional<Account>(std::string_view user)> find;
  // Whether a user may act as somebody else. Not set: nobody may, but where anything goes.
  std::function<bool(std::string_view user, std::string_view identity)> may_act_as;
  // Whose token it is, for OAUTHBEARER's clients that name nobody. Not set: nobody's.
  std::function<std::optional<std::string>(std::string_view token)> owner_of_token;

  std::string host = "mx.example.com";
  std::string realm;             // of DIGEST-MD5; empty: the host
  std::string service = "smtp";  // by its registered name
  std::string nonce;             // see make_nonce(); printable, without , " \ < >
  VirtualTime now;               // CRAM-MD5's challenge tells it
  std::string salt;  // SCRAM's, raw octets; empty: one for each user, made from host and name
  std::uint32_t iterations = 4096;  // SCRAM's: RFC 7677 sec 4 wants no fewer
  Bindings bindings;
  bool offers_plus = false;      // a -PLUS mechanism stood in the offer
  std::string certificate_name;  // whom the client's certificate names; empty: it showed none
};

// What a client has to show for itself.
struct Credentials {
  std::string user;
  std::string secret;    // password or token
  std::string identity;  // whom to act as; empty: the user
  std::string host;      // the server's, as the client knows it
  std::uint16_t port = 0;
  std::string service = "smtp";
  std::string nonce;  // see make_nonce()
  Bindings bindings;
};

// Printable, the same for the same seed and question. Not for secrets.
std::string make_nonce(std::uint64_t seed, std::string_view question);

}  // namespace postiche::sasl
