// SPDX-License-Identifier: MIT
#include "harness/mail/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::mail {

namespace {

constexpr std::size_t longest_name = 40;
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Names that are sent and that iconv does not know, or takes for something else.
struct Alias {
  std::string_view name, meant;
};
constexpr std::array<Alias, 6> aliases = {{{"iso-8859-8-i", "iso-8859-8"},
                                           {"iso-8859-8-e", "iso-8859-8"},
                                           {"iso-8859-6-i", "iso-8859-6"},
                                           {"iso-8859-6-e", "iso-8859-6"},
                                           {"unicode-1-1-utf-7", "utf-7"},
                                           {"ks_c_5601-1987", "cp949"}}};

// Who says ASCII and sends more mostly means UTF-8, and did not ask.
constexpr std::array<std::string_view, 6> names_of_utf8 = {"",      "us-ascii",       "ascii",
                                                           "utf-8", "ansi_x3.4-1968", "utf8"};

// What iconv may be asked: "/" would begin its options.
bool is_charset_name(std::string_view charset) {
  return charset.size() <= longest_name && std::all_of(charset.begin(), charset.end(), [](char c) {
           return ascii::is_alnum(c) || std::string_view("-_.:+").find(c) != std::string_view::npos;
         });
}

class Converter {
 public:
  explicit Converter(std::string_view charset) {
    for (const Alias& alias : aliases) {
      if (ascii::equal_ignoring_case(alias.name, charset)) charset = alias.meant;
    }
    if (is_charset_name(charset)) handle_ = iconv_open("UTF-8", std::string(charset).c_str());
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }

  bool is_open() const { return handle_ != none(); }
  std::string convert(std::string_view octets);

 private:
  static iconv_t none() { return std::bit_cast<iconv_t>(std::intptr_t{-1}); }

  iconv_t handle_ = none();
};

std::string Converter::convert(std::string_view octets) {
  std::string out;
  out.reserve(octets.size());
  std::array<char, 4096> room;
  std::string input(octets);  // iconv wants octets that it may write to, and never does
  char* next = input.data();
  std::size_t left = input.size();
  for (;;) {
    char* end = room.data();
    std::size_t space = room.size();
    const bool is_flush = left == 0;
    const std::size_t result = is_flush ? iconv(handle_, nullptr, nullptr, &end, &space)
                                        : iconv(handle_, &next, &left, &end, &space);
    const int fault = result == static_cast<std::size_t>(-1) ? errno : 0;
    out.append(room.data(), static_cast<std::size_t>(end - room.data()));
    if (fault == E2BIG && end != room.data()) continue;
    if (is_flush) break;
    if (fault == 0) continue;
    // One octet that is no text, or a character that is cut off.
    out += replacement;
    ++next;
    --left;
  }
  // It is the C library's word that this is UTF-8; hold it to that.
  return utf8::is_valid(out) ? out : repair_utf8(out);
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset) {
  if (ascii::contains_ignoring_case(names_of_utf8, charset)) return repair_utf8(octets);
  Converter converter(charset);
  if (!converter.is_open()) return std::nullopt;
  return converter.convert(octets);
}

bool is_known_charset(std::string_view charset) { return to_utf8("", charset).has_value(); }

std::string repair_utf8(std::string_view octets) {
  std::string out;
  out.reserve(octets.size());
  while (!octets.empty()) {
    const auto plain = std::find_if(octets.begin(), octets.end(), ascii::is_8bit);
    out.append(octets.begin(), plain);
    octets.remove_prefix(static_cast<std::size_t>(plain - octets.begin()));
    if (octets.empty()) break;
    const std::size_t length = utf8::leading_character(octets);
    out += length > 0 ? octets.substr(0, length) : replacement;
    octets.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace postiche::mail
