// SPDX-License-Identifier: MIT
// The lines of messages, and how those of the header are folded.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/lines.h"

namespace postiche::judge {

namespace {

bool is_blank(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(), ascii::is_space);
}

bool begins_with_space(std::string_view line) {
  return !line.empty() && ascii::is_space(line.front());
}

bool has_colon(std::string_view line) { return line.find(':') != line.npos; }

// Of the header, without the empty line behind it.
std::vector<std::string_view> header_lines(const Letter& letter) {
  auto lines = lines_in(letter.header());
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// RFC 5322 sec 2.1.1
void maximum_length(const Letter& letter, Finder& finder) {
  constexpr std::size_t most = 998;
  if (letter.is_binary) return;
  Judging judging(letter, finder);
  judging.saw();
  for (const std::string_view line : lines_in(letter.content)) {
    if (line.size() <= most) continue;
    judging.blame("a line has " + std::to_string(line.size()) + " octets, at most 998 are allowed",
                  line);
  }
  judging.finish();
}

void recommended_length(const Letter& letter, Finder& finder) {
  constexpr std::size_t most = 78;
  const auto lines = lines_in(letter.content);
  const auto count = std::count_if(lines.begin(), lines.end(),
                                   [](std::string_view line) { return line.size() > most; });
  if (count == 0) return finder.good(*letter.event);
  finder.remark(*letter.event,
                std::to_string(count) + " lines of the message are longer than 78 octets");
}

// RFC 5322 sec 3.2.2
void no_blank_folded_lines(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const std::string_view line : header_lines(letter)) {
    if (begins_with_space(line)) judging.saw();
    if (is_blank(line)) judging.blame("a line of the header has white space only", line);
  }
  judging.finish();
}

// A fold within "<...>" or within "=?...?=". Values are folded as they are.
std::string_view broken_token(std::string_view value) {
  for (std::size_t fold = value.find('\n'); fold != value.npos; fold = value.find('\n', fold + 1)) {
    const std::string_view before = value.substr(0, fold);
    const std::size_t word = before.rfind("=?");
    const std::string_view open = word == before.npos ? "" : before.substr(word + 2);
    const bool in_word =
        std::count(open.begin(), open.end(), '?') == 2 && open.find_first_of(" \t") == open.npos;
    if (in_word) return value.substr(word, fold - word);
  }
  return {};
}

std::string_view broken_address(std::string_view value) {
  const std::size_t begin = value.find('<');
  if (begin == value.npos || value.substr(0, begin).find('"') != value.npos) return {};
  const std::string_view inside = value.substr(begin, value.find('>', begin) - begin);
  return inside.find('\n') == inside.npos ? std::string_view() : inside;
}

bool is_address_field(std::string_view name) {
  constexpr std::string_view names[] = {"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};
  return ascii::contains_ignoring_case(names, name);
}

// RFC 5322 sec 2.2.3. A line without a colon that other fields follow belonged to the one above.
void fold_at_token_breaks(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  const auto lines = header_lines(letter);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), has_colon).base();
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    if (begins_with_space(*line)) judging.saw();
    if (line >= last || begins_with_space(*line) || has_colon(*line)) continue;
    judging.blame("a folded line begins with no white space", *line);
  }
  for (const mail::Field& field : letter.fields) {
    std::string_view broken = broken_token(field.value);
    if (broken.empty() && is_address_field(field.name)) broken = broken_address(field.value);
    if (!broken.empty()) {
      judging.blame(std::string(field.name) + " is folded within an address or encoded-word",
                    broken);
    }
  }
  judging.finish();
}

// RFC 5322 sec 2.2
void valid_field_names(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const std::string_view line : header_lines(letter)) {
    if (begins_with_space(line) || !has_colon(line)) continue;
    judging.saw();
    const std::string_view name = line.substr(0, line.find(':'));
    const bool fits = !name.empty() && std::all_of(name.begin(), name.end(),
                                                   [](char c) { return c > ' ' && c <= '~'; });
    if (!fits) judging.blame("a field has a name that is none", name.empty() ? line : name);
  }
  judging.finish();
}

// RFC 5322 sec 2.1
void blank_line_before_body(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  judging.saw();
  const auto lines = header_lines(letter);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), has_colon).base();
  for (auto line = last; line != lines.end(); ++line) {
    if (line->empty() || begins_with_space(*line)) continue;
    judging.blame("no empty line stands before the body", *line);
    break;
  }
  judging.finish();
}

bool is_forbidden(char c) { return ascii::is_control(c) && c != '\t' && c != '\r' && c != '\n'; }

// RFC 5322 sec 2.2
void clean_ascii_bodies(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Field& field : letter.fields) {
    judging.saw();
    const std::string_view value = field.value;
    const auto odd = std::find_if(value.begin(), value.end(), [&](char c) {
      return is_forbidden(c) || (ascii::is_8bit(c) && !letter.is_utf8);
    });
    if (odd == value.end()) continue;
    judging.blame(std::string(field.name) + (ascii::is_8bit(*odd) ? " holds an octet above 127"
                                                                  : " holds a control character"),
                  value.substr(static_cast<std::size_t>(odd - value.begin()), 1));
  }
  judging.finish();
}

constexpr MessageCheck message_line_table[] = {
    {"message.line.maximum-length", maximum_length},
    {"message.line.recommended-length", recommended_length},
    {"message.folding.no-blank-folded-lines", no_blank_folded_lines},
    {"message.folding.fold-at-token-breaks", fold_at_token_breaks},
    {"message.header.valid-field-names", valid_field_names},
    {"message.header.blank-line-before-body", blank_line_before_body},
    {"message.header.clean-ascii-field-bodies", clean_ascii_bodies},
};

}  // namespace

std::span<const MessageCheck> message_line_checks() { return message_line_table; }

}  // namespace postiche::judge
