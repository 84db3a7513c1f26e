// SPDX-License-Identifier: MIT
#include "harness/mail/field_reader.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"

namespace postiche::mail {

namespace {

// How many octets the first line of `text` has, with its ending.
std::size_t line_length(std::string_view text) {
  const std::size_t newline = text.find('\n');
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

std::string_view without_ending(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// field-name = 1*ftext                                          RFC 5322 sec 3.6.8
// ftext      = %d33-57 / %d59-126
// What is beyond ASCII passes: it is no less a name than others that nobody knows.
bool is_field_name(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(),
                                       [](char c) { return ascii::is_control(c) || c == ' '; });
}

}  // namespace

// field = field-name ":" unstructured CRLF                      RFC 5322 sec 3.6.8
std::optional<Field> FieldReader::next() {
  while (!rest_.empty()) {
    const std::string_view whole = take_lines();
    if (whole.empty()) break;
    const std::size_t colon = whole.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view name = whole.substr(0, colon);
    while (!name.empty() && ascii::is_space(name.back())) name.remove_suffix(1);
    if (is_field_name(name)) return Field{name, without_ending(whole.substr(colon + 1)), whole};
  }
  return std::nullopt;
}

// A line and those that continue it; "" where the header ends.
std::string_view FieldReader::take_lines() {
  std::size_t length = line_length(rest_);
  if (without_ending(rest_.substr(0, length)).empty()) {
    rest_ = {};
    return {};
  }
  while (length < rest_.size() && ascii::is_space(rest_[length])) {
    length += line_length(rest_.substr(length));
  }
  const std::string_view lines = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return lines;
}

std::string_view empty_line_of(std::string_view header) {
  for (const std::string_view ending : {"\r\n", "\n"}) {
    if (!header.ends_with(ending)) continue;
    const std::string_view before = header.substr(0, header.size() - ending.size());
    if (before.empty() || before.ends_with('\n')) return header.substr(before.size());
  }
  return {};
}

std::string unfold(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  while (!value.empty()) {
    const std::size_t length = line_length(value);
    out += without_ending(value.substr(0, length));
    value.remove_prefix(length);
  }
  const std::string_view trimmed = ascii::trim(out);
  return trimmed.size() == out.size() ? out : std::string(trimmed);
}

}  // namespace postiche::mail
