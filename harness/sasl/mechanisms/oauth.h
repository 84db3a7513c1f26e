// SPDX-License-Identifier: MIT
#pragma once
// What XOAUTH2 and OAUTHBEARER share: pairs of key and value with %x01 behind each, a bearer token
// among them, and a server that explains its refusal before it refuses.

#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/hearing.h"

namespace postiche::sasl {

inline constexpr std::string_view pair_end = "\x01";

class OauthPairs {
 public:
  // *( key "=" value %x01 ) %x01                                     RFC 7628 sec 3.1
  // Views are of `text`. Deviations: missing-end.
  OauthPairs(std::string_view text, Deviations& deviations);

  // Some part of it was no pair.
  bool broken() const { return broken_; }
  // Of the first with that key, which is in lower case; nothing where there is none.
  std::optional<std::string_view> value(std::string_view key) const;

 private:
  std::string_view text_;
  bool broken_ = false;
};

// Takes the token from the pair "auth" into hearing.secret; a failure where that is none.
// Deviations: odd-token.
std::optional<Step> take_token(const OauthPairs& pairs, Hearing& hearing);

std::string auth_pair(std::string_view token);

}  // namespace postiche::sasl
