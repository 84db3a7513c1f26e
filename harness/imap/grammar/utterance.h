// SPDX-License-Identifier: MIT
#pragma once
// What one command was heard as: lines, and literals between them.

#include <string_view>
#include <vector>

#include "harness/base/rope.h"

namespace postiche::imap {

struct Literal {
  Rope octets;
  bool is_binary = false;             // literal8: RFC 3516 sec 4.4
  bool is_non_synchronizing = false;  // RFC 7888 sec 3
};

// There is one text more than there are literals. Each but the last ends with the announcement of
// the literal behind it, "{n}", without CRLF; the last is what follows the last literal, without
// its line ending. The views are the transcript's.
struct Utterance {
  std::vector<std::string_view> texts;
  std::vector<Literal> literals;
};

}  // namespace postiche::imap
