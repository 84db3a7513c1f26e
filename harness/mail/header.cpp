// SPDX-License-Identifier: MIT
#include "harness/mail/header.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/field_reader.h"

namespace postiche::mail {

namespace {

std::vector<std::string> collect(std::string_view content, std::string_view name,
                                 std::size_t at_most) {
  std::vector<std::string> found;
  FieldReader reader(content);
  while (found.size() < at_most) {
    const auto field = reader.next();
    if (!field) break;
    if (ascii::equal_ignoring_case(field->name, name)) found.push_back(unfold(field->value));
  }
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
