// SPDX-License-Identifier: MIT
// 8BITMIME: octets above 127 in content, announced by BODY. RFC 6152.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// body-value ::= "7BIT" / "8BITMIME"                            RFC 6152 sec 2
std::optional<Reply> objection(const Parameter& parameter, const Circumstances&) {
  const std::string_view value = parameter.value.value_or("");
  if (ascii::equal_ignoring_case(value, "7BIT")) return std::nullopt;
  if (ascii::equal_ignoring_case(value, "8BITMIME")) return std::nullopt;
  if (ascii::equal_ignoring_case(value, "BINARYMIME")) {
    // A good value, of an extension that is not spoken: RFC 3030 sec 3.
    return Reply{504, "5.5.4", "BODY=BINARYMIME is not implemented"};
  }
  return Reply{501, "5.5.4", "BODY is 7BIT or 8BITMIME"};
}

constexpr ParameterRule rules[] = {{Verb::mail, "BODY", objection}};

}  // namespace

// 17 octets: RFC 6152 sec 2.
constinit const Extension eight_bit_mime = {"8BITMIME", "8BITMIME", 17, Verb::unknown, rules};

}  // namespace postiche::smtp
