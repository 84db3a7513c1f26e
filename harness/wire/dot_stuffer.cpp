// SPDX-License-Identifier: MIT
#include "harness/wire/dot_stuffer.h"

#include <cstddef>

namespace postiche::wire {

// Only CRLF ends a line: behind a bare LF a receiver takes no dot out.
bool DotStuffer::begins_line(std::string_view content, std::size_t at) const {
  const char last = at > 0 ? content[at - 1] : tail_[1];
  const char before = at > 1 ? content[at - 2] : tail_[at];
  return before == '\r' && last == '\n';
}

void DotStuffer::append(std::string_view content, std::string& out) {
  std::size_t from = 0;
  for (std::size_t dot = content.find('.'); dot != std::string_view::npos;
       dot = content.find('.', dot + 1)) {
    if (!begins_line(content, dot)) continue;
    out.append(content.substr(from, dot - from)).append(".");
    from = dot;
  }
  out.append(content.substr(from));
  for (const char c : content.substr(content.size() < 2 ? 0 : content.size() - 2)) {
    tail_ = {tail_[1], c};
  }
}

void DotStuffer::finish(std::string& out) {
  if (!begins_line({}, 0)) out += "\r\n";
  out += ".\r\n";
}

}  // namespace postiche::wire
