// SPDX-License-Identifier: MIT
// REQUIRETLS: mail that is never to travel in the clear; to be had only where it has not done so
// already. RFC 8689 sec 2.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

std::optional<Reply> remark_on_require_tls(const Parameter& parameter, const Command&,
                                           const Server& server) {
  if (parameter.value) return bad_value("REQUIRETLS takes no value");
  if (server.secured()) return std::nullopt;
  return Reply{530, "5.7.10", "REQUIRETLS needs an encrypted line"};
}

constexpr ParameterRule require_tls_rules[] = {{Verb::mail, "REQUIRETLS", remark_on_require_tls}};

// RFC 8689 sec 2, item 5
constexpr Room require_tls_room[] = {{Verb::mail, 11}};

}  // namespace

constinit const Extension require_tls = {.keyword = "REQUIRETLS",
                                         .line = "REQUIRETLS",
                                         .usual = {.on = Usual::Line::tls},
                                         .room = require_tls_room,
                                         .parameters = require_tls_rules};

}  // namespace postiche::smtp::extensions
