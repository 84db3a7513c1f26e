// SPDX-License-Identifier: MIT
#pragma once
// Passwords and tokens that whoever reads along has: RFC 8314 sec 3.

#include <string_view>

#include "harness/base/ascii.h"
#include "harness/judge/finder.h"

namespace postiche::judge {

// Whether this mechanism says the secret itself.
inline bool tells_secret(std::string_view mechanism) {
  constexpr std::string_view plain[] = {"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"};
  return ascii::contains_ignoring_case(plain, mechanism);
}

// A password or token was said. What that is worth the profile decides.
inline void judge_secret(const transcript::Event& event, bool is_secured, Finder& finder) {
  if (is_secured) {
    finder.good(event);
  } else if (finder.profile().tls == TlsProfile::required) {
    finder.breach(event, "a password or token was sent in clear");
  } else if (finder.profile().tls == TlsProfile::opportunistic) {
    finder.slip(event, "a password or token was sent in clear");
  }
}

}  // namespace postiche::judge
