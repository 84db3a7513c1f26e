// SPDX-License-Identifier: MIT
#include "harness/mail/header.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::mail {

namespace {

// The next line without its ending; `text` loses it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// field = field-name ":" unstructured CRLF                      RFC 5322 sec 3.6.8
// The value where `line` starts the field called `name`.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  if (!ascii::starts_with_ignoring_case(line, name)) return std::nullopt;
  line.remove_prefix(name.size());
  while (!line.empty() && ascii::is_space(line.front())) line.remove_prefix(1);
  if (line.empty() || line.front() != ':') return std::nullopt;
  return line.substr(1);
}

std::vector<std::string> collect(std::string_view content, std::string_view name,
                                 std::size_t at_most) {
  std::vector<std::string> found;
  std::optional<std::string> value;  // of the field at hand, where it is one of ours
  const auto finish = [&] {
    if (value) found.emplace_back(ascii::trim(*value));
    value.reset();
  };
  while (!content.empty() && found.size() < at_most) {
    const std::string_view line = take_line(content);
    if (line.empty()) break;
    if (ascii::is_space(line.front())) {
      if (value) *value += line;
      continue;
    }
    finish();
    if (const auto start = value_of(line, name)) value.emplace(*start);
  }
  if (found.size() < at_most) finish();
  return found;
}

std::optional<std::string> first_of(std::vector<std::string> found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

std::string header_block(const Rope& content) {
  std::string block;
  bool line_is_empty = true;
  for (std::string_view slice : content.slices()) {
    for (std::size_t i = 0; i < slice.size();) {
      const std::size_t newline = std::min(slice.find('\n', i), slice.size());
      const std::string_view piece = slice.substr(i, newline - i);
      if (piece.find_first_not_of('\r') != std::string_view::npos) line_is_empty = false;
      block += piece;
      i = newline + 1;
      if (newline == slice.size()) break;
      if (line_is_empty) {
        while (!block.empty() && block.back() == '\r') block.pop_back();
        return block;
      }
      block += '\n';
      line_is_empty = true;
    }
  }
  return block;
}

std::vector<std::string> fields(std::string_view content, std::string_view name) {
  return collect(content, name, std::numeric_limits<std::size_t>::max());
}

std::vector<std::string> fields(const Rope& content, std::string_view name) {
  return fields(std::string_view(header_block(content)), name);
}

std::optional<std::string> field(std::string_view content, std::string_view name) {
  return first_of(collect(content, name, 1));
}

std::optional<std::string> field(const Rope& content, std::string_view name) {
  return field(std::string_view(header_block(content)), name);
}

}  // namespace postiche::mail
