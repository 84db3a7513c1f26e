// SPDX-License-Identifier: MIT
// SMTPUTF8: UTF-8 in addresses and headers, announced by a parameter of MAIL. RFC 6531.

#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// "The parameter does not accept a value": RFC 6531 sec 3.4
std::optional<Reply> objection(const Parameter& parameter, const Circumstances&) {
  if (!parameter.value) return std::nullopt;
  return Reply{501, "5.5.4", "SMTPUTF8 takes no value"};
}

constexpr ParameterRule rules[] = {{Verb::mail, "SMTPUTF8", objection}};

}  // namespace

// 10 octets: RFC 6531 sec 3.1.
constinit const Extension smtputf8 = {"SMTPUTF8", "SMTPUTF8", 10, Verb::unknown, rules};

}  // namespace postiche::smtp
