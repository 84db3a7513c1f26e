// SPDX-License-Identifier: MIT
#include "harness/transcript/mask.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::transcript {
namespace {

constexpr std::string_view blanks = " \t";

struct Span {
  std::size_t begin = 0;
  std::size_t size = 0;
};

// The word of a line that begins at `at`, or behind it.
std::string_view word_at(std::string_view line, std::size_t at) {
  const std::size_t begin = std::min(line.find_first_not_of(blanks, at), line.size());
  const std::size_t end = std::min(line.find_first_of(" \t\r\n", begin), line.size());
  return line.substr(begin, end - begin);
}

// How many words stand before the secret on a line that begins with these two; 0: none is secret.
// In IMAP the first is a tag.
std::size_t words_before_secret(std::string_view first, std::string_view second) {
  if (ascii::equal_ignoring_case(first, "AUTH")) return 2;
  if (ascii::equal_ignoring_case(first, "PASS")) return 1;
  const bool logs_in = ascii::equal_ignoring_case(second, "LOGIN") ||
                       ascii::equal_ignoring_case(second, "AUTHENTICATE");
  return logs_in ? 3 : 0;
}

// Where in a line its secret stands; size 0 if nowhere.
Span find_secret(std::string_view line) {
  std::size_t at = std::min(line.find_first_not_of(blanks), line.size());
  const std::string_view first = word_at(line, at);
  const std::size_t words = words_before_secret(first, word_at(line, at + first.size()));
  if (words == 0) return {};
  for (std::size_t i = 0; i < words; ++i) {
    at = line.find_first_of(blanks, at);
    if (at == std::string_view::npos) return {};
    at = std::min(line.find_first_not_of(blanks, at), line.size());
  }
  const std::size_t last = line.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || last < at) return {};
  const std::string_view secret = line.substr(at, last + 1 - at);
  if (secret == "=") return {};  // an empty response, RFC 4954 sec 4
  // It comes behind, as a literal: RFC 9051 sec 4.3.
  if (secret.starts_with('{') && secret.ends_with('}')) return {};
  return {at, last + 1 - at};
}

// The first secret of the lines from `at` on; size 0 if there is none. The rest of a line whose
// secret was found is passed over.
Span next_secret(std::string_view octets, std::size_t at) {
  if (at > 0) at = std::min(octets.find('\n', at), octets.size() - 1) + 1;
  while (at < octets.size()) {
    const std::size_t newline = octets.find('\n', at);
    const std::size_t end = newline == std::string_view::npos ? octets.size() : newline + 1;
    const Span secret = find_secret(octets.substr(at, end - at));
    if (secret.size > 0) return {at + secret.begin, secret.size};
    at = end;
  }
  return {};
}

// Heard outside of content: content that begins a line with AUTH is nobody's password.
bool is_command_text(const Event& event) {
  if (event.kind == Kind::command) return true;
  return event.kind == Kind::bytes && event.direction == Direction::in &&
         (event.field("cut-short") || event.field("unanswered") || event.field("deaf") ||
          event.field("dialogue") || event.field("part") == "yes");
}

// A line within AUTH, or a part of LOGIN that is a literal or stands behind one: all of it, unless
// it gives up.
bool is_response(const Event& event) {
  const bool is_line = event.kind == Kind::bytes && event.direction == Direction::in;
  return (is_line && event.field("sasl")) || event.field("secret");
}
Span response_of(std::string_view octets) {
  const std::size_t end = octets.find_last_not_of("\r\n");
  if (end == std::string_view::npos || octets.substr(0, end + 1) == "*") return {};
  return {0, end + 1};
}

// What a dialogue did not expect is quoted by the note that says so.
bool quotes_client(const Event& event, const Field& field) {
  return event.kind == Kind::note && (field.name == "heard" || field.name == "wanted");
}

}  // namespace

bool has_secret(const Event& event) {
  if (event.field("secret")) return true;  // at least in what was understood
  if (is_response(event)) return response_of(event.bytes).size > 0;
  for (const Field& field : event.fields) {
    if (quotes_client(event, field) && next_secret(field.value, 0).size > 0) return true;
  }
  return is_command_text(event) && next_secret(event.bytes, 0).size > 0;
}

std::string masked(const Event& event) {
  if (!is_response(event)) return masked(event.bytes);
  std::string out(event.bytes);
  const Span secret = response_of(event.bytes);
  std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(secret.begin), secret.size, '*');
  return out;
}

std::string masked(std::string_view octets) {
  std::string out(octets);
  for (Span secret = next_secret(octets, 0); secret.size > 0;) {
    const std::size_t end = secret.begin + secret.size;
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(secret.begin), secret.size, '*');
    secret = next_secret(octets, end);
  }
  return out;
}

std::string masked_field(const Event& event, const Field& field) {
  if (quotes_client(event, field)) return masked(field.value);
  std::string value(field.value);
  if (field.name == "argument" && event.field("secret")) {
    // Of a command whose octets are only its end.
    constexpr std::string_view begin = "a LOGIN ";
    return masked(std::string(begin) + value).substr(begin.size());
  }
  const Span secret = find_secret(event.bytes);
  if (secret.size == 0) return value;
  const std::string_view words = event.bytes.substr(secret.begin, secret.size);
  if (const std::size_t at = value.find(words); at != std::string::npos) {
    std::fill_n(value.begin() + static_cast<std::ptrdiff_t>(at), words.size(), '*');
  }
  return value;
}

}  // namespace postiche::transcript
