// SPDX-License-Identifier: MIT
#pragma once
// Cuts a byte stream into lines. Knows nothing of any mail protocol.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postiche::wire {

struct Line {
  enum class Ending { crlf, lf, none };

  std::string_view raw;   // every octet, ending included; the cutter's or the caller's bytes
  std::string_view text;  // without the ending
  Ending ending = Ending::none;
  // A piece of a line over the limit. Pieces without an ending are to be recorded and else ignored:
  // neither they nor the last piece are ever a line of their own.
  bool over_long = false;
};

class LineCutter {
 public:
  explicit LineCutter(std::size_t limit) : limit_(limit) {}

  // Eats from the front of `bytes`; gives a line as soon as one is whole, or a piece of an
  // over-long one. Nothing means: all of `bytes` is kept, feed me more. The line's views are good
  // until the next call.
  std::optional<Line> cut(std::string_view& bytes);

  // What was heard of a line that is not whole.
  std::string_view pending() const {
    return given_ ? std::string_view() : std::string_view(carry_);
  }
  bool mid_line() const { return over_long_ || !pending().empty(); }
  // Forgets the pending bytes (after recording them at the end of the stream).
  void drop_pending();

 private:
  Line finish(std::string_view raw);

  std::size_t limit_;
  std::string carry_;       // the front of a line whose end has not come
  bool given_ = false;      // carry_ was given out as a line by the latest call
  bool cr_last_ = false;    // that piece ended in CR: a line ending may be cut in two
  bool over_long_ = false;  // a piece of this line was given out already
};

}  // namespace postiche::wire
