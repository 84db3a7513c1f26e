// SPDX-License-Identifier: MIT
#include "harness/judge/imap/responses.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/judge/lines.h"

namespace postiche::judge {

void ResponseCutter::cut(std::string_view octets, const Take& take) {
  while (!octets.empty()) {
    const std::size_t skipped = std::min<std::uint64_t>(literal_, octets.size());
    literal_ -= skipped;
    octets.remove_prefix(skipped);
    const std::size_t end = octets.find('\n');
    if (end == std::string_view::npos) {
      held_ += octets;
      return;
    }
    held_ += without_ending(octets.substr(0, end + 1));
    octets.remove_prefix(end + 1);
    // The CR may have come before.
    if (held_.ends_with('\r')) held_.pop_back();
    const auto literal = imap::announced_literal(held_);
    if (literal && literal->fault.empty()) {
      literal_ = literal->size;
      continue;
    }
    take(held_);
    held_.clear();
  }
}

Response read_response(std::string_view response) {
  constexpr std::string_view statuses[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  Response out;
  out.tag = response.substr(0, response.find(' '));
  out.data = response.substr(std::min(response.size(), out.tag.size() + 1));
  const std::string_view word = out.data.substr(0, out.data.find(' '));
  const auto* const status =
      std::find_if(std::begin(statuses), std::end(statuses),
                   [&](std::string_view one) { return ascii::equal_ignoring_case(one, word); });
  if (out.tag == "+" || status == std::end(statuses)) return out;
  out.status = *status;
  const std::string_view text = out.data.substr(std::min(out.data.size(), word.size() + 1));
  const std::size_t end = text.find(']');
  if (text.starts_with('[') && end != std::string_view::npos) out.code = text.substr(1, end - 1);
  return out;
}

std::vector<std::uint32_t> numbers_in(std::string_view text) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty()) {
    const auto begin = std::find_if(text.begin(), text.end(), ascii::is_digit);
    const auto end = std::find_if_not(begin, text.end(), ascii::is_digit);
    const auto number = ascii::parse_number({begin, end});
    if (number && *number <= std::numeric_limits<std::uint32_t>::max()) {
      numbers.push_back(static_cast<std::uint32_t>(*number));
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
  return numbers;
}

std::optional<std::uint32_t> number_before(std::string_view data, std::string_view word) {
  const std::size_t space = data.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view rest = data.substr(space + 1);
  if (!ascii::equal_ignoring_case(rest.substr(0, rest.find(' ')), word)) return std::nullopt;
  const auto number = ascii::parse_number(data.substr(0, space));
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace postiche::judge
