// SPDX-License-Identifier: MIT
#pragma once
// Names of mailboxes: levels with "/" between them, in UTF-8. INBOX is one name whatever its
// capitals, and so is what stands below it: RFC 9051 sec 5.1.

#include <string>
#include <string_view>
#include <vector>

namespace postiche::store {

inline constexpr char separator = '/';
inline constexpr std::string_view inbox_name = "INBOX";

// As the tree has it: INBOX in capitals, no separator at the end.
std::string canonical(std::string_view name);
// A canonical name that a new mailbox may have: levels that are not empty, no control characters,
// no wildcards of LIST, well-formed UTF-8, and not without end.
bool is_creatable(std::string_view name);
// "a" and "a/b" of "a/b/c", in this order.
std::vector<std::string> superiors(std::string_view name);
// Whether `name` stands somewhere below `superior`.
bool is_below(std::string_view name, std::string_view superior);

}  // namespace postiche::store
