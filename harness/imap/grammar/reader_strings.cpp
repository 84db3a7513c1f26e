// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/imap/characters.h"
#include "harness/imap/grammar/reader.h"
#include "harness/imap/grammar/utf7.h"

namespace postiche::imap {

namespace {

bool has_nul(const Rope& octets) {
  return std::any_of(octets.slices().begin(), octets.slices().end(), [](std::string_view slice) {
    return slice.find('\0') != std::string_view::npos;
  });
}

}  // namespace

const Literal* Reader::literal() {
  if (!at_literal()) return nullptr;
  const Literal& literal = utterance_.literals[index_];
  enter(index_ + 1, 0);
  // CHAR8 = %x01-ff; only a literal8 holds more               RFC 9051 sec 9
  if (!literal.is_binary && has_nul(literal.octets)) note("nul-in-literal");
  return &literal;
}

// QUOTED-CHAR = <any TEXT-CHAR except quoted-specials> / "\" quoted-specials / UTF8-2 ...
//                                                               RFC 9051 sec 9
// UTF-8 is for who has enabled it: RFC 6855 sec 3. What was meant is plain anyway.
void Reader::check_8bit(std::string_view text) {
  if (!ascii::has_8bit(text)) return;
  if (names_ == Encoding::modified_utf7) {
    note("8bit-in-quotes");
  } else if (!utf8::is_valid(text)) {
    note("bad-utf8");
  }
}

std::string Reader::quoted() {
  std::string out;
  take("\"");
  while (true) {
    const std::size_t size = rest_.find_first_of("\"\\");
    out.append(rest_.substr(0, size));
    if (size == std::string_view::npos) {
      refuse("unclosed-quotes");
      return out;
    }
    const bool is_end = rest_[size] == '"';
    rest_.remove_prefix(size + 1);
    if (is_end) break;
    if (next() != '"' && next() != '\\') note("bad-escape");
    if (rest_.empty()) continue;
    out += rest_.front();
    rest_.remove_prefix(1);
  }
  if (std::any_of(out.begin(), out.end(), ascii::is_control)) note("control-character");
  check_8bit(out);
  return out;
}

std::string Reader::string() {
  if (next() == '"') return quoted();
  const Literal* octets = literal();
  if (!octets) {
    refuse(at_end() ? "missing-argument" : "missing-quotes");
    return {};
  }
  if (octets->is_binary) refuse("unexpected-literal8");
  return octets->octets.flatten();
}

std::string Reader::astring() {
  if (next() == '"' || at_literal()) return string();
  const std::string_view word = take_while(is_astring_char);
  if (word.empty()) refuse_next();
  check_end_of_atom();
  return std::string(word);
}

std::optional<std::string> Reader::nstring() {
  if (take_word("NIL")) return std::nullopt;
  return string();
}

std::string Reader::mailbox() { return name_of(astring()); }

std::string Reader::pattern() {
  if (next() == '"' || at_literal()) return name_of(string());
  const std::string_view word = take_while(is_list_char);
  if (word.empty()) refuse_next();
  check_end_of_atom();
  return name_of(std::string(word));
}

// Net-Unicode has no control characters to speak of: RFC 9051 sec 5.1. Raw UTF-8 where modified
// UTF-7 is the rule is let through: what was meant is plain.
std::string Reader::name_of(std::string raw) {
  if (failed()) return {};
  const bool is_raw = names_ == Encoding::utf8 || ascii::has_8bit(raw);
  if (is_raw && names_ == Encoding::modified_utf7) note("8bit-in-mailbox-name");
  auto name = is_raw ? std::optional(std::move(raw)) : to_utf8(raw);
  if (!name || !utf8::is_valid(*name) ||
      std::any_of(name->begin(), name->end(), ascii::is_control)) {
    refuse("bad-mailbox-name");
    return {};
  }
  return *std::move(name);
}

}  // namespace postiche::imap
