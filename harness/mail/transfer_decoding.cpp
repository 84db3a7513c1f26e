// SPDX-License-Identifier: MIT
#include "harness/mail/transfer_decoding.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"

namespace postiche::mail {

namespace {

constexpr std::size_t portion = 4096;
constexpr std::uint8_t no_digit = 0xFF;

// What each character means: RFC 2045 sec 6.8, table 1.
constexpr std::array<std::uint8_t, 256> make_digits() {
  std::array<std::uint8_t, 256> out{};
  out.fill(no_digit);
  std::uint8_t value = 0;
  for (const char c :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
    out[static_cast<unsigned char>(c)] = value++;
  }
  return out;
}

constexpr std::array<std::uint8_t, 256> digits = make_digits();

// Small letters are formally illegal, and are understood: RFC 2045 sec 6.7, its first note.
int hex_of(char c) {
  if (ascii::is_digit(c)) return c - '0';
  const char upper = ascii::upper(c);
  return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
}

}  // namespace

std::optional<TransferEncoding> find_transfer_encoding(std::string_view name) {
  struct Known {
    std::string_view name;
    TransferEncoding encoding;
  };
  static constexpr std::array<Known, 5> known = {
      {{"7bit", TransferEncoding::identity},
       {"8bit", TransferEncoding::identity},
       {"binary", TransferEncoding::identity},
       {"quoted-printable", TransferEncoding::quoted_printable},
       {"base64", TransferEncoding::base64}}};
  for (const Known& each : known) {
    if (ascii::equal_ignoring_case(each.name, name)) return each.encoding;
  }
  return std::nullopt;
}

void TransferDecoder::append(std::string_view piece, std::string& out) {
  switch (encoding_) {
    case TransferEncoding::identity:
      out += piece;
      break;
    case TransferEncoding::quoted_printable:
      append_quoted(piece, out);
      break;
    case TransferEncoding::base64:
      append_base64(piece, out);
      break;
  }
}

void TransferDecoder::finish(std::string& out) {
  // White space at the end means nothing, and a soft line break may have lost its line's end to the
  // boundary behind it.
  if (held_.size() > 1 && held_.front() == '=' && !ascii::is_blank(held_[1])) end_escape(out);
  held_.clear();
  if (characters_ == 1) is_damaged_ = true;
  if (characters_ > 0) append_base64_group(out);
}

// "All line breaks or other characters not found in Table 1 must be ignored by decoding software",
// and "=" is the end; yet some join two encoded texts, so what follows begins anew: RFC 2045 sec
// 6.8.
void TransferDecoder::append_base64(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    if (characters_ == 0 && !is_over_) append_whole_groups(piece, out);
    if (piece.empty()) break;
    const char c = piece.front();
    piece.remove_prefix(1);
    const std::uint8_t digit = digits[static_cast<unsigned char>(c)];
    if (digit != no_digit) {
      if (is_over_) is_damaged_ = true;
      is_over_ = false;
      bits_ = bits_ << 6 | digit;
      if (++characters_ == 4) append_base64_group(out);
    } else if (c == '=') {
      if (characters_ == 1) is_damaged_ = true;
      if (characters_ > 0) append_base64_group(out);
      is_over_ = true;
    } else if (!ascii::is_blank(c)) {
      is_damaged_ = true;
    }
  }
}

// The quick way, as long as nothing stands between the characters.
void TransferDecoder::append_whole_groups(std::string_view& piece, std::string& out) {
  std::size_t at = 0;
  for (; piece.size() - at >= 4; at += 4) {
    const auto digit = [&](std::size_t i) {
      return std::uint32_t{digits[static_cast<unsigned char>(piece[at + i])]};
    };
    if ((digit(0) | digit(1) | digit(2) | digit(3)) > 63) break;
    const std::uint32_t bits = digit(0) << 18 | digit(1) << 12 | digit(2) << 6 | digit(3);
    const std::array<char, 3> octets = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                                        static_cast<char>(bits)};
    out.append(octets.data(), octets.size());
  }
  piece.remove_prefix(at);
}

// Two characters are an octet, three are two; one alone is none.
void TransferDecoder::append_base64_group(std::string& out) {
  bits_ <<= 6 * (4 - characters_);
  for (int i = 0; i + 1 < characters_; ++i) {
    out += static_cast<char>(bits_ >> (16 - 8 * i) & 0xFF);
  }
  bits_ = 0;
  characters_ = 0;
}

// quoted-printable := qp-line *(CRLF qp-line)                   RFC 2045 sec 6.7
void TransferDecoder::append_quoted(std::string_view piece, std::string& out) {
  while (!piece.empty()) {
    if (held_.starts_with('=')) {
      piece = take_escape(piece, out);
      continue;
    }
    const std::size_t end = std::min(piece.find_first_of("= \t\r\n"), piece.size());
    if (end > 0) {
      out.append(held_).append(piece.substr(0, end));
      held_.clear();
      piece.remove_prefix(end);
    } else if (const char c = piece.front(); c == '\n') {
      // What stands before it was not written by the encoder: RFC 2045 sec 6.7, rule 3.
      if (held_.ends_with('\r')) out += '\r';
      out += '\n';
      held_.clear();
      piece.remove_prefix(1);
    } else {
      if (c == '=') {
        out += held_;
        held_.clear();
      }
      held_ += c;
      piece.remove_prefix(1);
    }
  }
}

// hex-octet := "=" 2(DIGIT / "A" / ...), or a soft line break          RFC 2045 sec 6.7
// `held_` has its beginning. Returns what is left of `piece`.
std::string_view TransferDecoder::take_escape(std::string_view piece, std::string& out) {
  const char c = piece.front();
  const bool is_break = held_.size() == 1 ? ascii::is_blank(c) : ascii::is_blank(held_[1]);
  if (is_break && c == '\n') {
    held_.clear();
    return piece.substr(1);
  }
  if (is_break ? ascii::is_blank(c) : hex_of(c) >= 0) {
    held_ += c;
    piece.remove_prefix(1);
    if (is_break || held_.size() < 3) return piece;
    out += static_cast<char>(hex_of(held_[1]) * 16 + hex_of(held_[2]));
    held_.clear();
    return piece;
  }
  end_escape(out);
  return piece;
}

// What began as an escape is none: it stays as it is: RFC 2045 sec 6.7, its second note.
void TransferDecoder::end_escape(std::string& out) {
  is_damaged_ = true;
  out += held_;
  held_.clear();
}

Decoded decode_range(const Rope& message, Range range, TransferEncoding encoding,
                     std::size_t limit) {
  Decoded out;
  TransferDecoder decoder(encoding);
  bool is_full = false;
  message.for_each_piece(range, [&](std::string_view piece) {
    // In portions, so that a large slice is not decoded for a small limit.
    for (; !piece.empty() && !is_full; piece.remove_prefix(std::min(piece.size(), portion))) {
      decoder.append(piece.substr(0, portion), out.octets);
      is_full = out.octets.size() > limit;
    }
  });
  if (!is_full) decoder.finish(out.octets);
  out.is_damaged = decoder.is_damaged();
  out.is_cut = out.octets.size() > limit;
  if (out.is_cut) out.octets.resize(limit);
  return out;
}

}  // namespace postiche::mail
