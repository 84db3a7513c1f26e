// SPDX-License-Identifier: MIT
#pragma once
// A walk over the value of a structured field, unfolded: RFC 5322 sec 3.2. What is left open ends
// where the text does, and nesting costs no stack. Knows nothing of any field.

#include <cstddef>
#include <string>
#include <string_view>

namespace postiche::mail {

class StructuredText {
 public:
  // Walks over `text`, which outlives this.
  explicit StructuredText(std::string_view text) : text_(text) {}

  // Whether the text ended inside of a comment, a quoted-string or a literal.
  bool is_open() const { return is_open_; }
  bool at_end() const { return at_ == text_.size(); }
  // '\0' at the end.
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  std::size_t position() const { return at_; }
  std::string_view between(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  void step() { at_ += at_end() ? 0 : 1; }
  // Steps over `c` where it stands here.
  bool take(char c);
  // As far as one of `stops`, which is not taken.
  std::string_view take_until(std::string_view stops);

  // Steps over white space and comments; true where there was any.
  bool skip_blank();
  // What the latest comment says, without its quoting; comments inside keep their parentheses.
  const std::string& comment() const { return comment_; }
  void forget_comment() { comment_.clear(); }

  // What the quoted-string that begins here means.
  std::string take_quoted();
  // The domain-literal that begins here, with its brackets.
  std::string_view take_literal();

 private:
  void skip_comment();
  void close(char c);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string comment_;
  bool is_open_ = false;
};

}  // namespace postiche::mail
