// SPDX-License-Identifier: MIT
#pragma once
// What a pattern is made of, for pattern.cpp, which makes them, and pattern_match.cpp, which asks
// them.

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/scenario/pattern.h"

namespace postiche::scenario {

// An amount is a count of octets or things, or a time in nanoseconds; the two never compare.
struct Amount {
  bool is_time = false;
  std::uint64_t value = 0;
};

struct Operator {
  std::string_view word, sign;
  bool less, equal, greater;  // what the value may be, seen from the amount

  bool holds(std::uint64_t value, std::uint64_t amount) const {
    return value < amount ? less : value > amount ? greater : equal;
  }
};

// One alternative for each way to compare; each says whether it holds and how it reads.
struct Pattern::Matcher {
  struct Equal {
    std::string text;
  };
  struct Exact {
    std::string text;
  };
  struct Glob {
    std::string text;
  };
  struct Starts {
    std::string text;
  };
  struct Ends {
    std::string text;
  };
  struct Contains {
    std::string text;
  };
  struct Present {
    bool wanted;
  };
  struct Empty {
    bool wanted;
  };
  struct Compare {
    Operator op;
    Amount amount;
    std::string text;
  };
  struct Between {
    Amount low, high;
    std::string text;
  };
  struct Regex {
    std::unique_ptr<re2::RE2> re;
    std::string text;
  };
  struct Bound {
    Template text;
    Pattern (*make)(std::string);
  };
  struct AnyOf {
    std::vector<Pattern> parts;
  };
  struct AllOf {
    std::vector<Pattern> parts;
  };
  using How = std::variant<Equal, Exact, Glob, Starts, Ends, Contains, Present, Empty, Compare,
                           Between, Regex, Bound, AnyOf, AllOf>;

  How how;

  // Of a list, or of a map.
  const std::vector<Pattern>& parts() const;
  static Pattern make(How how) {
    return Pattern(std::make_shared<const Matcher>(Matcher{std::move(how)}));
  }
  static Result<Pattern> make_regex(std::string_view text);
};

}  // namespace postiche::scenario
