// SPDX-License-Identifier: MIT
#pragma once
// The messages of an mbox file: RFC 4155 sec A, and what others made of it. Knows no files,
// only their octets. Any octets have messages.
//
//   From alice@example.com Fri Nov 21 09:55:06 1997     begins one, and says when it came
//   Subject: hello
//   Status: RO                                          flags, which are not part of it
//
//   >From here on it is quoted.
//                                                       an empty line ends it

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"
#include "harness/store/flags.h"

namespace postiche::store {

struct FiledMessage {
  std::string octets;  // with CRLF at the end of its lines
  Flags flags;
  std::optional<VirtualTime> date;  // when it came, where that was said
};

// How lines of a body that look as if they began a message were written.
enum class FromQuoting : std::uint8_t {
  mboxrd,  // ">" before those that begin with "From ", ">From ", ">>From " ...: all lose one
  mboxo,   // ">" before those that begin with "From ": what was ">From " is lost
  none,    // not at all, as where Content-Length counts
};

// A message begins at a line "From " with a date, at the beginning or behind an empty line. What
// stands before the first is a message too, if it is more than empty lines. Linear.
std::vector<FiledMessage> split_mbox(std::string_view file,
                                     FromQuoting quoting = FromQuoting::mboxrd);

}  // namespace postiche::store
