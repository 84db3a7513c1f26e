// SPDX-License-Identifier: MIT
#pragma once
// What a server offers as lines, each a keyword and what stands behind it: the replies to EHLO and
// to CAPA.

#include <optional>
#include <string_view>
#include <vector>

namespace postiche::judge {

class OfferedLines {
 public:
  OfferedLines() = default;
  // Views of the reply.
  explicit OfferedLines(std::vector<std::string_view> lines) : lines_(std::move(lines)) {}

  bool has(std::string_view keyword) const { return find(keyword).has_value(); }
  // What stands behind the keyword, "" where nothing does; nothing where it is not offered.
  std::optional<std::string_view> find(std::string_view keyword) const;
  // Ignoring case: "AUTH" offers "PLAIN".
  bool lists(std::string_view keyword, std::string_view word) const;

 private:
  std::vector<std::string_view> lines_;
};

}  // namespace postiche::judge
