// SPDX-License-Identifier: MIT
#include "harness/wire/dot_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace postiche::wire {
namespace {

// A sequence at the end of what was heard, its last octet lowest, how many of its octets behind the
// line before it were given as content, and its name. CR LF "." CR LF itself is the end; these are
// what careless servers take for it.
struct FalseEnd {
  std::uint64_t octets;
  std::uint64_t mask;
  std::size_t given;
  std::string_view name;
};

constexpr unsigned bare_lf = 1, bare_cr = 2, nul_byte = 4, first_false_end = 8;

// RFC 5321 sec 4.1.1.4: only CR LF "." CR LF ends the mail data; accepting less opens the door to
// smuggling a second message inside the first.
constexpr std::array<FalseEnd, 8> false_ends{{
    {0x0A2E0A, 0xFFFFFF, 2, "lf-dot-lf"},
    {0x0A2E0D0A, 0xFFFFFFFF, 3, "lf-dot-crlf"},
    {0x0A2E0D, 0xFFFFFF, 2, "lf-dot-cr"},
    {0x0D0A2E0A, 0xFFFFFFFF, 1, "crlf-dot-lf"},  // its dot is stuffing
    {0x0D0A2E0D, 0xFFFFFFFF, 1, "crlf-dot-cr"},
    {0x0D2E0A, 0xFFFFFF, 2, "cr-dot-lf"},
    {0x0D2E0D0A, 0xFFFFFFFF, 3, "cr-dot-crlf"},
    {0x0D2E0D, 0xFFFFFF, 2, "cr-dot-cr"},
}};

constexpr std::size_t real_end_given = 2;  // the CRLF behind its dot

constexpr std::size_t window_size = 1024;
constexpr std::size_t small_window = 128;  // where the large one is not plain
constexpr std::size_t resync_size = 4;     // octets taken one by one to reach a better window

// True where a window is plain: only CRLF pairs, no NUL, no dot at a line's front, and it ends
// inside a line. One pass without branches, so that the compiler makes vectors of it.
bool is_plain(std::string_view window) {
  unsigned char odd = 0;  // as wide as what is compared, or vectors would be mostly widening
  const char* const p = window.data();
  for (std::size_t i = 1; i < window.size(); ++i) {
    const unsigned char unpaired = (p[i - 1] == '\r') ^ (p[i] == '\n');
    const unsigned char dot = (p[i - 1] == '\n') & (p[i] == '.');
    odd = static_cast<unsigned char>(odd | unpaired | dot | (p[i] == '\0'));
  }
  return odd == 0;
}

bool is_letter_of_text(char c) { return c != '\r' && c != '\n' && c != '.' && c != '\0'; }

// The front of `bytes` that begins and ends with an ordinary letter, so that nothing odd can hide
// across its edges; empty where it would be too short to be worth it.
std::string_view window_of(std::string_view bytes, std::size_t size) {
  if (bytes.empty() || !is_letter_of_text(bytes.front())) return {};
  std::string_view window = bytes.substr(0, size);
  while (window.size() > 8 && !is_letter_of_text(window.back())) window.remove_suffix(1);
  return window.size() > 8 ? window : std::string_view();
}

// How much of `bytes` can be passed over unseen.
std::size_t plain_front(std::string_view bytes) {
  for (const std::size_t size : {window_size, small_window}) {
    const std::string_view window = window_of(bytes, size);
    if (window.empty()) return 0;
    if (is_plain(window)) return window.size();
  }
  return 0;
}

}  // namespace

std::optional<std::string_view> DotBlock::next(std::string_view& bytes) {
  if (ended_ || bytes.empty()) return std::nullopt;
  const char* const begin = bytes.data();
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t plain = (tail_ & 0xFF) == '\r' ? 0 : plain_front(bytes.substr(at));
    if (plain > 0) {
      at += plain;
      for (const char c : bytes.substr(at - 8, 8)) {
        tail_ = tail_ << 8 | static_cast<unsigned char>(c);
      }
      continue;
    }
    std::size_t left = std::min(bytes.size() - at, resync_size);
    while (left-- > 0) {
      const Taken taken = take(bytes[at++]);
      if (taken == Taken::content) continue;
      // A stuffing dot ends the run before it; the end of data ends everything.
      const std::size_t run = taken == Taken::end ? at : at - 1;
      if (taken == Taken::behind_end) --at;
      size_ += run;
      bytes.remove_prefix(at);
      return std::string_view(begin, run);
    }
  }
  size_ += at;
  bytes.remove_prefix(at);
  return std::string_view(begin, at);
}

DotBlock::Taken DotBlock::take(char byte) {
  const auto octet = static_cast<unsigned char>(byte);
  const bool after_cr = (tail_ & 0xFF) == '\r';
  if (octet != '\n' && after_cr) {
    odd_ |= bare_cr;
    // An end in CR is judged when the next octet is there: CR LF would have been the real end.
    name_false_end();
    if (ended_) return Taken::behind_end;
  }
  // RFC 5321 sec 4.5.2: a period at the front of a line is stuffing, or the end; neither is
  // content.
  const bool stuffing = octet == '.' && (tail_ & 0xFFFF) == 0x0D0A;
  if (octet == '\n' && !after_cr) odd_ |= bare_lf;
  if (octet == 0) odd_ |= nul_byte;
  tail_ = tail_ << 8 | octet;
  if (octet == '\n' && (tail_ & 0xFF'FFFF'FFFF) == 0x0D'0A2E'0D0A) {
    ended_ = true;
  } else if (octet == '\n') {
    name_false_end();
  }
  if (ended_) return Taken::end;
  return stuffing ? Taken::stuffing : Taken::content;
}

void DotBlock::name_false_end() {
  for (std::size_t i = 0; i < false_ends.size(); ++i) {
    const FalseEnd& end = false_ends[i];
    if ((tail_ & end.mask) != end.octets) continue;
    // What begins with LF is named so only where that LF had no CR; else it is another row's, or
    // the real end.
    const unsigned octets = static_cast<unsigned>(std::popcount(end.mask));
    const bool begins_with_lf = end.octets >> (octets - 8) == '\n';
    if (begins_with_lf && (tail_ >> octets & 0xFF) == '\r') continue;
    odd_ |= first_false_end << i;
    if (!(taken_ends_ & first_false_end << i)) continue;
    ended_ = true;
    end_name_ = end.name;
    given_ = end.given;
  }
}

bool DotBlock::end_at_too(std::string_view name) {
  for (std::size_t i = 0; i < false_ends.size(); ++i) {
    if (false_ends[i].name != name) continue;
    taken_ends_ |= first_false_end << i;
    return true;
  }
  return false;
}

std::vector<std::string_view> DotBlock::deviations() const {
  std::vector<std::string_view> names;
  if (odd_ & bare_lf) names.push_back("bare-lf");
  if (odd_ & bare_cr) names.push_back("bare-cr");
  if (odd_ & nul_byte) names.push_back("nul-byte");
  for (std::size_t i = 0; i < false_ends.size(); ++i) {
    if (odd_ & first_false_end << i) names.push_back(false_ends[i].name);
  }
  return names;
}

std::vector<std::string_view> names_of_false_ends() {
  std::vector<std::string_view> names;
  for (const FalseEnd& end : false_ends) names.push_back(end.name);
  return names;
}

std::size_t given_of_end(std::string_view name) {
  for (const FalseEnd& end : false_ends) {
    if (end.name == name) return end.given;
  }
  return real_end_given;
}

}  // namespace postiche::wire
