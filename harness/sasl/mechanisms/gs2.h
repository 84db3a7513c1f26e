// SPDX-License-Identifier: MIT
#pragma once
// What SCRAM and OAUTHBEARER begin with: whether the client binds to the channel, and whom it wants
// to act as. RFC 5802 sec 7.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/deviations.h"

namespace postiche::sasl {

struct Gs2Header {
  char flag = 'n';           // 'p': bound; 'y': would have, but believes that it can't; 'n': can't
  std::string_view binding;  // its type, of 'p' only; of the text that was read
  std::string identity;      // empty: none
  std::size_t size = 0;      // octets, the last comma included
};

struct ReadGs2Header {
  std::optional<Gs2Header> header;
  std::string_view fault;  // where there is none: bad-gs2-header, bad-escape
};

// Reads the header that `message` starts with. Deviations: lower-case-escape.
ReadGs2Header read_gs2_header(std::string_view message, Deviations& deviations);

// The header; `binding` is empty but where the flag is 'p'.
std::string gs2_header(char flag, std::string_view binding, std::string_view identity);

// saslname: "," and "=" are "=2C" and "=3D". RFC 5802 sec 5.1.
std::string escape_name(std::string_view name);
// Nothing where an equals sign begins neither. Deviations: lower-case-escape.
std::optional<std::string> unescape_name(std::string_view text, Deviations& deviations);

}  // namespace postiche::sasl
