// SPDX-License-Identifier: MIT
#pragma once
// Reads a reply as the strictest client would. Written from the RFC, not from the encoder.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::smtp::testing {

struct StrictReply {
  int code = 0;
  std::vector<std::string> lines;  // texts
};

// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
// Reply-code = %x32-35 %x30-35 %x30-39                          RFC 5321 sec 4.2
// Nothing unless `bytes` are one reply, all of them, in lines of at most 512 octets.
inline std::optional<StrictReply> read_strictly(std::string_view bytes) {
  StrictReply reply;
  for (bool last = false; !last;) {
    const std::size_t end = bytes.find("\r\n");
    if (end == std::string_view::npos || end < 3 || end > 510) return std::nullopt;
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    if (line[0] < '2' || line[0] > '5') return std::nullopt;
    if (line[1] < '0' || line[1] > '5') return std::nullopt;
    if (line[2] < '0' || line[2] > '9') return std::nullopt;
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (reply.code != 0 && code != reply.code) return std::nullopt;
    reply.code = code;
    last = line.size() == 3 || line[3] == ' ';
    if (!last && line[3] != '-') return std::nullopt;
    const std::string_view text = line.size() > 4 ? line.substr(4) : std::string_view();
    for (char c : text) {
      if (c != '\t' && (c < ' ' || c > '~')) return std::nullopt;
    }
    reply.lines.emplace_back(text);
  }
  if (!bytes.empty()) return std::nullopt;
  return reply;
}

}  // namespace postiche::smtp::testing
