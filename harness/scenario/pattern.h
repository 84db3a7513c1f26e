// SPDX-License-Identifier: MIT
#pragma once
// What a condition compares with: equal, glob, /regex/ with named groups, a list, a comparison as
// text ("> 10MB"), or a map of starts, ends, contains, present, empty, is, lt, le, gt, ge, between.
// Time is linear in the text, whatever the pattern (RE2).

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/scenario/template.h"

namespace postiche::scenario {

using Captures = std::map<std::string, std::string>;

class Pattern {
 public:
  // From one scalar: "/re/" or "/re/i", "> 10MB", a text with * or ? (glob), else equality.
  static Result<Pattern> parse(std::string_view text);
  // "> 10MB", whether or not its amount is one.
  static bool is_comparison(std::string_view text);
  static Pattern starts(std::string text);
  static Pattern ends(std::string text);
  static Pattern contains(std::string text);
  static Pattern present(bool wanted);
  static Pattern empty(bool wanted);
  // Equality to the letter: no glob, no folding of case.
  static Pattern is(std::string text);
  // lt le gt ge with an amount such as "10", "10MB", "5m".
  static Result<Pattern> compare(std::string_view operation, std::string_view amount);
  static Result<Pattern> between(std::string_view low, std::string_view high);
  // Made anew of `text` at each look, since its names have values only then. `make` takes the text
  // that they give.
  static Pattern bound(Template text, Pattern (*make)(std::string));
  // What parse() makes of a text that is no regular expression; what is no comparison after all
  // never holds.
  static Pattern parse_bound(std::string text);
  static Pattern any_of(std::vector<Pattern> parts);
  static Pattern all_of(std::vector<Pattern> parts);

  // `value` is none where the attribute has no value just now: then only present(false) holds.
  // Equality and glob ignore ASCII case. Named groups of a regex that matched go to `captures`.
  // `names` gives the values that a bound pattern asks for; without it that never holds.
  bool matches(const std::optional<std::string_view>& value, Captures* captures = nullptr,
               const Template::Lookup* names = nullptr) const;
  // `text` with `with` in place of each match of a /regex/ (\1 is its first group), or of all of
  // it where another pattern matches.
  std::string replaced(std::string text, const std::string& with) const;
  // For people: "bob@*", "> 10485760", "one of a, b".
  std::string describe() const;
  // Where it can hold only for one of some texts: these, in lower case. For indexes.
  std::optional<std::vector<std::string>> only_texts() const;
  // What it asks for while the scenario plays; without that nothing can be said of what it matches.
  std::vector<std::string> asked_names() const;
  bool is_bound() const { return !asked_names().empty(); }
  // The named groups that `captures` can get from it.
  std::vector<std::string> group_names() const;

  struct Matcher;  // pattern.cpp's own

 private:
  explicit Pattern(std::shared_ptr<const Matcher> matcher) : matcher_(std::move(matcher)) {}
  std::shared_ptr<const Matcher> matcher_;
};

// "10MB", "2KB", "512": octets, K M G as powers of 1024. Nothing on anything else.
std::optional<std::uint64_t> parse_size(std::string_view text);

}  // namespace postiche::scenario
