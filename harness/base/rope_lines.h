// SPDX-License-Identifier: MIT
#pragma once
// The lines of a rope, wherever its slices are cut. CRLF and bare LF end one; a CR alone does not.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/rope.h"

namespace postiche {

struct RopeLine {
  Range range;           // in the rope, its ending included
  std::size_t ending{};  // octets of the ending; 0 for the last line where nothing ends it
  std::string_view
      text;  // without the ending, and no more than the limit; good until the next call
};

class RopeLines {
 public:
  // `rope` outlives this. `limit` is how many octets of a line are shown, however it is cut.
  RopeLines(const Rope& rope, std::size_t limit) : slices_(&rope.slices()), limit_(limit) {}

  // Nothing at the end.
  std::optional<RopeLine> next();

 private:
  bool find_octets();
  RopeLine finish(std::size_t ending, std::string_view text);

  const std::vector<std::string_view>* slices_;
  std::size_t limit_;
  std::size_t slice_ = 0;   // the one behind rest_
  std::string_view rest_;   // of the slice at hand
  std::size_t offset_ = 0;  // of rest_ in the rope
  std::size_t begin_ = 0;   // of the line at hand
  std::string joined_;      // its beginning, where a cut went through it
};

}  // namespace postiche
