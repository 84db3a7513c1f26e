// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/reader.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/imap/characters.h"
#include "harness/imap/grammar/announcement.h"

namespace postiche::imap {

Reader::Reader(const Utterance& utterance, std::size_t offset, Encoding names,
               mail::Findings& findings)
    : utterance_(utterance),
      names_(names),
      findings_(findings),
      literal_count_(std::min(utterance.literals.size(),
                              std::max<std::size_t>(utterance.texts.size(), 1) - 1)) {
  if (!utterance.texts.empty()) enter(0, offset);
}

void Reader::enter(std::size_t index, std::size_t offset) {
  index_ = index;
  rest_ = utterance_.texts[index];
  const auto announcement = announced_literal(rest_);
  if (literals_left() > 0 && announcement) rest_.remove_suffix(announcement->text.size());
  rest_.remove_prefix(std::min(offset, rest_.size()));
}

void Reader::note(std::string_view name) {
  if (!failed()) findings_.note(name);
}

void Reader::refuse(std::string_view name) {
  if (failed()) return;
  findings_.refuse(name);
  skip_all();
}

void Reader::skip_all() {
  index_ = literal_count_;
  rest_ = {};
}

bool Reader::take(std::string_view text) {
  if (!ascii::starts_with_ignoring_case(rest_, text)) return false;
  rest_.remove_prefix(text.size());
  return true;
}

bool Reader::take_word(std::string_view word) {
  if (rest_.size() > word.size() && is_atom_char(rest_[word.size()])) return false;
  return take(word);
}

std::size_t Reader::spaces() {
  const std::string_view eaten = take_while(ascii::is_space);
  if (eaten.find('\t') != std::string_view::npos) note("tab-as-space");
  return eaten.size();
}

bool Reader::more() {
  if (at_end()) return false;
  const std::size_t count = spaces();
  if (at_end()) {
    note("trailing-white-space");
    return false;
  }
  if (count > 1) note("extra-white-space");
  if (count == 0) refuse("missing-space");
  return !failed();
}

void Reader::expect_space() {
  if (next() == ')' || !more()) refuse("missing-argument");
}

void Reader::expect_end() {
  if (spaces() > 0) note(at_end() ? "trailing-white-space" : "extra-white-space");
  if (!at_end()) refuse("unexpected-argument");
}

// Spaces inside the parentheses are let through: what was meant is plain.
bool Reader::take_end_of_list(bool is_empty) {
  if (failed()) return true;
  const std::size_t wanted = is_empty || next() == ')' ? 0 : 1;
  const std::size_t count = spaces();
  if (count > (next() == ')' ? 0 : wanted)) note("extra-white-space");
  if (take(")")) return true;
  if (at_end()) refuse("unclosed-list");
  if (count < wanted) refuse("missing-space");
  return failed();
}

std::string_view Reader::take_while(bool (*belongs)(char)) {
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
  const auto word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(word.size());
  return word;
}

void Reader::refuse_next() {
  const char c = next();
  if (at_end()) return refuse("missing-argument");
  if (at_literal()) return refuse("literal-as-atom");
  if (c == '"') return refuse("quoted-atom");
  if (c == '{') return refuse("bad-literal");
  if (ascii::is_8bit(c)) return refuse("8bit-in-atom");
  refuse("bad-atom");
}

// What separates words, or begins another production, may follow; what only looks like a part of
// the atom may not.
void Reader::check_end_of_atom() {
  const char c = next();
  if (c == '\0' || ascii::is_space(c)) return;
  if (ascii::is_8bit(c)) return refuse("8bit-in-atom");
  if (ascii::is_control(c) || is_list_wildcard(c) || c == '"' || c == '\\' || c == '{' ||
      c == ']') {
    refuse("bad-atom");
  }
}

std::string_view Reader::atom() {
  const std::string_view word = take_while(is_atom_char);
  if (word.empty()) refuse_next();
  check_end_of_atom();
  return word;
}

std::string_view Reader::item_name() {
  const std::string_view word =
      take_while([](char c) { return ascii::is_alnum(c) || c == '.' || c == '-'; });
  if (word.empty()) refuse_next();
  return word;
}

std::string_view Reader::digits() { return take_while(ascii::is_digit); }

std::uint64_t Reader::number(std::uint64_t largest) {
  if (at_end() || at_literal()) refuse_next();
  const std::string_view text = digits();
  const auto number = ascii::parse_number(text);
  if (!number || *number > largest) {
    refuse("bad-number");
    return 0;
  }
  if (text.size() > 1 && text.front() == '0') note("leading-zeros");
  return *number;
}

std::uint64_t Reader::number_from_1(std::uint64_t largest) {
  const std::uint64_t value = number(largest);
  if (value == 0) refuse("bad-number");
  return value;
}

SequenceSet Reader::sequence_set() {
  if (at_end() || at_literal()) refuse_next();
  const std::string_view text = take_while(
      [](char c) { return ascii::is_digit(c) || c == '*' || c == ':' || c == ',' || c == '$'; });
  auto set = parse_sequence_set(text);
  const bool ends = at_end() || ascii::is_space(next()) || next() == ')';
  if (!set || !ends) refuse("bad-sequence-set");
  return set.value_or(SequenceSet{});
}

// flag = "\" atom / atom; \Recent is the server's alone         RFC 9051 sec 9, RFC 3501 sec 9
std::string Reader::flag() {
  std::string flag = take("\\") ? "\\" : "";
  const bool is_missing = flag.empty() && (next() == '\0' || ascii::is_8bit(next()));
  if (!is_missing && !is_atom_char(next())) refuse("bad-flag");
  flag += atom();
  if (ascii::equal_ignoring_case(flag, "\\Recent")) refuse("bad-flag");
  return flag;
}

}  // namespace postiche::imap
