// SPDX-License-Identifier: MIT
#include "harness/pop3/top.h"

#include <cstddef>
#include <string_view>

namespace postiche::pop3 {

namespace {

// Finds where to stop. A bare LF ends a line too: the message may have come with it.
class Measure {
 public:
  explicit Measure(std::uint64_t lines) : left_(lines) {}

  // How many octets of `slice` are to be shown: all, until the end is reached.
  std::size_t take(std::string_view slice) {
    std::size_t at = 0;
    while (at < slice.size() && !is_over()) {
      const std::size_t end = slice.find('\n', at);
      if (end == std::string_view::npos) {
        see(slice.substr(at));
        return slice.size();
      }
      see(slice.substr(at, end - at));
      end_line();
      at = end + 1;
    }
    return at;
  }
  bool is_over() const { return in_body_ && left_ == 0; }

 private:
  void see(std::string_view part) {
    length_ += part.size();
    if (!part.empty()) last_ = part.back();
  }
  void end_line() {
    const bool is_empty = length_ == 0 || (length_ == 1 && last_ == '\r');
    if (in_body_) {
      --left_;
    } else {
      in_body_ = is_empty;
    }
    length_ = 0;
  }

  std::uint64_t left_;
  bool in_body_ = false;
  std::size_t length_ = 0;  // of the line so far, and its last octet
  char last_ = '\0';
};

}  // namespace

std::shared_ptr<const Rope> top_of(const std::shared_ptr<const Rope>& message,
                                   std::uint64_t lines) {
  auto top = std::make_shared<Rope>();
  Measure measure(lines);
  for (const std::string_view slice : message->slices()) {
    top->append(slice.substr(0, measure.take(slice)), message);
    if (measure.is_over()) break;
  }
  return top;
}

}  // namespace postiche::pop3
