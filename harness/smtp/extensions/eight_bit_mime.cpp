// SPDX-License-Identifier: MIT
// 8BITMIME: octets above 127 in content, announced by BODY. RFC 6152.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

// body-value ::= "7BIT" / "8BITMIME"                            RFC 6152 sec 2
// body-value ::= "7BIT" / "8BITMIME" / "BINARYMIME"             RFC 3030 sec 3
std::optional<Reply> remark_on_body(const Parameter& parameter, const Command&,
                                    const Server& server) {
  const std::string_view value = parameter.value.value_or("");
  for (const std::string_view known : {"8BITMIME", "BINARYMIME"}) {
    if (!ascii::equal_ignoring_case(value, known)) continue;
    if (server.offer().offers(known)) return std::nullopt;
    // A good value, of an extension that is not spoken.
    return Reply{504, "5.5.4", "BODY=" + std::string(known) + " is not implemented"};
  }
  if (ascii::equal_ignoring_case(value, "7BIT")) return std::nullopt;
  const bool binary = server.offer().offers("BINARYMIME");
  return bad_value(binary ? "BODY is 7BIT, 8BITMIME or BINARYMIME" : "BODY is 7BIT or 8BITMIME");
}

namespace {

constexpr ParameterRule eight_bit_mime_rules[] = {{Verb::mail, "BODY", remark_on_body}};

// RFC 6152 sec 2
constexpr Room eight_bit_mime_room[] = {{Verb::mail, 17}};

}  // namespace

constinit const Extension eight_bit_mime = {.keyword = "8BITMIME",
                                            .line = "8BITMIME",
                                            .room = eight_bit_mime_room,
                                            .parameters = eight_bit_mime_rules};

}  // namespace postiche::smtp::extensions
