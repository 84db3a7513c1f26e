// SPDX-License-Identifier: MIT
#include "harness/pop3/reply.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/wire/dot_stuffer.h"

namespace postiche::pop3 {

namespace {

constexpr std::size_t line_limit = 512;  // RFC 1939 sec 3, CRLF included

std::string_view word_for(Status status) {
  switch (status) {
    case Status::ok:
      return "+OK";
    case Status::err:
      return "-ERR";
    default:
      return "+";
  }
}

// resp-level = 1*rchar; rchar = %x21-2E / %x30-5C / %x5E-7F     RFC 2449 sec 3
// resp-code = "[" resp-level *("/" resp-level) "]"
bool is_response_code(std::string_view text) {
  const std::vector<std::string_view> levels = ascii::split(text, '/');
  return std::all_of(levels.begin(), levels.end(), [](std::string_view level) {
    return !level.empty() && std::all_of(level.begin(), level.end(), [](char c) {
      return c > ' ' && c <= '~' && c != '[' && c != ']';
    });
  });
}

// The text as it may be said: octets that may not stand there become '?'.
std::string speakable(std::string_view text, bool utf8) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(utf8 ? utf8::leading_character(text) : 0, 1);
    const bool good = size > 1 || ascii::is_printable(text.front());
    good ? out.append(text.substr(0, size)) : out.append("?");
    text.remove_prefix(size);
  }
  return out;
}

// An octet within a character of UTF-8.
bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

void cut(std::string& line, std::size_t length) {
  if (line.size() <= length) return;
  while (length > 0 && is_tail(line[length])) --length;
  line.resize(length);
}

std::string first_line(const Reply& reply) {
  std::string line(word_for(reply.status));
  // The space belongs to the challenge even where that is empty: RFC 5034 sec 4.
  if (reply.status == Status::challenge) return line + ' ' + speakable(reply.text, false);
  const bool has_code = is_response_code(reply.code);
  if (has_code) line.append(" [").append(reply.code).append("]");
  std::string text = speakable(reply.text, reply.utf8);
  if (!has_code && text.starts_with('[')) text.front() = '(';
  if (!text.empty()) line.append(" ").append(text);
  cut(line, line_limit - 2);
  return line;
}

}  // namespace

Reply listing(std::string text, std::string lines) {
  return {.status = Status::ok,
          .code = "",
          .text = std::move(text),
          .block = std::make_shared<const Rope>(std::move(lines))};
}

// single-line = status [SP text] CRLF                           RFC 2449 sec 3
// multi-line  = single-line *dot-stuffed "." CRLF
std::string encode(const Reply& reply) {
  std::string out = first_line(reply) + "\r\n";
  if (!reply.block || reply.status != Status::ok) return out;
  out.reserve(out.size() + reply.block->size() + reply.block->size() / 64 + 8);
  wire::DotStuffer stuffer;
  for (const std::string_view slice : reply.block->slices()) stuffer.append(slice, out);
  stuffer.finish(out);
  return out;
}

std::optional<Reply> parse_reply(std::string_view line) {
  const std::string_view word = line.substr(0, line.find(' '));
  std::string_view text = line.substr(std::min(line.size(), word.size() + 1));
  Reply reply;
  if (word == "+") {
    reply.status = Status::challenge;
  } else if (ascii::equal_ignoring_case(word, "-ERR")) {
    reply.status = Status::err;
  } else if (!ascii::equal_ignoring_case(word, "+OK")) {
    return std::nullopt;
  }
  const std::size_t end = text.find(']');
  if (text.starts_with('[') && end != std::string_view::npos &&
      is_response_code(text.substr(1, end - 1))) {
    reply.code = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  reply.text = text;
  return reply;
}

}  // namespace postiche::pop3
