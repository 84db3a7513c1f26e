// SPDX-License-Identifier: MIT
#pragma once
// What a reply says in one word, as its protocol has it: "250", "+OK", "NO".

#include <string>
#include <string_view>

namespace postiche::engine {

struct ReplyCode {
  ReplyCode() = default;
  // SMTP's, in which the number is the word.
  ReplyCode(int said) : number(said) {}
  // `as` is what SMTP would say: 200, 300 and 500 for those that are positive, go on, or negative.
  ReplyCode(std::string_view said, int as) : number(as), word(said) {}

  int number = 0;              // 0: octets that are no reply
  std::string_view word = {};  // static; empty: the number

  bool is_reply() const { return number != 0; }
  bool is_negative() const { return number >= 400; }
  // RFC 5321 sec 3.8
  bool ends_session() const { return number == 421; }
  std::string text() const { return word.empty() ? std::to_string(number) : std::string(word); }
};

}  // namespace postiche::engine
