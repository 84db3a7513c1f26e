// SPDX-License-Identifier: MIT
#include "harness/mail/line_endings.h"

#include <cstddef>

namespace postiche::mail {

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  append_with_crlf(text, out);
  return out;
}

void append_with_crlf(std::string_view text, std::string& out) {
  for (;;) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.append(line).append("\r\n");
    text.remove_prefix(end + 1);
  }
  out += text;
}

}  // namespace postiche::mail
