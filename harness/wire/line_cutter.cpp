// SPDX-License-Identifier: MIT
#include "harness/wire/line_cutter.h"

#include <algorithm>

namespace postiche::wire {

std::optional<Line> LineCutter::cut(std::string_view& bytes) {
  if (given_) drop_pending();
  if (bytes.empty()) return std::nullopt;
  // Where a piece is cut depends on the octets alone, never on how they came: at the newline, or
  // when `limit_` octets are together without one.
  const std::size_t room = limit_ - carry_.size();
  const std::string_view window = bytes.substr(0, room);
  const std::size_t newline = window.find('\n');
  const std::size_t taken = newline == std::string_view::npos ? window.size() : newline + 1;
  const bool whole = newline != std::string_view::npos || taken == room;
  if (whole && carry_.empty()) {
    const std::string_view raw = bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    return finish(raw);
  }
  carry_.append(bytes.substr(0, taken));
  bytes.remove_prefix(taken);
  if (!whole) return std::nullopt;
  given_ = true;
  return finish(carry_);
}

Line LineCutter::finish(std::string_view raw) {
  Line line;
  line.raw = raw;
  line.text = raw;
  line.over_long = over_long_;
  const bool cr_before = over_long_ && cr_last_;
  cr_last_ = raw.back() == '\r';
  if (raw.back() != '\n') {
    line.over_long = over_long_ = true;
    return line;
  }
  over_long_ = false;
  line.text.remove_suffix(1);
  line.ending = Line::Ending::lf;
  if (line.text.empty() && cr_before) line.ending = Line::Ending::crlf;
  if (!line.text.empty() && line.text.back() == '\r') {
    line.text.remove_suffix(1);
    line.ending = Line::Ending::crlf;
  }
  return line;
}

void LineCutter::drop_pending() {
  // A burst of long lines must not pin its memory for the life of an idle connection.
  if (carry_.capacity() > 1024) {
    carry_ = std::string();
  } else {
    carry_.clear();
  }
  given_ = false;
}

}  // namespace postiche::wire
