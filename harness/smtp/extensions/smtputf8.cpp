// SPDX-License-Identifier: MIT
// SMTPUTF8: UTF-8 in addresses and headers, announced by a parameter of MAIL. RFC 6531.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"

namespace postiche::smtp::extensions {

namespace {

// "The parameter does not accept a value": RFC 6531 sec 3.4
std::optional<Reply> remark_on_smtputf8(const Parameter& parameter, const Command&, const Server&) {
  if (!parameter.value) return std::nullopt;
  return bad_value("SMTPUTF8 takes no value");
}

constexpr ParameterRule smtputf8_rules[] = {{Verb::mail, "SMTPUTF8", remark_on_smtputf8}};

// RFC 6531 sec 3.1
constexpr Room smtputf8_room[] = {{Verb::mail, 10}, {Verb::vrfy, 10}, {Verb::expn, 10}};

}  // namespace

constinit const Extension smtputf8 = {
    .keyword = "SMTPUTF8", .line = "SMTPUTF8", .room = smtputf8_room, .parameters = smtputf8_rules};

}  // namespace postiche::smtp::extensions
