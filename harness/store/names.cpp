// SPDX-License-Identifier: MIT
#include "harness/store/names.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::store {

namespace {

// Octets of a name, and levels: no client needs more, and each level is a mailbox that is made.
constexpr std::size_t longest_name = 1000, most_levels = 50;

// list-wildcards = "%" / "*"                                    RFC 9051 sec 9
bool may_stand_in_name(char c) { return !ascii::is_control(c) && c != '%' && c != '*'; }

}  // namespace

std::string canonical(std::string_view name) {
  // "foo/" says that there will be names below: RFC 9051 sec 6.3.4.
  if (name.ends_with(separator)) name.remove_suffix(1);
  std::string out(name);
  const std::size_t level = std::min(name.find(separator), name.size());
  if (ascii::equal_ignoring_case(name.substr(0, level), inbox_name)) {
    out.replace(0, level, inbox_name);
  }
  return out;
}

bool is_creatable(std::string_view name) {
  if (name.size() > longest_name || !utf8::is_valid(name)) return false;
  const std::vector<std::string_view> levels = ascii::split(name, separator);
  const auto is_empty = [](std::string_view level) { return level.empty(); };
  return levels.size() <= most_levels && std::none_of(levels.begin(), levels.end(), is_empty) &&
         std::all_of(name.begin(), name.end(), may_stand_in_name);
}

std::vector<std::string> superiors(std::string_view name) {
  std::vector<std::string> out;
  for (std::size_t at = name.find(separator); at != std::string_view::npos;
       at = name.find(separator, at + 1)) {
    out.emplace_back(name.substr(0, at));
  }
  return out;
}

bool is_below(std::string_view name, std::string_view superior) {
  return name.size() > superior.size() && name.starts_with(superior) &&
         name[superior.size()] == separator;
}

}  // namespace postiche::store
