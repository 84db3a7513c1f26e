// SPDX-License-Identifier: MIT
// Invariants. A transfer encoding is undone the same wherever the octets are cut, and base64 that
// we wrote comes back. Whatever the octets, charset or field, what is decoded is UTF-8; what we
// encode as words reads back. Folding and line endings done twice are done once, and a text has
// each of its pieces. Words of HTML are UTF-8, and no more than asked for.
//
// Input: an octet that says how long slices are, one that chooses a charset, and octets.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/base64.h"
#include "harness/base/bug.h"
#include "harness/base/utf8.h"
#include "harness/mail/base_subject.h"
#include "harness/mail/case_folding.h"
#include "harness/mail/charset.h"
#include "harness/mail/date.h"
#include "harness/mail/encoded_word.h"
#include "harness/mail/html_text.h"
#include "harness/mail/line_endings.h"
#include "harness/mail/transfer_decoding.h"
#include "tests/mail/cut_rope.h"

namespace {

using namespace postiche;
using namespace postiche::mail;

constexpr std::array<std::string_view, 12> charsets = {
    "utf-8",       "us-ascii",    "iso-8859-15", "windows-1252", "koi8-r", "shift_jis",
    "iso-2022-jp", "iso-2022-kr", "gb18030",     "utf-7",        "utf-16", "nobody-knows"};

Decoded decode_all(const Rope& rope, TransferEncoding encoding) {
  return decode_range(rope, {0, rope.size()}, encoding, rope.size() + 1);
}

void check_transfer(std::string_view octets, std::size_t slice) {
  const Rope whole{std::string(octets)};
  const Rope cut = testing::cut_rope(octets, slice);
  for (const auto encoding :
       {TransferEncoding::identity, TransferEncoding::quoted_printable, TransferEncoding::base64}) {
    const Decoded decoded = decode_all(whole, encoding);
    const Decoded again = decode_all(cut, encoding);
    POSTICHE_CHECK(decoded.octets == again.octets);
    POSTICHE_CHECK(decoded.is_damaged == again.is_damaged);
    POSTICHE_CHECK(!decoded.is_cut && decoded.octets.size() <= octets.size());
    const std::size_t limit = decoded.octets.size() / 2;
    POSTICHE_CHECK(decode_range(cut, {0, cut.size()}, encoding, limit).octets ==
                   decoded.octets.substr(0, limit));
  }
  const Decoded back = decode_all(Rope(base64::encode(octets)), TransferEncoding::base64);
  POSTICHE_CHECK(back.octets == octets && !back.is_damaged);
}

void check_texts(std::string_view octets, std::string_view charset) {
  if (const auto text = to_utf8(octets, charset)) POSTICHE_CHECK(utf8::is_valid(*text));
  POSTICHE_CHECK(utf8::is_valid(decode_encoded_words(octets)));
  POSTICHE_CHECK(utf8::is_valid(base_subject_of(octets).text));
  const std::string text = repair_utf8(octets);
  POSTICHE_CHECK(decode_encoded_words(encode_words(text)) == text);
  const std::string words = text_of_html(text, 100);
  POSTICHE_CHECK(utf8::is_valid(words) && words.size() <= 100);
}

void check_again(std::string_view octets, std::size_t slice) {
  const std::string folded = fold_case(octets);
  POSTICHE_CHECK(fold_case(folded) == folded);
  const std::size_t at = std::min(slice, folded.size());
  POSTICHE_CHECK(contains_folded(octets, std::string_view(folded).substr(at, slice)));
  POSTICHE_CHECK(contains_folded(octets, folded));
  const std::string lines = with_crlf(octets);
  POSTICHE_CHECK(with_crlf(lines) == lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t slice = std::size_t{data[0]} + 1;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 2, size - 2);
  check_transfer(octets, slice);
  check_texts(octets, charsets[data[1] % charsets.size()]);
  check_again(octets, slice);
  if (const auto date = parse_date(octets)) POSTICHE_CHECK(date->day.ok());
  return 0;
}
