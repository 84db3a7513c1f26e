// SPDX-License-Identifier: MIT
#include "harness/scenario/pattern.h"

#include <algorithm>
#include <array>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/base/time.h"
#include "harness/scenario/pattern_matcher.h"

namespace postiche::scenario {

namespace {

std::optional<Amount> parse_amount(std::string_view text) {
  if (const auto size = parse_size(text)) return Amount{false, *size};
  const auto time = parse_duration(text);
  if (!time || time->ns < 0) return std::nullopt;
  return Amount{true, static_cast<std::uint64_t>(time->ns)};
}

// Two-letter signs first: "<=" begins with "<".
constexpr std::array operators = {
    Operator{"le", "<=", true, true, false},
    Operator{"ge", ">=", false, true, true},
    Operator{"lt", "<", true, false, false},
    Operator{"gt", ">", false, false, true},
};

// Of a look-behind, newer versions of RE2 show one character more.
std::string problem_of(const re2::RE2& re) {
  constexpr std::string_view look_behind = "invalid perl operator: (?<";
  return re.error().starts_with(look_behind) ? std::string(look_behind) : re.error();
}

}  // namespace

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
  if (!re->ok()) return Error{{}, "bad regular expression: " + problem_of(*re), ""};
  return make(Regex{std::move(re), std::string(text)});
}

namespace {

// "<bob@example.com>" is an address, "< 10" a comparison.
const Operator* operator_of(std::string_view text) {
  const auto op = std::find_if(operators.begin(), operators.end(),
                               [&](const Operator& o) { return text.starts_with(o.sign); });
  if (op == operators.end()) return nullptr;
  const std::string_view rest = text.substr(op->sign.size());
  return !rest.empty() && (rest[0] == ' ' || ascii::is_digit(rest[0])) ? &*op : nullptr;
}

}  // namespace

bool Pattern::is_comparison(std::string_view text) { return operator_of(text) != nullptr; }

Result<Pattern> Pattern::parse(std::string_view text) {
  if (!text.empty() && text[0] == '/') return Matcher::make_regex(text);
  if (const Operator* const op = operator_of(text)) {
    return compare(op->word, text.substr(op->sign.size()));
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

Pattern Pattern::bound(Template text, Pattern (*make)(std::string)) {
  return Matcher::make(Matcher::Bound{std::move(text), make});
}

Pattern Pattern::parse_bound(std::string text) {
  // What a client has said is never a regular expression.
  if (text.starts_with('/')) return Matcher::make(Matcher::Equal{std::move(text)});
  auto parsed = parse(text);
  return parsed ? *std::move(parsed) : any_of({});
}

Pattern Pattern::any_of(std::vector<Pattern> parts) {
  return Matcher::make(Matcher::AnyOf{std::move(parts)});
}
Pattern Pattern::all_of(std::vector<Pattern> parts) {
  return Matcher::make(Matcher::AllOf{std::move(parts)});
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
