// SPDX-License-Identifier: MIT
#pragma once
// What SEARCH looks for, made ready to be asked of many messages: sets are resolved, flags found
// and texts folded once, and what costs little is asked first.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/resolving.h"
#include "harness/imap/search_key.h"
#include "harness/store/view.h"

namespace postiche::imap {

// What a message has to be asked, the dearest last.
enum class SearchCost : std::uint8_t { nothing, header, all };

// By the kind, these are meant; see search_key.h.
struct SearchPlan {
  SearchKey::Kind kind = SearchKey::Kind::all_of;
  SearchCost cost = SearchCost::nothing;
  std::vector<SearchPlan> keys = {};     // the cheapest first
  bool is_saved = false;                 // "$", else:
  Stretches numbers = {};                // of `numbers` and of `uids`
  std::optional<store::Flag> flag = {};  // nothing where no message has it
  std::string field = {}, text = {};     // folded, where that is what is looked for
  std::uint64_t number = 0;
  VirtualTime moment = {};  // of `older` and of `younger`
  std::chrono::sys_days day = {};
};

// `charset` is one that is known. As deep as the key, which the grammar bounds.
SearchPlan plan_search(const SearchKey& key, std::string_view charset, const store::View& view,
                       VirtualTime now);

}  // namespace postiche::imap
