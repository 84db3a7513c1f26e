// SPDX-License-Identifier: MIT
#include "harness/mail/encoded_word.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/mail/charset.h"
#include "harness/mail/transfer_decoding.h"

namespace postiche::mail {

namespace {

// RFC 2047 sec 2 allows 75 octets; many write what they have in one word.
constexpr std::size_t longest_word = 1000;

struct Word {
  std::string_view charset;
  char encoding;  // 'q' or 'b'
  std::string_view text;
  std::size_t length;  // of the whole, in octets
};

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="        RFC 2047 sec 2
// charset may have "*" language at its end                              RFC 2231 sec 5
// Nothing where `text` does not begin with one. Spaces in encoded-text are let pass.
std::optional<Word> leading_word(std::string_view text) {
  const std::string_view window = text.substr(0, longest_word);
  if (!window.starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = window.find('?', 2);
  if (charset_end == std::string_view::npos) return std::nullopt;
  if (charset_end + 2 >= window.size() || window[charset_end + 2] != '?') return std::nullopt;
  const char encoding = ascii::lower(window[charset_end + 1]);
  if (encoding != 'q' && encoding != 'b') return std::nullopt;
  const std::size_t begin = charset_end + 3;
  const std::size_t end = window.find("?=", begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view charset = window.substr(2, charset_end - 2);
  return Word{charset.substr(0, charset.find('*')), encoding, window.substr(begin, end - begin),
              end + 2};
}

// The "Q" encoding is quoted-printable with "_" for a space: RFC 2047 sec 4.2.
std::string octets_of(const Word& word) {
  std::string out;
  const bool is_q = word.encoding == 'q';
  TransferDecoder decoder(is_q ? TransferEncoding::quoted_printable : TransferEncoding::base64);
  for (std::string_view text = word.text; !text.empty();) {
    const std::string_view piece = text.substr(0, is_q ? text.find('_') : text.size());
    decoder.append(piece, out);
    text.remove_prefix(piece.size());
    if (text.empty()) break;
    decoder.append("=20", out);
    text.remove_prefix(1);
  }
  decoder.finish(out);
  return out;
}

class Decoder {
 public:
  explicit Decoder(std::string_view text) : rest_(text) {}

  std::string decode() {
    while (!rest_.empty()) {
      const auto word = rest_.front() == '=' ? leading_word(rest_) : std::nullopt;
      if (word && is_known_charset(word->charset)) {
        take(*word);
      } else {
        take_plain();
      }
    }
    flush();
    return std::move(out_);
  }

 private:
  void take(const Word& word) {
    between_ = {};  // of two words: RFC 2047 sec 6.2
    if (!ascii::equal_ignoring_case(word.charset, charset_)) flush();
    charset_ = word.charset;
    octets_ += octets_of(word);
    in_words_ = true;
    rest_.remove_prefix(word.length);
  }

  // White space, or as much else as holds no encoded word.
  void take_plain() {
    std::size_t end = 0;
    if (ascii::is_blank(rest_.front())) {
      while (end < rest_.size() && ascii::is_blank(rest_[end])) ++end;
      if (in_words_ && between_.empty()) {
        between_ = rest_.substr(0, end);
        return rest_.remove_prefix(end);
      }
    } else {
      end = std::min(rest_.find_first_of("= \t\r\n", 1), rest_.size());
    }
    flush();
    out_ += repair_utf8(rest_.substr(0, end));
    rest_.remove_prefix(end);
  }

  // Writes what the words before say, and the white space behind them.
  void flush() {
    if (in_words_) out_ += to_utf8(octets_, charset_).value_or("");
    out_ += between_;
    octets_.clear();
    between_ = {};
    in_words_ = false;
  }

  std::string_view rest_;
  std::string out_;
  bool in_words_ = false;
  std::string_view charset_;
  std::string octets_;        // of the words at hand, not converted yet
  std::string_view between_;  // white space behind them
};

}  // namespace

std::string decode_encoded_words(std::string_view text) { return Decoder(text).decode(); }

std::string encode_words(std::string_view text) {
  // 60 characters of base64 and 12 around them, of the 75 that a word may have.
  constexpr std::size_t most_octets = 45;
  const std::string repaired = repair_utf8(text);
  std::string out;
  for (std::string_view rest = repaired; !rest.empty();) {
    std::size_t length = std::min(most_octets, rest.size());
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80) {
      --length;
    }
    if (!out.empty()) out += ' ';
    out.append("=?utf-8?b?").append(base64::encode(rest.substr(0, length))).append("?=");
    rest.remove_prefix(length);
  }
  return out;
}

}  // namespace postiche::mail
