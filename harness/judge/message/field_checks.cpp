// SPDX-License-Identifier: MIT
// What stands in the fields of a message: dates, ids, addresses.

#include <algorithm>
#include <chrono>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/mail/address_list.h"
#include "harness/mail/date.h"
#include "harness/mail/domain.h"
#include "harness/mail/structured_text.h"

namespace postiche::judge {

namespace {

// Without comments, a space wherever there was white space.
std::string plain(std::string_view value) {
  const std::string unfolded = mail::unfold(value);
  std::string out;
  mail::StructuredText text(unfolded);
  while (true) {
    const bool is_apart = text.skip_blank() && !out.empty();
    if (text.at_end()) return out;
    if (is_apart) out += ' ';
    const std::size_t begin = text.position();
    if (text.peek() == '"') {
      text.take_quoted();
    } else {
      text.step();
    }
    out += text.between(begin, text.position());
  }
}

// Whether `text` is as `form` has it: 9 is a digit, A a letter, + a sign, all else itself.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
           if (wanted == '9') return ascii::is_digit(c);
           if (wanted == 'A') return ascii::is_alpha(c);
           return wanted == '+' ? c == '+' || c == '-' : c == wanted;
         });
}

constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string fault_of_time(const std::vector<std::string_view>& words) {
  const std::string_view time = words[3], zone = words[4];
  if (!has_form(time, "99:99") && !has_form(time, "99:99:99")) return "Date has no time of day";
  const bool is_in_day = time.substr(0, 2) < "24" && time.substr(3, 2) < "60" &&
                         (time.size() == 5 || time.substr(6) <= "60");
  if (!is_in_day) return "Date has a time that no day has";
  if (!has_form(zone, "+9999")) return "Date has no zone in digits";
  return zone.substr(3) < "60" ? "" : "Date has a zone that is none";
}

// date-time = [ day-of-week "," ] day month year time zone       RFC 5322 sec 3.3
std::string fault_of_date(const std::string& value) {
  std::string_view text = value;
  std::string_view name;
  if (const std::size_t comma = text.find(','); comma != text.npos) {
    name = ascii::trim(text.substr(0, comma));
    text = ascii::trim(text.substr(comma + 1));
  }
  const auto words = ascii::split(text, ' ');
  if (words.size() != 5) return "Date is no date-time";
  if (!has_form(words[0], "9") && !has_form(words[0], "99")) return "Date has no day in digits";
  if (!ascii::contains_ignoring_case(months, words[1])) return "Date has a month that is none";
  if (words[2].size() < 4 || !ascii::parse_number(words[2]))
    return "Date has no year of four digits";
  if (std::string fault = fault_of_time(words); !fault.empty()) return fault;
  const auto date = mail::parse_date(value);
  if (!date || !date->day.ok()) return "Date names a day that is none";
  if (name.empty()) return "";
  const std::chrono::weekday day{std::chrono::sys_days(date->day)};
  return ascii::equal_ignoring_case(days[day.c_encoding()], name) ? ""
                                                                  : "Date has the wrong weekday";
}

void valid_date(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Field* const field : letter.all("Date")) {
    judging.saw();
    const std::string fault = fault_of_date(plain(field->value));
    if (!fault.empty()) judging.blame(fault, field->whole);
  }
  judging.finish();
}

bool is_dot_atom(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
  const auto parts = ascii::split(text, '.');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [&](char c) {
      return ascii::is_alnum(c) || ascii::is_8bit(c) || marks.find(c) != marks.npos;
    });
  });
}

// msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS]           RFC 5322 sec 3.6.4
// An id-left in quotes is obsolete, and so are blanks.
bool is_message_id(std::string_view text) {
  if (!text.starts_with('<') || !text.ends_with('>')) return false;
  text = text.substr(1, text.size() - 2);
  const std::size_t at = text.rfind('@');
  if (at == text.npos || !is_dot_atom(text.substr(0, at))) return false;
  const std::string_view right = text.substr(at + 1);
  const bool is_literal = right.starts_with('[') && right.ends_with(']') &&
                          right.find_first_of(" \t[]\\", 1) == right.size() - 1;
  return is_literal || is_dot_atom(right);
}

