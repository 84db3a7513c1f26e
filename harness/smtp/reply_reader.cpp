// SPDX-License-Identifier: MIT
#include "harness/smtp/reply_reader.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::smtp {

namespace {

constexpr std::size_t most_lines = 1000;
constexpr std::size_t longest_line = 512;  // RFC 5321 sec 4.5.3.1.5, CRLF included

// Reply-code = %x32-35 %x30-35 %x30-39                          RFC 5321 sec 4.2
// The middle digit may be any: who reads goes by the first, RFC 5321 sec 4.3.2.
bool is_code(std::string_view text) {
  return text.size() == 3 && text[0] >= '2' && text[0] <= '5' && ascii::is_digit(text[1]) &&
         ascii::is_digit(text[2]);
}

}  // namespace

std::optional<HeardReply> ReplyReader::read(std::string_view& bytes) {
  while (const auto line = cutter_.cut(bytes)) {
    if (take(*line)) return finish();
  }
  return std::nullopt;
}

// Whether the reply is whole.
bool ReplyReader::take(const wire::Line& line) {
  const bool whole = line.ending != wire::Line::Ending::none;
  if (line.raw.size() > longest_line || line.over_long) note("over-long-line");
  if (line.ending == wire::Line::Ending::lf) note("bare-lf");
  if (inside_long_) {
    inside_long_ = !whole;
    return whole && long_is_last_;
  }
  const bool last = take_text(line.text);
  inside_long_ = !whole;
  long_is_last_ = last;
  return whole && last;
}

// Whether it is the last line.
bool ReplyReader::take_text(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), ascii::is_8bit)) note("8bit-in-reply");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return ascii::is_control(c) && c != '\t'; })) {
    note("control-character");
  }
  const std::string_view code = text.substr(0, 3);
  const char separator = text.size() > 3 ? text[3] : ' ';
  if (!is_code(code)) {
    note("garbled-code");
    garbled_ = true;
    return true;
  }
  if (!code_.empty() && code != code_) note("mixed-codes");
  code_ = code;
  const bool spaced = separator == ' ' || separator == '-';
  if (!spaced) note("missing-separator");
  lines_.emplace_back(text.substr(std::min<std::size_t>(text.size(), spaced ? 4 : 3)));
  if (lines_.size() >= most_lines && separator == '-') {
    note("endless-reply");
    garbled_ = true;
    return true;
  }
  return separator != '-';
}

HeardReply ReplyReader::finish() {
  for (std::string& line : lines_) line.insert(0, code_ + " ");
  HeardReply heard;
  if (!garbled_) heard.reply = parse_reply(lines_);
  heard.deviations = std::move(deviations_);
  lines_.clear();
  code_.clear();
  deviations_.clear();
  garbled_ = false;
  return heard;
}

void ReplyReader::note(std::string_view name) {
  if (std::find(deviations_.begin(), deviations_.end(), name) == deviations_.end()) {
    deviations_.push_back(name);
  }
}

}  // namespace postiche::smtp
