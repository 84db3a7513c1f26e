// SPDX-License-Identifier: MIT
// What patterns say to values, and of themselves.

#include <algorithm>
#include <variant>

#include "harness/base/ascii.h"
#include "harness/base/time.h"
#include "harness/scenario/pattern_matcher.h"

namespace postiche::scenario {

namespace {

// The attribute's text, read as the kind of amount that the pattern holds.
std::optional<std::uint64_t> read_as(const Amount& wanted, std::string_view value) {
  if (!wanted.is_time) return parse_size(value);
  const auto time = parse_duration(value);
  if (!time || time->ns < 0) return std::nullopt;
  return static_cast<std::uint64_t>(time->ns);
}

bool same(char a, char b) { return ascii::lower(a) == ascii::lower(b); }

// Goes back to the last star only, so the time is bounded by pattern times text.
bool matches_glob(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && (glob[g] == '?' || same(glob[g], text[t]))) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

// Named groups of a match, by re2's numbering.
void keep_groups(const re2::RE2& re, const std::vector<re2::StringPiece>& groups,
                 Captures& captures) {
  for (const auto& [number, name] : re.CapturingGroupNames()) {
    const re2::StringPiece& group = groups[static_cast<std::size_t>(number)];
    captures[name] = std::string(group.data() ? group.data() : "", group.size());
  }
}

}  // namespace

// Says whether a value that is there meets the pattern.
struct Holds {
  std::string_view value;
  Captures* captures;
  const Template::Lookup* names;
  using M = Pattern::Matcher;

  bool operator()(const M::Equal& p) const { return ascii::equal_ignoring_case(value, p.text); }
  bool operator()(const M::Exact& p) const { return value == p.text; }
  bool operator()(const M::Glob& p) const { return matches_glob(p.text, value); }
  bool operator()(const M::Starts& p) const {
    return ascii::starts_with_ignoring_case(value, p.text);
  }
  bool operator()(const M::Ends& p) const {
    return value.size() >= p.text.size() &&
           ascii::equal_ignoring_case(value.substr(value.size() - p.text.size()), p.text);
  }
  bool operator()(const M::Contains& p) const {
    return std::search(value.begin(), value.end(), p.text.begin(), p.text.end(), same) !=
               value.end() ||
           p.text.empty();
  }
  bool operator()(const M::Present& p) const { return p.wanted; }
  bool operator()(const M::Empty& p) const { return value.empty() == p.wanted; }
  bool operator()(const M::Compare& p) const {
    const auto number = read_as(p.amount, value);
    return number && p.op.holds(*number, p.amount.value);
  }
  bool operator()(const M::Between& p) const {
    const auto number = read_as(p.low, value);
    return number && *number >= p.low.value && *number <= p.high.value;
  }
  bool operator()(const M::Regex& p) const {
    const re2::StringPiece text(value.data(), value.size());
    if (!captures || p.re->NumberOfCapturingGroups() == 0) {
      return p.re->Match(text, 0, value.size(), re2::RE2::UNANCHORED, nullptr, 0);
    }
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(p.re->NumberOfCapturingGroups()) +
                                         1);
    if (!p.re->Match(text, 0, value.size(), re2::RE2::UNANCHORED, groups.data(),
                     static_cast<int>(groups.size()))) {
      return false;
    }
    keep_groups(*p.re, groups, *captures);
    return true;
  }
  bool operator()(const M::Bound& p) const {
    return names && p.make(p.text.expand(*names)).matches(value, captures);
  }
  bool operator()(const M::AnyOf& p) const {
    return std::any_of(p.parts.begin(), p.parts.end(),
                       [&](const Pattern& part) { return part.matches(value, captures, names); });
  }
  bool operator()(const M::AllOf& p) const {
    return std::all_of(p.parts.begin(), p.parts.end(),
                       [&](const Pattern& part) { return part.matches(value, captures, names); });
  }
};

// Where there is no value only the absence of one can be met.
struct HoldsWithoutValue {
  using M = Pattern::Matcher;
  static bool met(const Pattern& part) { return part.matches(std::nullopt); }

  bool operator()(const M::Present& p) const { return !p.wanted; }
  bool operator()(const M::AnyOf& p) const {
    return std::any_of(p.parts.begin(), p.parts.end(), met);
  }
  bool operator()(const M::AllOf& p) const {
    return std::all_of(p.parts.begin(), p.parts.end(), met);
  }
  template <typename Other>
  bool operator()(const Other&) const {
    return false;
  }
};

