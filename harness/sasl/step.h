// SPDX-License-Identifier: MIT
#pragma once
// What the server's side of an exchange answers: the next challenge, or how it ended.

#include <cstdint>
#include <string>
#include <string_view>

namespace postiche::sasl {

enum class Failure : std::uint8_t {
  none,
  malformed,                    // what the client said is not of the mechanism's grammar
  unexpected_initial_response,  // the server speaks first: RFC 4954 sec 4 has 501 for it
  unknown_user,
  wrong_password,       // or token
  wrong_nonce,          // not the one of this exchange: replayed, or made up
  other_authorization,  // the user is right, but may not act as who it asks to be
  mechanism_refused,    // the account does not use this one
  binding_mismatch,     // the client's channel is another than ours: somebody stands between
  binding_unsupported,  // of a type that this channel has not, or there is no channel
  downgrade,            // the client believes that -PLUS is not offered, and it is
  no_certificate,       // EXTERNAL, and the client showed none
  cancelled,
  not_spoken,    // a mechanism known by name only
  out_of_order,  // ours or the caller's: the exchange has ended, or has not begun
};

// "wrong-password", as a scenario writes it; "" for none.
std::string_view name(Failure failure);

struct Step {
  enum class Kind : std::uint8_t { challenge, success, failure };
  Kind kind = Kind::failure;
  std::string challenge;            // octets, not yet in base64; may be empty
  Failure failure = Failure::none;  // why
  std::string text;                 // the same in words, for people
};

}  // namespace postiche::sasl
