// SPDX-License-Identifier: MIT
// SIZE: the largest message is said in EHLO, and a message's size in MAIL. RFC 1870.

#include <cstdint>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// size-value ::= 1*20DIGIT                                      RFC 1870 sec 4
std::optional<Reply> objection(const Parameter& parameter, const Circumstances& circumstances) {
  const std::string_view text = parameter.value.value_or("");
  const bool digits = !text.empty() && text.size() <= 20 &&
                      text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return Reply{501, "5.5.4", "SIZE takes a number of octets"};
  // Twenty digits hold more than 64 bits do; what overflows is too big for any server.
  const auto size = ascii::parse_number(text);
  if (!size || *size > circumstances.message_limit) {
    return Reply{552, "5.3.4",
                 "Message size exceeds fixed limit of " +
                     std::to_string(circumstances.message_limit) + " octets"};
  }
  return std::nullopt;
}

constexpr ParameterRule rules[] = {{Verb::mail, "SIZE", objection}};

}  // namespace

// The increment is " SIZE=" and twenty digits: RFC 1870 sec 3.
constinit const Extension size = {"SIZE", "SIZE 52428800", 26, Verb::unknown, rules};

}  // namespace postiche::smtp
