// SPDX-License-Identifier: MIT
#pragma once
// Whole files that a person has named, or that we have made.

#include <optional>
#include <string>

namespace postiche::cli {

// Nothing where it cannot be read.
std::optional<std::string> read_text(const std::string& path);
// The same, and says so: `what` names it for people, "the letter".
std::optional<std::string> read_named(const std::string& path, const std::string& what);
// Writes the file anew. False when the reason why not has been printed.
bool write_text(const std::string& path, const std::string& text, const std::string& what);

}  // namespace postiche::cli