void valid_message_id(const Letter& letter, Finder& finder) {
  const mail::Field* const id = letter.first("Message-ID");
  if (!id) return;
  if (!is_message_id(plain(id->value))) {
    return blame(letter, finder, "Message-ID is none", id->whole);
  }
  if (letter.reuses_id) {
    return blame(letter, finder, "another message has this Message-ID", id->whole);
  }
  finder.good(*letter.event);
}

// Dots and at signs in a display name that is not quoted, which only the obsolete grammar has.
bool has_bare_specials_in_name(std::string_view value) {
  mail::StructuredText text(value);
  bool has_special = false;
  while (!text.at_end()) {
    if (text.skip_blank()) continue;
    switch (text.peek()) {
      case '"':
        text.take_quoted();
        continue;
      case '<':
        if (has_special) return true;
        text.take_until(">");
        continue;
      case ',':
      case ':':
      case ';':
        has_special = false;
        break;
      case '.':
      case '@':
        has_special = true;
        break;
      default:
        break;
    }
    text.step();
  }
  return false;
}

std::string fault_of_addresses(const mail::Field& field) {
  const std::string value = mail::unfold(field.value);
  mail::Findings odd;
  mail::parse_address_list(value, odd);
  if (!odd.deviations.empty()) return std::string(odd.deviations.front());
  if (has_bare_specials_in_name(value)) return "unquoted-display-name";
  return std::string(ascii::trim(value)).ends_with(',') ? "trailing-comma" : "";
}

constexpr std::string_view address_fields[] = {
    "From",        "Sender",        "Reply-To",  "To",        "Cc",        "Bcc",
    "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc"};

// RFC 5322 sec 3.4. What is empty is judged as that.
void valid_addresses(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Field& field : letter.fields) {
    if (!ascii::contains_ignoring_case(address_fields, field.name)) continue;
    judging.saw();
    const std::string fault = fault_of_addresses(field);
    if (!fault.empty()) {
      judging.blame(std::string(field.name) + " has no list of addresses: " + fault, field.whole);
    }
  }
  judging.finish();
}

// Bcc and Subject may be empty: RFC 5322 sec 3.6.3, 3.6.5.
bool may_not_be_empty(std::string_view name) {
  constexpr std::string_view names[] = {"From",       "Sender",      "Reply-To",   "To",  "Cc",
                                        "Message-ID", "In-Reply-To", "References", "Date"};
  return ascii::contains_ignoring_case(names, name);
}

// RFC 5322 sec 4.3
bool is_obsolete_zone(const std::string& date) {
  const std::string_view zone = std::string_view(date).substr(date.rfind(' ') + 1);
  return !zone.empty() && std::all_of(zone.begin(), zone.end(), ascii::is_alpha);
}

void no_obsolete_forms(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Field& field : letter.fields) {
    judging.saw();
    const std::string name(field.name), value = plain(field.value);
    if (value.empty() && may_not_be_empty(name)) judging.blame(name + " is empty", field.whole);
    if (ascii::equal_ignoring_case(name, "Date") && is_obsolete_zone(value)) {
      judging.blame("Date names its zone in letters", field.whole);
    }
    const bool names_somebody = ascii::contains_ignoring_case(address_fields, name);
    if (names_somebody && (value.find(" .") != value.npos || value.find(". ") != value.npos) &&
        !has_bare_specials_in_name(value) && value.find('"') == value.npos) {
      judging.blame(name + " has white space about a dot", field.whole);
    }
  }
  judging.finish();
}

constexpr MessageCheck message_field_table[] = {
    {"message.header.valid-date-time", valid_date},
    {"message.header.message-id-valid-and-unique", valid_message_id},
    {"message.header.valid-address-fields", valid_addresses},
    {"message.header.no-obsolete-or-empty-forms", no_obsolete_forms},
};

}  // namespace

std::span<const MessageCheck> message_field_checks() { return message_field_table; }

}  // namespace postiche::judge
