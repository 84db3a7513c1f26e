// SPDX-License-Identifier: MIT
#include "harness/smtp/reply.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/base/utf8.h"

namespace postiche::smtp {

namespace {

constexpr std::size_t line_limit = 512;  // RFC 5321 sec 4.5.3.1.5, CRLF included

bool is_reply_code(int code) { return code >= 200 && code <= 599; }

std::optional<int> code_of(std::string_view line) {
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return std::nullopt;
  const auto number = ascii::parse_number(line.substr(0, 3));
  if (line.size() < 3 || !number) return std::nullopt;
  return static_cast<int>(*number);
}

// status-code = class "." subject "." detail                    RFC 3463 sec 2
// class       = "2"/"4"/"5"; subject, detail = 1*3digit
// The class has to agree with the reply code: RFC 2034 sec 4. Octets of it at the front of `text`.
std::size_t enhanced_length(std::string_view text, int code) {
  const std::string_view word = text.substr(0, text.find(' '));
  if (word.size() < 5 || word.size() > 9) return 0;
  if (word[0] != static_cast<char>('0' + code / 100) || word[0] == '3') return 0;
  if (word[1] != '.') return 0;
  const std::size_t dot = word.find('.', 2);
  if (dot == std::string_view::npos) return 0;
  const std::array<std::string_view, 2> numbers = {word.substr(2, dot - 2), word.substr(dot + 1)};
  for (std::string_view number : numbers) {
    if (number.size() > 3 || !ascii::parse_number(number)) return 0;
  }
  return word.size();
}

// textstring = 1*(%d09 / %d32-126)                              RFC 5321 sec 4.2
char speakable_octet(char c) { return c == '\t' || ascii::is_printable(c) ? c : '?'; }

// An octet within a character of UTF-8.
bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The text as it may be said: octets that may not stand there become '?'.
std::string speakable(std::string_view text, bool utf8) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = utf8 ? utf8::leading_character(text) : 0;
    if (size > 1) {
      out += text.substr(0, size);
    } else {
      out += speakable_octet(text.front());
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

// The part of `text` that fits, broken at a space where there is one to break at.
std::string_view take_fitting(std::string_view& text, std::size_t room) {
  std::size_t length = text.size();
  if (length > room) {
    const std::size_t space = text.rfind(' ', room - 1);
    length = space == std::string_view::npos ? room : space + 1;
    while (length > 0 && is_tail(text[length])) --length;
  }
  const std::string_view part = text.substr(0, length);
  text.remove_prefix(length);
  return part;
}

void append_line(std::string& out, std::string_view prefix, std::string_view part) {
  out += prefix;
  out += part;
  out += "\r\n";
}

}  // namespace

// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
//                                                               RFC 5321 sec 4.2
std::string encode(const Reply& reply, bool with_enhanced) {
  POSTICHE_CHECK(is_reply_code(reply.code));
  std::string prefix = std::to_string(reply.code) + '-';
  // Not with 3yz, and only where it is one: RFC 2034 sec 4.
  const bool enhanced = with_enhanced && !reply.enhanced.empty() &&
                        enhanced_length(reply.enhanced, reply.code) == reply.enhanced.size();
  if (enhanced) prefix.append(reply.enhanced).append(" ");
  const std::size_t room = line_limit - 2 - prefix.size();
  std::string out;
  out.reserve(reply.text.size() + prefix.size() + 2);
  std::size_t last = 0;  // where the last line starts
  std::string_view text = reply.text;
  for (bool more = true; more;) {
    const std::size_t end = text.find('\n');
    const std::string said = speakable(text.substr(0, end), reply.utf8);
    std::string_view line = said;
    more = end != std::string_view::npos;
    if (more) text.remove_prefix(end + 1);
    do {
      last = out.size();
      append_line(out, prefix, take_fitting(line, room));
    } while (!line.empty());
  }
  out[last + 3] = ' ';
  return out;
}

std::optional<Reply> parse_reply(const std::vector<std::string>& lines) {
  if (lines.empty()) return std::nullopt;
  const auto code = code_of(lines.front());
  if (!code || !is_reply_code(*code)) return std::nullopt;
  std::vector<std::string_view> texts;
  for (std::string_view line : lines) {
    const auto own = code_of(line);
    if (own && *own != *code) return std::nullopt;
    texts.push_back(own ? line.substr(std::min<std::size_t>(line.size(), 4)) : line);
  }
  Reply reply{*code, "", ""};
  reply.enhanced = texts.front().substr(0, enhanced_length(texts.front(), *code));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string_view text = texts[i];
    if (!reply.enhanced.empty() && text.substr(0, text.find(' ')) == reply.enhanced) {
      text.remove_prefix(std::min(text.size(), reply.enhanced.size() + 1));
    }
    if (i > 0) reply.text += '\n';
    reply.text += text;
  }
  return reply;
}

}  // namespace postiche::smtp
