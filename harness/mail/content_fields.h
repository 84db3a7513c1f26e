// SPDX-License-Identifier: MIT
#pragma once
// What the header of a part of a message says about its body: the Content- fields of RFC 2045 sec 3
// and their kin. Knows nothing of bodies.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/mail/findings.h"

namespace postiche::mail {

// Name and value as written, but for quotes: RFC 2231 is left to who reads them.
struct Parameter {
  std::string name, value;

  friend bool operator==(const Parameter&, const Parameter&) = default;
};

using Parameters = std::vector<Parameter>;

// The first value of this name, ignoring case; "" where there is none.
std::string_view find_parameter(const Parameters& parameters, std::string_view name);

// Content-Disposition: RFC 2183 sec 2.
struct Disposition {
  std::string type;  // in lower case
  Parameters parameters;
};

// "" and empty lists are what was not said, or said empty.
struct ContentFields {
  std::string type, subtype;  // in lower case; what is meant where nothing is said is in place
  Parameters parameters;
  std::string id;           // Content-ID, with its brackets
  std::string description;  // RFC 2045 sec 8
  std::string encoding;     // in lower case; "7bit" where nothing is said
  std::string md5;          // RFC 1864 sec 2
  std::optional<Disposition> disposition;
  std::vector<std::string> languages;  // RFC 3282 sec 2
  std::string location;                // RFC 2557 sec 4.2

  // Whether it is this "type/subtype", in lower case.
  bool is(std::string_view media_type) const;
};

// What is meant where there is no Content-Type. In a digest every part is a message: RFC 2046 sec
// 5.1.5.
enum class DefaultType : unsigned char { text, message };

// Reads a header. Of fields that are there twice the first counts. Total, and linear. Deviations,
// all let through:
//   bad-content-type         taken for text/plain, RFC 2045 sec 5.2
//   bad-parameter            no name, no "=" or no end of its quotes: as much of it as there is
//   too-many-parameters      beyond a hundred, left out
ContentFields parse_content_fields(std::string_view header, DefaultType default_type,
                                   Findings& findings);

}  // namespace postiche::mail
