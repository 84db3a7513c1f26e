// SPDX-License-Identifier: MIT
#pragma once
// Bytes shown to people: readable, exact, and safe for a terminal.

#include <optional>
#include <string>
#include <string_view>

namespace postiche {

// UTF-8 text as it is; control octets and broken UTF-8 as \r \n \t \xNN; backslash as \\.
std::string escape(std::string_view bytes);
// Undoes escape(). Nothing where a backslash begins no escape.
std::optional<std::string> unescape(std::string_view text);

// The name of a deviation, "no-such-thing", as a sentence: "No such thing". Not of "".
std::string in_words(std::string_view deviation);

// "127.0.0.1:25", "[::1]:25".
std::string host_and_port(std::string_view host, unsigned port);

}  // namespace postiche
