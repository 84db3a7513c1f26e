// SPDX-License-Identifier: MIT
#pragma once
// How SMTP, IMAP and POP3 carry an exchange: octets in base64, one line each. The same in all three
// (RFC 4954 sec 4, RFC 9051 sec 6.2.2, RFC 5034 sec 4); what stands before them on the line is not.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/sasl/deviations.h"

namespace postiche::sasl {

// Of one line, without its ending: RFC 4954 sec 4.
inline constexpr std::size_t longest_line = 12288;

// An initial response stands with the command, a response on a line of its own. The one may be "=",
// which is an empty one, and the other "*", which gives up.
enum class Part : std::uint8_t { initial_response, response };

struct Response {
  enum class Kind : std::uint8_t { octets, cancelled, malformed, over_long };
  Kind kind = Kind::octets;
  std::string octets;
  Deviations deviations;
};

// Total. Deviations:
//   let through  missing-padding, non-zero-padding-bits, url-safe-alphabet, white-space-in-base64,
//                folded-base64 (CR or LF inside), empty-initial-response (should be "="),
//                equals-sign-for-empty (in a response, where an empty line is one)
//   malformed    stray-character, misplaced-padding, cut-short
// Malformed and over-long lines have no octets; 501 5.5.2 and 500 5.5.6 are SMTP's answers.
Response decode_response(std::string_view line, Part part);

std::string encode_response(std::string_view octets, Part part);
std::string encode_challenge(std::string_view octets);

}  // namespace postiche::sasl
