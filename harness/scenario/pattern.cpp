// SPDX-License-Identifier: MIT
#include "harness/scenario/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <limits>
#include <variant>

#include "harness/base/ascii.h"
#include "harness/base/time.h"

namespace postiche::scenario {

namespace {

// An amount is a count of octets or things, or a time in nanoseconds; the two never compare.
struct Amount {
  bool is_time = false;
  std::uint64_t value = 0;
};

std::optional<Amount> parse_amount(std::string_view text) {
  if (const auto size = parse_size(text)) return Amount{false, *size};
  const auto time = parse_duration(text);
  if (!time || time->ns < 0) return std::nullopt;
  return Amount{true, static_cast<std::uint64_t>(time->ns)};
}

// The attribute's text, read as the kind of amount that the pattern holds.
std::optional<std::uint64_t> read_as(const Amount& wanted, std::string_view value) {
  if (!wanted.is_time) return parse_size(value);
  const auto time = parse_duration(value);
  if (!time || time->ns < 0) return std::nullopt;
  return static_cast<std::uint64_t>(time->ns);
}

struct Operator {
  std::string_view word, sign;
  bool less, equal, greater;  // what the value may be, seen from the amount

  bool holds(std::uint64_t value, std::uint64_t amount) const {
    return value < amount ? less : value > amount ? greater : equal;
  }
};

// Two-letter signs first: "<=" begins with "<".
constexpr std::array operators = {
    Operator{"le", "<=", true, true, false},
    Operator{"ge", ">=", false, true, true},
    Operator{"lt", "<", true, false, false},
    Operator{"gt", ">", false, false, true},
};

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

}  // namespace

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
  struct AnyOf {
    std::vector<Pattern> parts;
  };
  struct AllOf {
    std::vector<Pattern> parts;
  };
  using How = std::variant<Equal, Exact, Glob, Starts, Ends, Contains, Present, Empty, Compare,
                           Between, Regex, AnyOf, AllOf>;

  How how;

  static Pattern make(How how) {
    return Pattern(std::make_shared<const Matcher>(Matcher{std::move(how)}));
  }
  static Result<Pattern> make_regex(std::string_view text);
};

