// SPDX-License-Identifier: MIT
#pragma once
// What both sides of DIGEST-MD5 share: lists of directives, and the digest. RFC 2831.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/deviations.h"

namespace postiche::sasl {

struct Directive {
  std::string name;  // in lower case
  std::string value;
};

using Directives = std::vector<Directive>;

// name=value, name="value" ... in order; nothing where it is no such list. Deviations:
// unquoted-value, quoted-value, upper-case-directive.
std::optional<Directives> read_directives(std::string_view text, Deviations& deviations);
// The first of that name; null where there is none.
const std::string* value_of(const Directives& directives, std::string_view name);
std::string quoted_directive(std::string_view name, std::string_view value);

// All that the digest is made from, UTF-8 throughout.
struct DigestFacts {
  std::string user, realm, password;
  std::string nonce, cnonce, nc, qop, digest_uri, identity;
};

// `method` is "AUTHENTICATE" for the client's response, "" for the server's: RFC 2831 sec 2.1.2.1,
// 2.1.3.
std::string digest_of(const DigestFacts& facts, std::string_view method);

// ISO 8859-1, or as it is where that has not all its characters.
std::string to_latin1(std::string_view utf8);
std::string from_latin1(std::string_view latin1);

}  // namespace postiche::sasl
