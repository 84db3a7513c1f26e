// SPDX-License-Identifier: MIT
#include "harness/store/change_log.h"

#include <algorithm>
#include <iterator>

namespace postiche::store {

void ChangeLog::add(ModSeq mod_seq, Uid uid) {
  entries_.push_back({mod_seq, uid});
  if (entries_.size() <= limit_) return;
  forgotten_ = entries_.front().mod_seq;
  entries_.pop_front();
}

std::optional<std::vector<Uid>> ChangeLog::since(ModSeq mod_seq) const {
  if (mod_seq < forgotten_) return std::nullopt;
  std::vector<Uid> uids;
  const auto is_known = [&](const Entry& entry) { return entry.mod_seq <= mod_seq; };
  const auto first = std::partition_point(entries_.begin(), entries_.end(), is_known);
  std::transform(first, entries_.end(), std::back_inserter(uids),
                 [](const Entry& entry) { return entry.uid; });
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  return uids;
}

}  // namespace postiche::store
