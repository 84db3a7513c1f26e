// SPDX-License-Identifier: MIT
#include "harness/imap/internal_date.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t ns_per_second = 1'000'000'000;

// date-month = "Jan" / "Feb" ...: of any case, as all words in ABNF. 0 where there is none.
unsigned month_of(std::string_view text) {
  for (unsigned i = 0; i < months.size(); ++i) {
    if (ascii::equal_ignoring_case(text, months[i])) return i + 1;
  }
  return 0;
}

std::optional<int> number_of(std::string_view digits) {
  const auto number = ascii::parse_number(digits);
  if (!number || *number > 9999) return std::nullopt;
  return static_cast<int>(*number);
}

// `text` is "-Feb-1994".
std::optional<year_month_day> day_in(std::string_view day, std::string_view text) {
  if (text.size() != 9 || text[0] != '-' || text[4] != '-') return std::nullopt;
  const auto number = number_of(day);
  const auto year = number_of(text.substr(5));
  if (!number || !year) return std::nullopt;
  const year_month_day date{std::chrono::year(*year),
                            std::chrono::month(month_of(text.substr(1, 3))),
                            std::chrono::day(static_cast<unsigned>(*number))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT: its seconds. A leap second is let be.
std::optional<int> seconds_of(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number_of(text.substr(0, 2));
  const auto minute = number_of(text.substr(3, 2));
  const auto second = number_of(text.substr(6));
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// zone = ("+" / "-") 4DIGIT: the seconds that it is before UTC.
std::optional<int> zone_of(std::string_view text) {
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto hours = number_of(text.substr(1, 2));
  const auto minutes = number_of(text.substr(3));
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const int seconds = *hours * 3600 + *minutes * 60;
  return text[0] == '-' ? -seconds : seconds;
}

std::int64_t days_of(year_month_day date) {
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
// date-day-fixed = (SP DIGIT) / 2DIGIT                          RFC 9051 sec 9
std::optional<VirtualTime> parse_internal_date(std::string_view text) {
  if (text.size() != 26 || text[11] != ' ' || text[20] != ' ') return std::nullopt;
  const std::string_view day = text.substr(text[0] == ' ' ? 1 : 0, text[0] == ' ' ? 1 : 2);
  const auto date = day_in(day, text.substr(2, 9));
  const auto seconds = seconds_of(text.substr(12, 8));
  const auto zone = zone_of(text.substr(21));
  if (!date || !seconds || !zone) return std::nullopt;
  if (static_cast<int>(date->year()) < 1678 || static_cast<int>(date->year()) > 2261) {
    return std::nullopt;  // nanoseconds count no further
  }
  return VirtualTime{(days_of(*date) * 86'400 + *seconds - *zone) * ns_per_second};
}

std::string to_internal_date(VirtualTime time) {
  const auto moment =
      std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(time.ns));
  const auto midnight = std::chrono::floor<std::chrono::days>(moment);
  const year_month_day date(midnight);
  const auto seconds =
      static_cast<int>(std::chrono::floor<std::chrono::seconds>(moment - midnight).count());
  std::array<char, 64> out{};
  const int size = std::snprintf(
      out.data(), out.size(), "%2u-%s-%04d %02d:%02d:%02d +0000", static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1).data(), static_cast<int>(date.year()),
      seconds / 3600, seconds / 60 % 60, seconds % 60);
  return {out.data(), static_cast<std::size_t>(size)};
}

// date-text = date-day "-" date-month "-" date-year; date-day = 1*2DIGIT
std::optional<year_month_day> parse_day(std::string_view text) {
  if (text.size() != 10 && text.size() != 11) return std::nullopt;
  return day_in(text.substr(0, text.size() - 9), text.substr(text.size() - 9));
}

}  // namespace postiche::imap
