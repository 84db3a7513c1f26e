// SPDX-License-Identifier: MIT
#pragma once
// Reads a reply as the strictest client would. Written from the RFCs, not from the encoder.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/utf8.h"

namespace postiche::smtp::testing {

struct StrictReply {
  int code = 0;
  std::vector<std::string> lines;  // texts
};

enum class Characters { ascii, utf8 };

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// textstring = 1*(%d09 / %d32-126)                              RFC 5321 sec 4.2
inline bool is_textstring(std::string_view text, Characters characters) {
  if (characters == Characters::utf8 && !utf8::is_valid(text)) return false;
  for (char c : text) {
    const bool beyond = characters == Characters::utf8 && (c & 0x80) != 0;
    if (!beyond && c != '\t' && (c < ' ' || c > '~')) return false;
  }
  return true;
}

// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
// Reply-code = %x32-35 %x30-35 %x30-39                          RFC 5321 sec 4.2
// Nothing unless `bytes` are one reply, all of them, in lines of at most 512 octets (RFC 5321
// sec 4.5.3.1.5).
inline std::optional<StrictReply> read_strictly(std::string_view bytes,
                                                Characters characters = Characters::ascii) {
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
    if (!is_textstring(text, characters)) return std::nullopt;
    reply.lines.emplace_back(text);
  }
  if (!bytes.empty()) return std::nullopt;
  return reply;
}

// status-code = class "." subject "." detail                    RFC 3463 sec 2
// class = "2" / "4" / "5"; subject, detail = 1*3digit, without needless zeros
// The code that a line begins with; "" where it begins with none.
inline std::string enhanced_code(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  if (word.size() < 5 || (word[0] != '2' && word[0] != '4' && word[0] != '5')) return "";
  std::size_t at = 1;
  for (int part = 0; part < 2; ++part) {
    if (at >= word.size() || word[at] != '.') return "";
    const std::size_t first = ++at;
    while (at < word.size() && is_digit(word[at])) ++at;
    const std::size_t digits = at - first;
    if (digits < 1 || digits > 3 || (digits > 1 && word[first] == '0')) return "";
  }
  return at == word.size() ? std::string(word) : "";
}

// Every line has the same one, and its class is that of the reply: RFC 2034 sec 4.
inline bool has_enhanced_code(const StrictReply& reply) {
  const std::string first = enhanced_code(reply.lines.front());
  if (first.empty() || first[0] != static_cast<char>('0' + reply.code / 100)) return false;
  for (const std::string& line : reply.lines) {
    if (enhanced_code(line) != first) return false;
  }
  return true;
}

// ehlo-line    = ehlo-keyword *( SP ehlo-param )                RFC 5321 sec 4.1.1.1
// ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
// ehlo-param   = 1*(%d33-126)
inline bool is_ehlo_line(std::string_view line) {
  std::size_t at = 0;
  const auto is_alnum = [](char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  while (at < line.size() && (is_alnum(line[at]) || (at > 0 && line[at] == '-'))) ++at;
  if (at == 0) return false;
  while (at < line.size()) {
    if (line[at] != ' ') return false;
    const std::size_t first = ++at;
    while (at < line.size() && line[at] >= '!' && line[at] <= '~') ++at;
    if (at == first) return false;
  }
  return true;
}

}  // namespace postiche::smtp::testing
