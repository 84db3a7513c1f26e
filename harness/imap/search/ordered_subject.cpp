// SPDX-License-Identifier: MIT
// ORDEREDSUBJECT: messages of one base subject are a thread, the first of them its root and the
// others its children. RFC 5256 sec 3.

#include <algorithm>

#include "harness/imap/search/thread_algorithms.h"

namespace postiche::imap {

ThreadForest thread_by_subject(const std::vector<Threadable>& messages) {
  std::vector<const Threadable*> sorted;
  for (const Threadable& message : messages) sorted.push_back(&message);
  std::sort(sorted.begin(), sorted.end(), [](const Threadable* a, const Threadable* b) {
    const int order = a->subject.compare(b->subject);
    return order != 0 ? order < 0 : is_before(*a, *b);
  });
  ThreadForest forest;
  for (std::uint32_t i = 0; i < sorted.size(); ++i) {
    forest.nodes.push_back({sorted[i]->number});
    if (i > 0 && sorted[i]->subject == sorted[i - 1]->subject) {
      forest.nodes[forest.roots.back()].children.push_back(i);
    } else {
      forest.roots.push_back(i);
    }
  }
  std::sort(forest.roots.begin(), forest.roots.end(),
            [&](std::uint32_t a, std::uint32_t b) { return is_before(*sorted[a], *sorted[b]); });
  return forest;
}

}  // namespace postiche::imap
