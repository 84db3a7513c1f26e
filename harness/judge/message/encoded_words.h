// SPDX-License-Identifier: MIT
#pragma once
// Encoded words where they stand: RFC 2047. Finds, and judges nothing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::judge {

struct EncodedWord {
  std::string_view whole;    // "=?utf-8?Q?a?="
  std::string_view charset;  // without its language
  char encoding = 'Q';       // or 'B'
  std::string_view text;
  bool has_space = false;  // in its text, which no encoded-word may have

  // What it says; nothing where it is not encoded as it claims.
  std::optional<std::string> octets() const;
};

// All in `value`, those with spaces too. Views of it. Linear.
std::vector<EncodedWord> encoded_words_in(std::string_view value);

}  // namespace postiche::judge
