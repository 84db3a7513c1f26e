// SPDX-License-Identifier: MIT
#pragma once
// Reads the small words of IMAP off the front of an utterance: spaces, atoms, strings, numbers,
// lists. Knows no command. Who refuses has read to the end: every later word is missing, nothing
// more is named, and all loops stop.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/encoding.h"
#include "harness/imap/grammar/utterance.h"
#include "harness/imap/sequence_set.h"
#include "harness/mail/findings.h"

namespace postiche::imap {

inline constexpr std::uint64_t largest_number32 = std::numeric_limits<std::uint32_t>::max();
// number64 and mod-sequence-value have 63 bits: RFC 9051 sec 9, RFC 7162 sec 7.
inline constexpr std::uint64_t largest_number64 = std::numeric_limits<std::int64_t>::max();

class Reader {
 public:
  // Begins at `offset` of the first text. Utterance and findings must outlive the reader.
  Reader(const Utterance& utterance, std::size_t offset, Encoding names, mail::Findings& findings);

  // Where it stands. What is next: '\0' at the end and before a literal.
  bool at_end() const { return rest_.empty() && literals_left() == 0; }
  bool at_literal() const { return rest_.empty() && literals_left() > 0; }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool failed() const { return !findings_.fault.empty(); }

  void note(std::string_view name);
  void refuse(std::string_view name);

  // Eats `text`, ignoring case, if that is next.
  bool take(std::string_view text);
  // The same, if it is a word of its own.
  bool take_word(std::string_view word);
  // Whether anything follows, behind a space that is eaten. Trailing spaces are let through.
  bool more();
  void expect_space();
  void expect_end();
  // Whatever follows, unread.
  void skip_all();

  // atom; "" where there is none.
  std::string_view atom();
  // A word of letters, digits, dots and hyphens: what names an item before "[", "(" or "<".
  std::string_view item_name();
  std::string string();   // quoted / literal
  std::string astring();  // atom, "]" too / string
  std::optional<std::string> nstring();
  std::string mailbox();  // in UTF-8
  std::string pattern();  // list-mailbox, in UTF-8
  std::string flag();
  SequenceSet sequence_set();
  std::uint64_t number(std::uint64_t largest);
  std::uint64_t number_from_1(std::uint64_t largest);
  // Null where no literal is next.
  const Literal* literal();

  // "(" [each *(SP each)] ")"
  template <typename Each>
  void list(Each each) {
    if (!take("(")) return refuse(at_end() ? "missing-argument" : "missing-parentheses");
    for (bool first = true; !take_end_of_list(first); first = false) each();
  }

 private:
  std::size_t literals_left() const { return literal_count_ - index_; }
  void enter(std::size_t index, std::size_t offset);
  // Eats spaces, and says how many.
  std::size_t spaces();
  // Or the space before the next item.
  bool take_end_of_list(bool is_empty);
  std::string_view take_while(bool (*belongs)(char));
  // Behind an atom.
  void check_end_of_atom();
  // An atom is wanted, and something else is next.
  void refuse_next();
  std::string_view digits();
  std::string quoted();
  void check_8bit(std::string_view text);
  std::string name_of(std::string raw);

  const Utterance& utterance_;
  Encoding names_;
  mail::Findings& findings_;
  std::size_t literal_count_ = 0;
  std::size_t index_ = 0;  // of the text
  std::string_view rest_;  // of it, without the announcement
};

}  // namespace postiche::imap
