// SPDX-License-Identifier: MIT
#include "harness/base/time.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "harness/base/ascii.h"

namespace postiche {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ns;
};

// Longest first: to_text takes as many of each as fit.
constexpr std::array<Unit, 7> units{{{"d", 86'400'000'000'000},
                                     {"h", 3'600'000'000'000},
                                     {"m", 60'000'000'000},
                                     {"s", 1'000'000'000},
                                     {"ms", 1'000'000},
                                     {"us", 1'000},
                                     {"ns", 1}}};

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

// Reads "90", "1.5" off the front of `text`, in thousandths of a millionth: exact to 9 digits.
struct Decimal {
  std::int64_t whole = 0;
  std::int64_t billionths = 0;
};

std::optional<Decimal> take_decimal(std::string_view& text) {
  std::size_t digits = 0;
  while (digits < text.size() && ascii::is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > 12) return std::nullopt;
  Decimal value;
  value.whole = static_cast<std::int64_t>(*ascii::parse_number(text.substr(0, digits)));
  text.remove_prefix(digits);
  if (text.empty() || text.front() != '.') return value;
  text.remove_prefix(1);
  std::int64_t place = 100'000'000;
  bool any = false;
  while (!text.empty() && ascii::is_digit(text.front())) {
    value.billionths += (text.front() - '0') * place;
    place /= 10;
    any = true;
    text.remove_prefix(1);
  }
  return any ? std::optional(value) : std::nullopt;
}

struct Civil {
  std::int64_t year;
  unsigned month, day;
};

// Days since 1970-01-01 to and from the proleptic Gregorian calendar, by eras of 400 years.
Civil civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

std::int64_t days_from_civil(Civil date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned shifted_month = date.month > 2 ? date.month - 3 : date.month + 9;
  const unsigned day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

struct Broken {
  Civil date;
  int weekday, hour, minute, second, millisecond;
};

Broken break_down(VirtualTime time) {
  std::int64_t seconds = time.ns / 1'000'000'000;
  std::int64_t rest = time.ns % 1'000'000'000;
  if (rest < 0) {
    rest += 1'000'000'000;
    --seconds;
  }
  std::int64_t days = seconds / 86'400;
  std::int64_t of_day = seconds % 86'400;
  if (of_day < 0) {
    of_day += 86'400;
    --days;
  }
  const auto weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  return {civil_from_days(days),           weekday,
          static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60),
          static_cast<int>(of_day % 60),   static_cast<int>(rest / 1'000'000)};
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  text = ascii::trim(text);
  if (text == "forever") return Duration::forever();
  if (text.empty()) return std::nullopt;
  // A hundred years: far from where sums of instants could overflow.
  constexpr std::int64_t longest = std::int64_t{86'400'000'000'000} * 366 * 100;
  std::int64_t total = 0;
  const std::string_view all = text;
  while (!text.empty()) {
    const bool first = text.size() == all.size();
    const auto amount = take_decimal(text);
    if (!amount) return std::nullopt;
    std::size_t letters = 0;
    while (letters < text.size() && ascii::is_alpha(text[letters])) ++letters;
    const Unit* unit = find_unit(first && text.empty() ? "s" : text.substr(0, letters));
    if (!unit || amount->whole > longest / unit->ns) return std::nullopt;
    text.remove_prefix(letters);
    const double fraction = static_cast<double>(amount->billionths) / 1e9;
    total += amount->whole * unit->ns + std::llround(fraction * static_cast<double>(unit->ns));
    if (total > longest) return std::nullopt;
  }
  return Duration{total};
}

std::string to_text(Duration duration) {
  if (duration.is_forever()) return "forever";
  if (duration.ns == 0) return "0s";
  std::string out = duration.ns < 0 ? "-" : "";
  std::int64_t left = duration.ns < 0 ? -duration.ns : duration.ns;
  for (const Unit& unit : units) {
    if (left < unit.ns) continue;
    out += std::to_string(left / unit.ns);
    out += unit.name;
    left %= unit.ns;
  }
  return out;
}

namespace {

// Reads the numbers of "2026-01-31T23:59:60" where "#" stands for a digit in `form`.
std::optional<std::array<int, 6>> take_numbers(std::string_view& text) {
  static constexpr std::string_view form = "####-##-##T##:##:##";
  if (text.size() < form.size()) return std::nullopt;
  std::array<int, 6> numbers{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '#') {
      if (text[i] != form[i]) return std::nullopt;
      ++at;
    } else if (ascii::is_digit(text[i])) {
      numbers[at] = numbers[at] * 10 + (text[i] - '0');
    } else {
      return std::nullopt;
    }
  }
  text.remove_prefix(form.size());
  return numbers;
}

// secfrac = "." 1*DIGIT, if there is one                        RFC 3339 sec 5.6
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (text.empty() || text.front() != '.') return 0;
  const std::string number = "0" + std::string(text);
  std::string_view rest = number;
  const auto value = take_decimal(rest);
  if (!value) return std::nullopt;
  text = text.substr(text.size() - rest.size());
  return value->billionths;
}

}  // namespace

std::optional<VirtualTime> parse_virtual_time(std::string_view text) {
  const auto numbers = take_numbers(text);
  if (!numbers) return std::nullopt;
  const auto [year, month, day, hour, minute, second] = *numbers;
  const Civil date{year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
  if (month < 1 || month > 12 || day < 1 || year < 1970 || year > 2200) return std::nullopt;
  // The thirtieth of February is another day, spelt wrongly.
  const std::int64_t days = days_from_civil(date);
  if (civil_from_days(days).month != date.month) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction || text != "Z") return std::nullopt;
  return VirtualTime{(days * 86'400 + hour * 3600 + minute * 60 + second) * 1'000'000'000 +
                     *fraction};
}

std::string to_text(VirtualTime time) {
  const Broken t = break_down(time);
  std::array<char, 64> out{};
  const int size = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                                 static_cast<int>(t.date.year), t.date.month, t.date.day, t.hour,
                                 t.minute, t.second, t.millisecond);
  return {out.data(), static_cast<std::size_t>(size)};
}

std::string to_mail_date(VirtualTime time) {
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Broken t = break_down(time);
  std::array<char, 64> out{};
  const int size =
      std::snprintf(out.data(), out.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                    days[static_cast<std::size_t>(t.weekday)], t.date.day, months[t.date.month - 1],
                    static_cast<int>(t.date.year), t.hour, t.minute, t.second);
  return {out.data(), static_cast<std::size_t>(size)};
}

}  // namespace postiche
