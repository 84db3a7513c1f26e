// SPDX-License-Identifier: MIT
#pragma once
// Reads a reply as the strictest client would. Written from the RFCs, not from the encoder.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/utf8.h"

namespace postiche::pop3::testing {

enum class Form { single, multi, challenge };
enum class Characters { ascii, utf8 };

struct StrictReply {
  bool positive = false;
  std::string code;  // "IN-USE"
  std::string text;
  std::string block;  // with CRLF, dots taken out
};

// schar = %x21-5A / %x5C-7F; CHAR as RFC 5234 has it            RFC 2449 sec 3
inline bool is_text(std::string_view text, Characters characters) {
  if (characters == Characters::utf8 && !utf8::is_valid(text)) return false;
  for (const char c : text) {
    const bool beyond = characters == Characters::utf8 && (c & 0x80) != 0;
    if (!beyond && (c < ' ' || c > '~')) return false;
  }
  return true;
}

inline bool is_code(std::string_view text) {
  if (text.empty() || text.front() == '/' || text.back() == '/') return false;
  for (const char c : text) {
    if (c < '!' || c > '~' || c == '[' || c == ']') return false;
  }
  return true;
}

// What stands before the next CRLF; nothing where there is none.
inline std::optional<std::string_view> take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 2);
  return line;
}

// The last line is a dot; any other that begins with one has another before it: RFC 1939 sec 3.
inline std::optional<std::string> take_block(std::string_view& bytes) {
  std::string block;
  for (auto line = take_line(bytes); line; line = take_line(bytes)) {
    if (*line == ".") return block;
    if (line->starts_with('.')) {
      line->remove_prefix(1);
      if (!line->starts_with('.')) return std::nullopt;
    }
    block.append(*line).append("\r\n");
  }
  return std::nullopt;
}

// "+" SP base64, of any length                                  RFC 5034 sec 4
inline std::optional<StrictReply> read_challenge(std::string_view bytes) {
  constexpr std::string_view base64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  const auto line = take_line(bytes);
  if (!line || !line->starts_with("+ ") || !bytes.empty()) return std::nullopt;
  if (line->find_first_not_of(base64, 2) != std::string_view::npos) return std::nullopt;
  return StrictReply{true, "", std::string(line->substr(2)), ""};
}

// Takes the response code off, and the space behind it; false where what begins as one is none.
inline bool take_code(std::string_view& line, std::string& code) {
  if (!line.starts_with('[')) return true;
  const std::size_t end = line.find(']');
  if (end == std::string_view::npos || !is_code(line.substr(1, end - 1))) return false;
  code = line.substr(1, end - 1);
  line.remove_prefix(end + 1);
  if (line.empty()) return true;
  if (!line.starts_with(' ')) return false;
  line.remove_prefix(1);
  return true;
}

// "+OK" / "-ERR", then SP and text or nothing; at most 512 octets with CRLF. A text that begins
// with "[" is a response code: RFC 1939 sec 3, RFC 2449 sec 3, 6.4. Nothing unless `bytes` are one
// reply, all of them.
inline std::optional<StrictReply> read_strictly(std::string_view bytes, Form form,
                                                Characters characters = Characters::ascii) {
  if (form == Form::challenge) return read_challenge(bytes);
  const auto first = take_line(bytes);
  if (!first || first->size() > 510) return std::nullopt;
  std::string_view line = *first;
  StrictReply reply;
  reply.positive = line.starts_with("+OK");
  if (!reply.positive && !line.starts_with("-ERR")) return std::nullopt;
  line.remove_prefix(reply.positive ? 3 : 4);
  if (!line.empty() && !line.starts_with(' ')) return std::nullopt;
  if (!line.empty()) line.remove_prefix(1);
  if (!take_code(line, reply.code) || !is_text(line, characters)) return std::nullopt;
  reply.text = line;
  if (form == Form::multi && reply.positive) {
    auto block = take_block(bytes);
    if (!block) return std::nullopt;
    reply.block = *std::move(block);
  }
  return bytes.empty() ? std::optional(reply) : std::nullopt;
}

}  // namespace postiche::pop3::testing
