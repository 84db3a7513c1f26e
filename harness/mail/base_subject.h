// SPDX-License-Identifier: MIT
#pragma once
// A subject without "Re:", "[list]" and "(fwd)": what SORT and THREAD compare, RFC 5256 sec 2.1.

#include <string>
#include <string_view>

namespace postiche::mail {

struct BaseSubject {
  std::string text;  // in UTF-8, and in the case of the subject
  // Whether something that says so was taken off: RFC 5256 sec 3 asks.
  bool is_reply_or_forward = false;
};

// Of an unfolded subject, encoded words and all. Total, and linear.
BaseSubject base_subject_of(std::string_view subject);

}  // namespace postiche::mail
