// SPDX-License-Identifier: MIT
#include "harness/mail/structured_text.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::mail {

bool StructuredText::take(char c) {
  if (at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

std::string_view StructuredText::take_until(std::string_view stops) {
  const std::size_t end = std::min(text_.find_first_of(stops, at_), text_.size());
  const std::string_view taken = text_.substr(at_, end - at_);
  at_ = end;
  return taken;
}

// CFWS = (1*([FWS] comment) [FWS]) / FWS                        RFC 5322 sec 3.2.2
// Line ends can only be those that broke the folding.
bool StructuredText::skip_blank() {
  const std::size_t begin = at_;
  while (!at_end()) {
    const char c = text_[at_];
    if (c == '(') {
      skip_comment();
    } else if (ascii::is_blank(c)) {
      ++at_;
    } else {
      break;
    }
  }
  return at_ != begin;
}

// comment  = "(" *([FWS] ccontent) [FWS] ")"                    RFC 5322 sec 3.2.2
// ccontent = ctext / quoted-pair / comment
void StructuredText::skip_comment() {
  comment_.clear();
  std::size_t depth = 1;
  for (++at_; !at_end(); ++at_) {
    char c = text_[at_];
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) break;
    if (c == '\\' && at_ + 1 < text_.size()) c = text_[++at_];
    comment_ += c;
  }
  close(')');
}

// quoted-string = [CFWS] DQUOTE *([FWS] qcontent) [FWS] DQUOTE [CFWS]   RFC 5322 sec 3.2.4
std::string StructuredText::take_quoted() {
  std::string out;
  for (++at_; !at_end() && text_[at_] != '"'; ++at_) {
    if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    out += text_[at_];
  }
  close('"');
  return out;
}

// domain-literal = [CFWS] "[" *([FWS] dtext) [FWS] "]" [CFWS]   RFC 5322 sec 3.4.1
std::string_view StructuredText::take_literal() {
  const std::size_t begin = at_;
  at_ = std::min(text_.find(']', at_), text_.size());
  close(']');
  return text_.substr(begin, at_ - begin);
}

void StructuredText::close(char c) {
  if (!take(c)) is_open_ = true;
}

}  // namespace postiche::mail
