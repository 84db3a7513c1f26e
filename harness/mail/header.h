// SPDX-License-Identifier: MIT
#pragma once
// Reads fields of a message's header, however broken the message is, in linear time. Knows nothing
// of what a field means.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/rope.h"

namespace postiche::mail {

// Everything up to the first empty line, that line not included.
std::string header_block(const Rope& content);

// The values of all fields called `name`, ignoring case, top to bottom: unfolded (RFC 5322 sec
// 2.2.3), without white space at the ends. Lines may end in CRLF or bare LF; white space before
// the colon is let pass (RFC 5322 sec 4.5); lines that are no field are stepped over.
std::vector<std::string> fields(std::string_view content, std::string_view name);
std::vector<std::string> fields(const Rope& content, std::string_view name);

// The first of them, if any.
std::optional<std::string> field(std::string_view content, std::string_view name);
std::optional<std::string> field(const Rope& content, std::string_view name);

}  // namespace postiche::mail
