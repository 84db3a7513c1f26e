// SPDX-License-Identifier: MIT
#include "harness/store/flags.h"

#include <array>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"

namespace postiche::store {

namespace {

// In the order of their bits.
constexpr std::array<std::string_view, Flags::first_keyword> system_flags = {
    "\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"};

}  // namespace

std::optional<Flag> Keywords::find(std::string_view name) const {
  for (std::size_t i = 0; i < known(); ++i) {
    const auto flag = static_cast<Flag>(i);
    if (ascii::equal_ignoring_case(this->name(flag), name)) return flag;
  }
  return std::nullopt;
}

std::optional<Flag> Keywords::learn(std::string_view name) {
  if (const auto known_already = find(name)) return known_already;
  if (name.empty() || name.front() == '\\' || known() == Flags::limit) return std::nullopt;
  names_.emplace_back(name);
  return static_cast<Flag>(known() - 1);
}

std::string_view Keywords::name(Flag flag) const {
  POSTICHE_CHECK(flag < known());
  if (flag < Flags::first_keyword) return system_flags[flag];
  return names_[flag - Flags::first_keyword];
}

std::vector<std::string_view> Keywords::names(Flags flags) const {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < known(); ++i) {
    const auto flag = static_cast<Flag>(i);
    if (flags.has(flag)) out.push_back(name(flag));
  }
  return out;
}

}  // namespace postiche::store
