// SPDX-License-Identifier: MIT
#include "harness/base/show.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void escape_octet(std::string& out, char c) {
  switch (c) {
    case '\r':
      out += "\\r";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      break;
  }
  const auto octet = static_cast<unsigned char>(c);
  out += "\\x";
  out += hex_digits[octet >> 4];
  out += hex_digits[octet & 15];
}

// A C1 control (U+0080 to U+009F) moves the cursor on some terminals: not for showing.
bool is_c1_control(std::string_view character) {
  return character.size() == 2 && character[0] == '\xC2' &&
         static_cast<unsigned char>(character[1]) < 0xA0;
}

}  // namespace

std::string escape(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const char c = bytes.front();
    std::size_t size = utf8::leading_character(bytes);
    if (size == 0 || ascii::is_control(c) || c == '\\' || is_c1_control(bytes.substr(0, size))) {
      if (size == 0) size = 1;
      for (const char octet : bytes.substr(0, size)) escape_octet(out, octet);
    } else {
      out += bytes.substr(0, size);
    }
    bytes.remove_prefix(size);
  }
  return out;
}

std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      case 't':
        out += '\t';
        break;
      case '\\':
        out += '\\';
        break;
      case 'x': {
        if (i + 2 >= text.size()) return std::nullopt;
        const std::size_t high = hex_digits.find(ascii::lower(text[i + 1]));
        const std::size_t low = hex_digits.find(ascii::lower(text[i + 2]));
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        out += static_cast<char>(high << 4 | low);
        i += 2;
        break;
      }
      default:
        return std::nullopt;
    }
  }
  return out;
}

std::string in_words(std::string_view deviation) {
  std::string words(deviation);
  std::replace(words.begin(), words.end(), '-', ' ');
  words.front() = static_cast<char>(ascii::upper(words.front()));
  return words;
}

std::string host_and_port(std::string_view host, unsigned port) {
  const bool v6 = host.find(':') != std::string_view::npos;
  std::string text(host);
  if (v6) text = "[" + text + "]";
  return text + ":" + std::to_string(port);
}

}  // namespace postiche
