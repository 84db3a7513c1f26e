// SPDX-License-Identifier: MIT
#include "harness/judge/message/encoded_words.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/mail/transfer_decoding.h"

namespace postiche::judge {

namespace {

// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="      RFC 2047 sec 2
// Nothing where `text`, which begins with "=?", does not go on like that on one line.
std::optional<EncodedWord> word_at(std::string_view text) {
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const std::size_t charset = line.find('?', 2);
  if (charset == line.npos || charset == 2 || charset + 3 > line.size()) return std::nullopt;
  const char encoding = ascii::upper(line[charset + 1]);
  const bool is_known = (encoding == 'Q' || encoding == 'B') && line[charset + 2] == '?';
  const std::string_view name = line.substr(2, charset - 2);
  if (!is_known || name.find_first_of(" \t") != name.npos) return std::nullopt;
  const std::size_t begin = charset + 3;
  const std::size_t end = line.find("?=", begin);
  if (end == line.npos) return std::nullopt;
  EncodedWord word;
  word.whole = line.substr(0, end + 2);
  word.charset = name.substr(0, name.find('*'));  // RFC 2231 sec 5
  word.encoding = encoding;
  word.text = line.substr(begin, end - begin);
  word.has_space = word.text.find_first_of(" \t") != word.text.npos;
  return word;
}

}  // namespace

std::optional<std::string> EncodedWord::octets() const {
  if (encoding == 'B') return base64::decode(text);
  std::string spaced(text), out;
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  // A space at the end would be taken for one that was added on the way.
  mail::TransferDecoder decoder(mail::TransferEncoding::quoted_printable);
  decoder.append(spaced + "|", out);
  decoder.finish(out);
  if (decoder.is_damaged() || !out.ends_with('|')) return std::nullopt;
  out.pop_back();
  return out;
}

std::vector<EncodedWord> encoded_words_in(std::string_view value) {
  std::vector<EncodedWord> words;
  for (std::size_t at = value.find("=?"); at != value.npos; at = value.find("=?", at)) {
    const auto word = word_at(value.substr(at));
    at += word ? word->whole.size() : 2;
    if (word) words.push_back(*word);
  }
  return words;
}

}  // namespace postiche::judge
