// SPDX-License-Identifier: MIT
#pragma once
// Domains and address literals as they stand in paths and in EHLO. Asks no name server, ever.

#include <string_view>

#include "harness/mail/findings.h"

namespace postiche::mail {

// Domain or address literal, told apart by the bracket. Deviations:
//   let through  underscore-in-domain, trailing-dot-in-domain, hyphen-at-label-edge,
//   bare-ip-address refused      missing-domain, empty-label, label-too-long, domain-too-long,
//                bad-character-in-domain, invalid-utf8, bad-address-literal
void check_domain(std::string_view text, Findings& findings);

// The insides of the brackets.
bool is_address_literal(std::string_view text);
bool is_ipv4_address(std::string_view text);
bool is_ipv6_address(std::string_view text);

}  // namespace postiche::mail
