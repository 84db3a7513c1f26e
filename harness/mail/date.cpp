// SPDX-License-Identifier: MIT
#include "harness/mail/date.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/mail/structured_text.h"

namespace postiche::mail {

namespace {

// More than any date has; what is behind that is not looked at.
constexpr std::size_t longest_date = 200, most_words = 16;

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekdays = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};

struct Zone {
  std::string_view name;
  int hours;
};

// obs-zone = "UT" / "GMT" / "EST" / ...                         RFC 5322 sec 4.3
// The letters of the military mean nothing that can be relied on, like all names not listed here.
constexpr std::array<Zone, 8> zones = {{{"est", -5},
                                        {"edt", -4},
                                        {"cst", -6},
                                        {"cdt", -5},
                                        {"mst", -7},
                                        {"mdt", -6},
                                        {"pst", -8},
                                        {"pdt", -7}}};

using DateWords = std::vector<std::string_view>;

// Where a "-" is a separator, as in "17-Jul-1996", and where the sign of a zone.
bool begins_zone(std::string_view text) {
  return text.size() >= 5 && ascii::is_digit(text[1]) && ascii::is_digit(text[2]) &&
         ascii::is_digit(text[3]) && ascii::is_digit(text[4]);
}

void split_word(std::string_view word, DateWords& out) {
  while (!word.empty() && out.size() < most_words) {
    if (word.front() == ',' || (word.front() == '-' && (!begins_zone(word) || out.size() < 3))) {
      word.remove_prefix(1);
      continue;
    }
    const std::size_t end = word.find_first_of(",-+", 1);
    out.push_back(word.substr(0, end));
    word.remove_prefix(end == std::string_view::npos ? word.size() : end);
  }
}

// Without comments, and without white space about the colons: "09(h) : 55" is obs-hour and
// obs-minute, RFC 5322 sec 4.3.
std::string without_comments(std::string_view value) {
  std::string out;
  StructuredText text(value);
  while (out.size() < longest_date) {
    const bool is_apart = text.skip_blank() && !out.empty() && out.back() != ':';
    if (text.at_end()) break;
    if (is_apart && text.peek() != ':') out += ' ';
    out += text.take_until(" \t\r\n(").substr(0, longest_date);
  }
  return out;
}

// Views of `text`.
DateWords words_of(std::string_view text) {
  DateWords out;
  for (const std::string_view word : ascii::split(text, ' ')) split_word(word, out);
  return out;
}

// The number of the name that begins as `word` does, from 0.
template <std::size_t count>
std::optional<unsigned> find_name(const std::array<std::string_view, count>& names,
                                  std::string_view word) {
  for (unsigned i = 0; i < count; ++i) {
    if (ascii::starts_with_ignoring_case(word, names[i])) return i;
  }
  return std::nullopt;
}

std::optional<int> number_of(std::string_view word, std::size_t most_digits) {
  if (word.size() > most_digits) return std::nullopt;
  const auto number = ascii::parse_number(word);
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

// obs-year = [CFWS] 2*DIGIT [CFWS]                              RFC 5322 sec 4.3
std::optional<int> year_of(std::string_view word) {
  const auto number = word.size() < 2 ? std::nullopt : number_of(word, 4);
  if (!number || word.size() == 4) return number;
  return *number + (word.size() == 2 && *number < 50 ? 2000 : 1900);
}

// time-of-day = hour ":" minute [ ":" second ]                  RFC 5322 sec 3.3
std::optional<std::int64_t> seconds_of(std::string_view word) {
  const auto parts = ascii::split(word, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = number_of(parts[0], 2);
  const auto minute = number_of(parts[1], 2);
  const auto second = parts.size() == 3 ? number_of(parts[2], 2) : 0;
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

// zone = ( FWS ( "+" / "-" ) 4DIGIT ) / obs-zone                RFC 5322 sec 3.3
// Seconds east of Greenwich; 0 where it can't be made out.
std::int64_t offset_of(std::string_view word) {
  const bool is_signed = word.starts_with('+') || word.starts_with('-');
  if (const auto digits = number_of(word.substr(is_signed ? 1 : 0), 4);
      is_signed && word.size() == 5 && digits) {
    const int seconds = *digits / 100 * 3600 + *digits % 100 * 60;
    return word.front() == '-' ? -seconds : seconds;
  }
  for (const Zone& zone : zones) {
    if (ascii::equal_ignoring_case(zone.name, word)) return zone.hours * std::int64_t{3600};
  }
  return 0;
}

// The words of a date, by what they are for; "" where there is none.
struct Sorted {
  std::string_view day, month, year, time, zone;
};

// date-time = [ day-of-week "," ] day month year time-of-day zone       RFC 5322 sec 3.3
// asctime() has day-of-week month day time year, and some put a zone on either side of the year.
Sorted sort(DateWords words) {
  if (!words.empty() && find_name(weekdays, words.front())) words.erase(words.begin());
  words.resize(std::max<std::size_t>(words.size(), 6));
  if (!find_name(months, words[0])) return {words[0], words[1], words[2], words[3], words[4]};
  // "Jul 17, 1996 02:23:25 -0700"
  if (!seconds_of(words[2])) return {words[1], words[0], words[2], words[3], words[4]};
  if (year_of(words[3])) return {words[1], words[0], words[3], words[2], words[4]};
  return {words[1], words[0], words[4], words[2], words[3]};
}

}  // namespace

std::optional<Date> parse_date(std::string_view value) {
  const std::string text = without_comments(value);
  const Sorted sorted = sort(words_of(text));
  const auto month = find_name(months, sorted.month);
  const auto day = number_of(sorted.day, 2);
  const auto year = year_of(sorted.year);
  if (!month || !day || !year || *year < 1678 || *year > 2261) return std::nullopt;
  Date out;
  out.day = {std::chrono::year(*year), std::chrono::month(*month + 1),
             std::chrono::day(static_cast<unsigned>(*day))};
  if (!out.day.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(out.day).time_since_epoch().count();
  const std::int64_t seconds =
      days * 86'400 + seconds_of(sorted.time).value_or(0) - offset_of(sorted.zone);
  out.time = {seconds * 1'000'000'000};
  return out;
}

}  // namespace postiche::mail
