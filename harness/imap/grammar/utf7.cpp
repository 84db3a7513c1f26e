// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/utf7.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/base/utf8.h"

namespace postiche::imap {

namespace {

// The code point of a well-formed character.
std::uint32_t code_point(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first;
  std::uint32_t point = first & (0x7FU >> character.size());
  for (const char c : character.substr(1)) point = point << 6 | (static_cast<unsigned>(c) & 0x3F);
  return point;
}

void append_unit(std::string& units, std::uint32_t unit) {
  units += static_cast<char>(unit >> 8 & 0xFF);
  units += static_cast<char>(unit & 0xFF);
}

// UTF-16, big end first: RFC 2152.
void append_units(std::string& units, std::uint32_t point) {
  if (point < 0x10000) return append_unit(units, point);
  append_unit(units, 0xD800 + ((point - 0x10000) >> 10));
  append_unit(units, 0xDC00 + ((point - 0x10000) & 0x3FF));
}

// "," for "/", and no padding.
std::string shifted(std::string_view units) {
  std::string text = base64::encode(units);
  text.erase(text.find_last_not_of('=') + 1);
  std::replace(text.begin(), text.end(), '/', ',');
  return "&" + text + "-";
}

std::optional<std::string> units_of(std::string_view shifted_text) {
  std::string text(shifted_text);
  if (text.find('/') != std::string::npos) return std::nullopt;
  std::replace(text.begin(), text.end(), ',', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return base64::decode(text);
}

// Halves of pairs that stand alone are no characters.
std::optional<std::string> utf8_of_units(std::string_view units) {
  if (units.empty() || units.size() % 2 != 0) return std::nullopt;
  const auto unit_at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(units[i]) << 8 |
                                      static_cast<unsigned char>(units[i + 1]));
  };
  std::string out;
  for (std::size_t i = 0; i < units.size(); i += 2) {
    std::uint32_t point = unit_at(i);
    if (point >= 0xD800 && point < 0xDC00 && i + 2 < units.size()) {
      const std::uint32_t low = unit_at(i += 2);
      if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    const std::string character = utf8::encode(point);
    if (character.empty()) return std::nullopt;
    out += character;
  }
  return out;
}

// What stands between "&" and "-".
std::optional<std::string> unshifted(std::string_view text) {
  if (text.empty()) return "&";
  const auto units = units_of(text);
  return units ? utf8_of_units(*units) : std::nullopt;
}

// Forgives what can be written in several ways.
std::optional<std::string> decode(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t shift = text.find('&');
    out.append(text.substr(0, shift));
    if (shift == std::string_view::npos) return out;
    text.remove_prefix(shift + 1);
    const std::size_t end = text.find('-');
    if (end == std::string_view::npos) return std::nullopt;
    const auto part = unshifted(text.substr(0, end));
    if (!part) return std::nullopt;
    out += *part;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

// Each name has one form, since shifts have to be as few and as short as they can be: what is
// written otherwise is found by writing it again.
std::optional<std::string> to_utf8(std::string_view text) {
  auto name = decode(text);
  if (!name || to_modified_utf7(*name) != text) return std::nullopt;
  return name;
}

std::optional<std::string> to_modified_utf7(std::string_view text) {
  std::string out, units;
  const auto shift_back = [&] {
    if (!units.empty()) out += shifted(units);
    units.clear();
  };
  while (!text.empty()) {
    const std::size_t size = utf8::leading_character(text);
    if (size == 0) return std::nullopt;
    const char first = text.front();
    if (ascii::is_printable(first)) {
      shift_back();
      out += first;
      if (first == '&') out += '-';
    } else {
      append_units(units, code_point(text.substr(0, size)));
    }
    text.remove_prefix(size);
  }
  shift_back();
  return out;
}

}  // namespace postiche::imap
