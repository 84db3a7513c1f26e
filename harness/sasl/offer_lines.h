// SPDX-License-Identifier: MIT
#pragma once
// The lines of an offer, in the order in which a server says them: what the offers of all protocols
// have in common. Knows what no keyword means.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/ascii.h"

namespace postiche::sasl {

// An Extension is what the protocol's table has of a keyword.
template <typename Extension>
class OfferLines {
 public:
  // Offers it no longer, and so refuses it. Only the keyword counts. Whether there was one.
  bool remove(std::string_view line) {
    const std::size_t at = find(line);
    if (at == entries_.size()) return false;
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
    return true;
  }
  // Says it no longer, but takes it all the same. Whether there was one.
  bool hide(std::string_view keyword) {
    const std::size_t at = find(keyword);
    if (at == entries_.size()) return false;
    entries_[at].hidden = true;
    return true;
  }
  // As the server says them.
  std::vector<std::string_view> lines() const {
    std::vector<std::string_view> out;
    for (const Entry& entry : entries_) {
      if (!entry.hidden) out.push_back(entry.line);
    }
    return out;
  }

 protected:
  struct Entry {
    std::string line;
    const Extension* extension;  // of the table; null for an unknown word
    bool hidden;
  };

  static std::string_view keyword_of(std::string_view line) {
    return line.substr(0, line.find(' '));
  }
  // Takes the place of a line with the same keyword.
  void put(std::string_view line, const Extension* extension) {
    Entry entry{std::string(line), extension, false};
    const std::size_t at = find(line);
    if (at < entries_.size()) {
      entries_[at] = std::move(entry);
    } else {
      entries_.push_back(std::move(entry));
    }
  }
  // Where the line with this keyword is; entries_.size() if there is none.
  std::size_t find(std::string_view line) const {
    const std::string_view keyword = keyword_of(ascii::trim(line));
    const auto same = [&](const Entry& entry) {
      return ascii::equal_ignoring_case(keyword_of(entry.line), keyword);
    };
    const auto found = std::find_if(entries_.begin(), entries_.end(), same);
    return static_cast<std::size_t>(found - entries_.begin());
  }

  std::vector<Entry> entries_;
};

}  // namespace postiche::sasl