Result<Pattern> Pattern::Matcher::make_regex(std::string_view text) {
  const std::size_t end = text.rfind('/');
  const std::string_view flags = text.substr(end + 1);
  if (end == 0 || !(flags.empty() || flags == "i")) {
    return Error{{},
                 "regular expression '" + std::string(text) + "' does not end with '/' or '/i'",
                 "write {is: ...} for a text that begins with '/'"};
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(4 << 20);
  // Bytes, not characters: what arrives need not be UTF-8, and '.' must match it all the same.
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_case_sensitive(flags.empty());
  const std::string_view body = text.substr(1, end - 1);
  auto re = std::make_unique<re2::RE2>(re2::StringPiece(body.data(), body.size()), options);
  if (!re->ok()) return Error{{}, "bad regular expression: " + re->error(), ""};
  return make(Regex{std::move(re), std::string(text)});
}

Result<Pattern> Pattern::parse(std::string_view text) {
  if (!text.empty() && text[0] == '/') return Matcher::make_regex(text);
  for (const Operator& op : operators) {
    if (text.substr(0, op.sign.size()) != op.sign) continue;
    const std::string_view rest = text.substr(op.sign.size());
    // "<bob@example.com>" is an address, "< 10" a comparison.
    if (rest.empty() || (rest[0] != ' ' && !ascii::is_digit(rest[0]))) break;
    return compare(op.word, rest);
  }
  std::string copy(text);
  if (text.find_first_of("*?") != std::string_view::npos) {
    return Matcher::make(Matcher::Glob{std::move(copy)});
  }
  return Matcher::make(Matcher::Equal{std::move(copy)});
}

Pattern Pattern::is(std::string text) { return Matcher::make(Matcher::Exact{std::move(text)}); }
Pattern Pattern::starts(std::string text) {
  return Matcher::make(Matcher::Starts{std::move(text)});
}
Pattern Pattern::ends(std::string text) { return Matcher::make(Matcher::Ends{std::move(text)}); }
Pattern Pattern::contains(std::string text) {
  return Matcher::make(Matcher::Contains{std::move(text)});
}
Pattern Pattern::present(bool wanted) { return Matcher::make(Matcher::Present{wanted}); }
Pattern Pattern::empty(bool wanted) { return Matcher::make(Matcher::Empty{wanted}); }

Result<Pattern> Pattern::compare(std::string_view operation, std::string_view amount) {
  const std::string_view trimmed = ascii::trim(amount);
  const auto parsed = parse_amount(trimmed);
  if (!parsed) {
    return Error{{}, "'" + std::string(trimmed) + "' is no amount", "such as 10, 10MB or 5m"};
  }
  const auto op = std::find_if(operators.begin(), operators.end(),
                               [&](const Operator& o) { return o.word == operation; });
  POSTICHE_CHECK(op != operators.end());
  return Matcher::make(Matcher::Compare{*op, *parsed, std::string(trimmed)});
}

Result<Pattern> Pattern::between(std::string_view low, std::string_view high) {
  const auto from = parse_amount(ascii::trim(low)), to = parse_amount(ascii::trim(high));
  const std::string text = std::string(low) + " and " + std::string(high);
  if (!from || !to || from->is_time != to->is_time) {
    return Error{
        {}, "'" + text + "' are not two amounts of one kind", "such as [10, 20] or [1MB, 2MB]"};
  }
  if (from->value > to->value) {
    return Error{{}, "nothing is between " + text, "write the smaller amount first"};
  }
  return Matcher::make(Matcher::Between{*from, *to, text});
}

Pattern Pattern::any_of(std::vector<Pattern> parts) {
  return Matcher::make(Matcher::AnyOf{std::move(parts)});
}
Pattern Pattern::all_of(std::vector<Pattern> parts) {
  return Matcher::make(Matcher::AllOf{std::move(parts)});
}

namespace {

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
  bool operator()(const M::AnyOf& p) const {
    return std::any_of(p.parts.begin(), p.parts.end(),
                       [&](const Pattern& part) { return part.matches(value, captures); });
  }
  bool operator()(const M::AllOf& p) const {
    return std::all_of(p.parts.begin(), p.parts.end(),
                       [&](const Pattern& part) { return part.matches(value, captures); });
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

bool Pattern::matches(const std::optional<std::string_view>& value, Captures* captures) const {
  if (!value) return std::visit(HoldsWithoutValue{}, matcher_->how);
  return std::visit(Holds{*value, captures}, matcher_->how);
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

std::vector<std::string> Pattern::group_names() const {
  std::vector<std::string> out;
  if (const auto* regex = std::get_if<Matcher::Regex>(&matcher_->how)) {
    for (const auto& [number, name] : regex->re->CapturingGroupNames()) out.push_back(name);
  }
  const std::vector<Pattern>* parts = nullptr;
  if (const auto* any = std::get_if<Matcher::AnyOf>(&matcher_->how)) parts = &any->parts;
  if (const auto* all = std::get_if<Matcher::AllOf>(&matcher_->how)) parts = &all->parts;
  for (std::size_t i = 0; parts && i < parts->size(); ++i) {
    for (std::string& name : (*parts)[i].group_names()) out.push_back(std::move(name));
  }
  return out;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  text = ascii::trim(text);
  std::size_t digits = 0;
  while (digits < text.size() && ascii::is_digit(text[digits])) ++digits;
  const auto number = ascii::parse_number(text.substr(0, digits));
  std::string_view unit = ascii::trim(text.substr(digits));
  if (!number) return std::nullopt;
  if (unit.empty()) return number;
  if (unit.size() > 1 && unit.back() == 'B') unit.remove_suffix(1);
  // Capitals only: "5m" is five minutes.
  const std::size_t power = std::string_view("BKMG").find(unit);
  if (unit.size() != 1 || power == std::string_view::npos) return std::nullopt;
  const std::uint64_t factor = std::uint64_t{1} << (10 * power);
  if (*number > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
  return *number * factor;
}

}  // namespace postiche::scenario
