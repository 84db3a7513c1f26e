// SPDX-License-Identifier: MIT
#include "harness/imap/sequence_set.h"

#include <cstddef>
#include <limits>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// seq-number = nz-number / "*"                                  RFC 9051 sec 9
// nz-number = digit-nz *DIGIT ; 0 < n < 4294967296
std::optional<std::uint32_t> parse_end(std::string_view text) {
  if (text == "*") return SequenceSet::last;
  if (text.starts_with('0')) return std::nullopt;
  const auto number = ascii::parse_number(text);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

// seq-range = seq-number ":" seq-number
std::optional<SequenceSet::Range> parse_range(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto from = parse_end(text.substr(0, colon));
  const auto to = colon == std::string_view::npos ? from : parse_end(text.substr(colon + 1));
  if (!from || !to) return std::nullopt;
  return SequenceSet::Range{*from, *to};
}

std::string print_end(std::uint32_t number) {
  return number == SequenceSet::last ? "*" : std::to_string(number);
}

void append_range(std::string& out, SequenceSet::Range range) {
  if (!out.empty()) out += ',';
  out += print_end(range.from);
  if (range.to != range.from) out.append(":").append(print_end(range.to));
}

}  // namespace

std::optional<SequenceSet> parse_sequence_set(std::string_view text) {
  SequenceSet set;
  if (text == "$") {
    set.is_saved = true;
    return set;
  }
  for (const std::string_view part : ascii::split(text, ',')) {
    const auto range = parse_range(part);
    if (!range) return std::nullopt;
    set.ranges.push_back(*range);
  }
  return set;
}

std::string print(const SequenceSet& set) {
  if (set.is_saved) return "$";
  std::string out;
  for (const SequenceSet::Range range : set.ranges) append_range(out, range);
  return out;
}

std::string print_numbers(const std::vector<std::uint32_t>& ascending) {
  std::string out;
  for (std::size_t i = 0; i < ascending.size();) {
    std::size_t end = i + 1;
    while (end < ascending.size() && ascending[end] == ascending[end - 1] + 1) ++end;
    append_range(out, {ascending[i], ascending[end - 1]});
    i = end;
  }
  return out;
}

}  // namespace postiche::imap
