// SPDX-License-Identifier: MIT
#include "harness/imap/search/subject_merging.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace postiche::imap {

namespace {

class Merger {
 public:
  Merger(ThreadForest& forest, const std::vector<Threadable>& messages)
      : forest_(forest), messages_(messages), is_merged_(forest.nodes.size()) {}

  void merge();

 private:
  bool is_dummy(std::uint32_t node) const { return forest_.nodes[node].number == 0; }
  bool is_reply(std::uint32_t node) const {
    return !is_dummy(node) && messages_[node].is_reply_or_forward;
  }
  std::string_view subject_of(std::uint32_t root) const;
  void enter(std::uint32_t root);
  void merge(std::uint32_t root);
  std::uint32_t add_dummy(std::uint32_t first_child);

  ThreadForest& forest_;
  const std::vector<Threadable>& messages_;
  std::vector<bool> is_merged_;  // nodes that have become parts of other threads
  std::unordered_map<std::string_view, std::uint32_t> table_;  // roots by subject
};

// Of a dummy, that of its first child.
std::string_view Merger::subject_of(std::uint32_t root) const {
  return messages_[is_dummy(root) ? forest_.nodes[root].children.front() : root].subject;
}

// (5.B) The table has rather a dummy than a message, and rather a first message than an answer.
void Merger::enter(std::uint32_t root) {
  const std::string_view subject = subject_of(root);
  if (subject.empty()) return;
  const auto [entry, is_new] = table_.try_emplace(subject, root);
  if (is_new || is_dummy(entry->second)) return;
  if (is_dummy(root) || (is_reply(entry->second) && !is_reply(root))) entry->second = root;
}

// (5.C)
void Merger::merge(std::uint32_t root) {
  if (is_merged_[root]) return;
  const auto entry = table_.find(subject_of(root));
  if (entry == table_.end() || entry->second == root) return;
  is_merged_[root] = true;
  if (is_dummy(root)) {
    // What is in the table is a dummy too: it would not have stayed there otherwise.
    std::vector<std::uint32_t> more = std::move(forest_.nodes[root].children);
    std::vector<std::uint32_t>& children = forest_.nodes[entry->second].children;
    children.insert(children.end(), more.begin(), more.end());
    return;
  }
  const bool is_answer = is_reply(root) && !is_reply(entry->second);
  if (!is_dummy(entry->second) && !is_answer) entry->second = add_dummy(entry->second);
  forest_.nodes[entry->second].children.push_back(root);
}

std::uint32_t Merger::add_dummy(std::uint32_t first_child) {
  const auto dummy = static_cast<std::uint32_t>(forest_.nodes.size());
  is_merged_[first_child] = true;
  is_merged_.push_back(false);
  forest_.nodes.push_back({0, {first_child}});
  forest_.roots.push_back(dummy);
  return dummy;
}

void Merger::merge() {
  const std::vector<std::uint32_t> roots = forest_.roots;
  for (const std::uint32_t root : roots) enter(root);
  for (const std::uint32_t root : roots) merge(root);
  std::erase_if(forest_.roots, [&](std::uint32_t root) { return is_merged_[root]; });
}

}  // namespace

void sort_siblings(ThreadForest& forest, const std::vector<Threadable>& messages) {
  const auto message_of = [&](std::uint32_t node) -> const Threadable& {
    const ThreadNode& known = forest.nodes[node];
    return messages[known.number > 0 ? node : known.children.front()];
  };
  const auto comes_first = [&](std::uint32_t a, std::uint32_t b) {
    return is_before(message_of(a), message_of(b));
  };
  for (ThreadNode& node : forest.nodes) {
    std::sort(node.children.begin(), node.children.end(), comes_first);
  }
  std::sort(forest.roots.begin(), forest.roots.end(), comes_first);
}

void merge_subjects(ThreadForest& forest, const std::vector<Threadable>& messages) {
  Merger(forest, messages).merge();
}

}  // namespace postiche::imap
