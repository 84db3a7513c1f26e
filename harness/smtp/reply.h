// SPDX-License-Identifier: MIT
#pragma once
// An SMTP reply as a value and its encoder, which cannot speak illegally.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::smtp {

struct Reply {
  int code = 250;        // 200..599
  std::string enhanced;  // "4.7.1", or empty
  std::string text;      // lines separated by '\n'
  bool utf8 = false;     // the client has said that it reads UTF-8 here: RFC 6531 sec 3.7.4

  bool positive() const { return code < 400; }
};

// The exact bytes: every line with its code (and enhanced code if the reply has one and `enhanced`
// is wanted), "-" before the last line, CRLF. Bytes a reply text may not hold become '?'; lines are
// folded at 512 octets (RFC 5321 sec 4.2, 4.5.3.1.5), never inside a character.
std::string encode(const Reply& reply, bool with_enhanced);

// Reads "451 4.7.1 text" lines as a scenario writes them; nothing where the code is no reply code.
std::optional<Reply> parse_reply(const std::vector<std::string>& lines);

}  // namespace postiche::smtp
