// SPDX-License-Identifier: MIT
#pragma once
// One line of the client as a dialogue waits for it: text, {captures}, `*`, or a /regex/ for the
// whole line. The verb, and FROM: and TO: behind it, compare in either case; all else to the
// letter. Each wildcard takes as little as it can and gives nothing back, so the time is linear.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/scenario/pattern.h"
#include "harness/scenario/template.h"

namespace postiche::scenario {

// Names and what they captured, in order.
using Caught = std::vector<std::pair<std::string, std::string>>;

struct LineMatch {
  bool matches = false;
  Caught caught;
  // Where it does not match: what was wanted, with wildcards that did match filled in, so that both
  // differ first at the same octet. A regex tells no such place.
  std::string wanted;
  std::optional<std::size_t> difference;
};

class LinePattern {
 public:
  // `wildcard` stands in the template's texts for each `*`.
  static constexpr char wildcard = '\x01';

  LinePattern() = default;
  // The names in `line` that `is_capture` accepts capture what stands there; all others have a
  // value of their own.
  static LinePattern from(const Template& line,
                          const std::function<bool(std::string_view)>& is_capture);
  // `whole` matches all of a line; `text` is what people see.
  static LinePattern regex(Pattern whole, std::string text);

  // `known` gives the values of names, those captured before included; a capture that it knows
  // nothing of takes what stands in its place.
  LineMatch match(std::string_view line, const Template::Lookup& known) const;
  // For people: "MAIL FROM:<{from}> *".
  std::string describe() const;

 private:
  struct Piece {
    enum class Kind { text, known, capture, any };
    Kind kind = Kind::text;
    std::string text;
  };
  class Walk;

  LineMatch match_pieces(std::size_t count, std::string_view line,
                         const Template::Lookup& known) const;
  LineMatch match_regex(std::string_view line, const Template::Lookup& known) const;
  static std::string written(const Piece& piece);

  std::vector<Piece> pieces_;
  std::size_t folded_ = 0;  // so many octets from the front compare in either case
  bool open_end_ = false;   // ends in " *", which nothing at all may stand for
  std::optional<Pattern> regex_;
  std::string regex_text_;
};

}  // namespace postiche::scenario
