// SPDX-License-Identifier: MIT
// SIZE: the largest message is said in EHLO, and a message's size in MAIL. RFC 1870.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// size-value ::= 1*20DIGIT                                      RFC 1870 sec 4
std::optional<Reply> remark_on_size(const Parameter& parameter, const Command&,
                                    const Server& server) {
  const std::string_view text = parameter.value.value_or("");
  const bool digits = !text.empty() && text.size() <= 20 &&
                      text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return bad_value("SIZE takes a number of octets");
  // Twenty digits hold more than 64 bits do; what overflows is too big for any server.
  const auto octets = ascii::parse_number(text);
  const std::size_t limit = server.message_limit();
  if (octets && *octets <= limit) return std::nullopt;
  return Reply{552, "5.3.4",
               "Message size exceeds fixed limit of " + std::to_string(limit) + " octets"};
}

constexpr ParameterRule size_rules[] = {{Verb::mail, "SIZE", remark_on_size}};

// " SIZE=" and twenty digits: RFC 1870 sec 3.
constexpr Room size_room[] = {{Verb::mail, 26}};

}  // namespace

constinit const Extension size = {
    .keyword = "SIZE", .line = "SIZE 52428800", .room = size_room, .parameters = size_rules};

}  // namespace postiche::smtp::extensions
