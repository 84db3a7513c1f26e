// SPDX-License-Identifier: MIT
#include "harness/base/base64.h"

#include <array>
#include <cstdint>

namespace postiche::base64 {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint32_t octet(char c) { return static_cast<unsigned char>(c); }

}  // namespace

std::string encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    const std::string_view group = bytes.substr(0, 3);
    std::uint32_t bits = octet(group[0]) << 16;
    if (group.size() > 1) bits |= octet(group[1]) << 8;
    if (group.size() > 2) bits |= octet(group[2]);
    out += alphabet[bits >> 18];
    out += alphabet[bits >> 12 & 63];
    out += group.size() > 1 ? alphabet[bits >> 6 & 63] : '=';
    out += group.size() > 2 ? alphabet[bits & 63] : '=';
    bytes.remove_prefix(group.size());
  }
  return out;
}

std::optional<std::string> decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::string_view group = text.substr(at, 4);
    if (at + 4 == text.size()) {
      for (int i = 0; i < 2 && group.back() == '='; ++i) group.remove_suffix(1);
    }
    std::uint32_t bits = 0;
    for (const char c : group) {
      const std::size_t value = alphabet.find(c);
      if (value == std::string_view::npos) return std::nullopt;
      bits = bits << 6 | static_cast<std::uint32_t>(value);
    }
    bits <<= 6 * (4 - group.size());
    for (std::size_t i = 0; i + 1 < group.size(); ++i) {
      out += static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
    }
  }
  // Padding bits that are not zero have another spelling: refuse them.
  if (encode(out) != text) return std::nullopt;
  return out;
}

}  // namespace postiche::base64