bool Pattern::matches(const std::optional<std::string_view>& value, Captures* captures,
                      const Template::Lookup* names) const {
  if (!value) return std::visit(HoldsWithoutValue{}, matcher_->how);
  return std::visit(Holds{*value, captures, names}, matcher_->how);
}

std::string Pattern::replaced(std::string text, const std::string& with) const {
  if (const auto* regex = std::get_if<Matcher::Regex>(&matcher_->how)) {
    re2::RE2::GlobalReplace(&text, *regex->re, with);
    return text;
  }
  return matches(text) ? with : text;
}

struct Describe {
  using M = Pattern::Matcher;
  static std::string join(const std::vector<Pattern>& parts, const char* between) {
    std::string out;
    for (const Pattern& part : parts) out += (out.empty() ? "" : between) + part.describe();
    return out;
  }

  std::string operator()(const M::Equal& p) const { return p.text.empty() ? "''" : p.text; }
  std::string operator()(const M::Exact& p) const { return "exactly '" + p.text + "'"; }
  std::string operator()(const M::Glob& p) const { return p.text; }
  std::string operator()(const M::Starts& p) const { return "starts with '" + p.text + "'"; }
  std::string operator()(const M::Ends& p) const { return "ends with '" + p.text + "'"; }
  std::string operator()(const M::Contains& p) const { return "contains '" + p.text + "'"; }
  std::string operator()(const M::Present& p) const { return p.wanted ? "present" : "absent"; }
  std::string operator()(const M::Empty& p) const { return p.wanted ? "empty" : "not empty"; }
  std::string operator()(const M::Compare& p) const {
    const std::string amount = p.amount.is_time ? p.text : std::to_string(p.amount.value);
    return std::string(p.op.sign) + " " + amount;
  }
  std::string operator()(const M::Between& p) const { return "between " + p.text; }
  std::string operator()(const M::Regex& p) const { return p.text; }
  std::string operator()(const M::Bound& p) const {
    const std::string text =
        p.text.expand([](std::string_view name) { return "{" + std::string(name) + "}"; });
    return p.make == &Pattern::parse_bound ? text : p.make(text).describe();
  }
  std::string operator()(const M::AnyOf& p) const { return "one of " + join(p.parts, ", "); }
  std::string operator()(const M::AllOf& p) const { return join(p.parts, " and "); }
};

std::string Pattern::describe() const { return std::visit(Describe{}, matcher_->how); }

std::optional<std::vector<std::string>> Pattern::only_texts() const {
  if (const auto* equal = std::get_if<Matcher::Equal>(&matcher_->how)) {
    return std::vector{ascii::to_lower(equal->text)};
  }
  if (const auto* exact = std::get_if<Matcher::Exact>(&matcher_->how)) {
    return std::vector{ascii::to_lower(exact->text)};
  }
  const auto* const any = std::get_if<Matcher::AnyOf>(&matcher_->how);
  if (!any) return std::nullopt;
  std::vector<std::string> all;
  for (const Pattern& part : any->parts) {
    auto texts = part.only_texts();
    if (!texts) return std::nullopt;
    std::move(texts->begin(), texts->end(), std::back_inserter(all));
  }
  return all;
}

const std::vector<Pattern>& Pattern::Matcher::parts() const {
  static const std::vector<Pattern> none;
  if (const auto* const any = std::get_if<AnyOf>(&how)) return any->parts;
  if (const auto* const all = std::get_if<AllOf>(&how)) return all->parts;
  return none;
}

std::vector<std::string> Pattern::asked_names() const {
  std::vector<std::string> out;
  if (const auto* const bound = std::get_if<Matcher::Bound>(&matcher_->how)) {
    for (const std::string_view name : bound->text.names()) out.emplace_back(name);
  }
  for (const Pattern& part : matcher_->parts()) {
    for (std::string& name : part.asked_names()) out.push_back(std::move(name));
  }
  return out;
}

std::vector<std::string> Pattern::group_names() const {
  std::vector<std::string> out;
  if (const auto* regex = std::get_if<Matcher::Regex>(&matcher_->how)) {
    for (const auto& [number, name] : regex->re->CapturingGroupNames()) out.push_back(name);
  }
  for (const Pattern& part : matcher_->parts()) {
    for (std::string& name : part.group_names()) out.push_back(std::move(name));
  }
  return out;
}

}  // namespace postiche::scenario
