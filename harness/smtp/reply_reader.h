// SPDX-License-Identifier: MIT
#pragma once
// Bytes from a receiver become replies. Total and bounded: any bytes give replies or something that
// is none, and what was odd in them is named.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/reply.h"
#include "harness/wire/line_cutter.h"

namespace postiche::smtp {

struct HeardReply {
  std::optional<Reply> reply;  // nothing: it was no reply, and nothing is sure any more
  std::vector<std::string_view> deviations;  // names, static
};

class ReplyReader {
 public:
  // Eats from the front of `bytes`; gives a reply as soon as its last line is whole, and leaves
  // what stands behind it. Nothing means: all of `bytes` is kept, feed me more. Deviations:
  //   let through  bare-lf, over-long-line (512 octets, RFC 5321 sec 4.5.3.1.5; what is beyond 4096
  //                is lost), missing-separator ("250OK"), mixed-codes (the last one counts),
  //                control-character, 8bit-in-reply
  //   no reply     garbled-code, endless-reply (more than 1000 lines)
  std::optional<HeardReply> read(std::string_view& bytes);

 private:
  bool take(const wire::Line& line);
  bool take_text(std::string_view text);
  HeardReply finish();
  void note(std::string_view name);

  wire::LineCutter cutter_{4096};
  bool inside_long_ = false;        // the rest of a line that was taken already comes
  bool long_is_last_ = false;       // and that line was the last of its reply
  std::vector<std::string> lines_;  // texts
  std::string code_;
  bool garbled_ = false;
  std::vector<std::string_view> deviations_;
};

}  // namespace postiche::smtp
