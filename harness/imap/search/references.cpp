// SPDX-License-Identifier: MIT
// REFERENCES: messages are put below those that they name, then threads with one subject are put
// together. RFC 5256 sec 3, whose steps are named here.
//
//   (1) link      by ids; a message that is named and is not there is a dummy
//   (2), (3)      threads begin at those without a parent; dummies go, and leave their children to
//                 their parents; one with several children may stay as a root
//   (4), (5)      roots in order of time, then merged by subject: subject_merging.cpp
//   (6)           all siblings in order of time

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "harness/imap/search/ancestry.h"
#include "harness/imap/search/subject_merging.h"
#include "harness/imap/search/thread_algorithms.h"

namespace postiche::imap {

namespace {

class Threader {
 public:
  explicit Threader(const std::vector<Threadable>& messages) : messages_(messages) {}

  void link();
  // The forest without needless dummies; its nodes are those of messages first, by their order.
  ThreadForest forest();

 private:
  std::uint32_t node_named(const std::string& id);
  std::uint32_t node_of(std::uint32_t index);
  bool is_dummy(std::uint32_t node) const { return members_[node] == Ancestry::nobody; }
  std::uint32_t add(std::uint32_t member);
  std::vector<std::uint32_t> find_anchors() const;

  const std::vector<Threadable>& messages_;
  Ancestry ancestry_;
  std::vector<std::uint32_t> members_;  // of each node, the index of its message
  std::unordered_map<std::string, std::uint32_t> named_;
};

std::uint32_t Threader::add(std::uint32_t member) {
  members_.push_back(member);
  return ancestry_.add();
}

// Makes a dummy where there is none.
std::uint32_t Threader::node_named(const std::string& id) {
  const auto found = named_.find(id);
  if (found != named_.end()) return found->second;
  return named_[id] = add(Ancestry::nobody);
}

// "If two or more messages have the same Message ID, assign a unique Message ID to each of the
// duplicates": such a message has a node that nobody can name.
std::uint32_t Threader::node_of(std::uint32_t index) {
  const std::string& id = messages_[index].id;
  if (id.empty()) return add(index);
  const std::uint32_t node = node_named(id);
  if (!is_dummy(node)) return add(index);
  members_[node] = index;
  return node;
}

void Threader::link() {
  for (std::uint32_t i = 0; i < messages_.size(); ++i) {
    const std::uint32_t node = node_of(i);
    std::uint32_t latest = Ancestry::nobody;
    for (const std::string& id : messages_[i].references) {
      const std::uint32_t named = node_named(id);
      // (1.A) "If a message already has a parent, don't change the existing link."
      if (latest != Ancestry::nobody && ancestry_.parent(named) == Ancestry::nobody) {
        ancestry_.set_parent(named, latest);
      }
      latest = named;
    }
    // (1.B) "break the current parent/child link before creating the new correct one".
    if (ancestry_.parent(node) == latest) continue;
    ancestry_.remove_parent(node);
    if (latest != Ancestry::nobody) ancestry_.set_parent(node, latest);
  }
}

// Below which node each stands when all dummies but roots are gone: the nearest that is a message
// or has no parent. Nobody for those that have none. Each way up is gone once.
std::vector<std::uint32_t> Threader::find_anchors() const {
  std::vector<std::uint32_t> anchors(ancestry_.size(), Ancestry::nobody);
  std::vector<bool> is_known(ancestry_.size());
  std::vector<std::uint32_t> way;
  const auto stands = [&](std::uint32_t node) {
    return !is_dummy(node) || ancestry_.parent(node) == Ancestry::nobody;
  };
  for (std::uint32_t node = 0; node < ancestry_.size(); ++node) {
    std::uint32_t at = node;
    for (; !is_known[at] && ancestry_.parent(at) != Ancestry::nobody; at = ancestry_.parent(at)) {
      way.push_back(at);
    }
    is_known[at] = true;
    for (; !way.empty(); way.pop_back()) {
      const std::uint32_t parent = ancestry_.parent(way.back());
      anchors[way.back()] = stands(parent) ? parent : anchors[parent];
      is_known[way.back()] = true;
    }
  }
  return anchors;
}

ThreadForest Threader::forest() {
  ThreadForest forest;
  for (const Threadable& message : messages_) forest.nodes.push_back({message.number});
  const std::vector<std::uint32_t> anchors = find_anchors();
  // Where each node is in the forest.
  std::vector<std::uint32_t> places = members_;
  for (std::uint32_t node = 0; node < ancestry_.size(); ++node) {
    if (is_dummy(node)) continue;
    const std::uint32_t anchor = anchors[node];
    if (anchor == Ancestry::nobody) {
      forest.roots.push_back(places[node]);
      continue;
    }
    if (places[anchor] == Ancestry::nobody) {
      places[anchor] = static_cast<std::uint32_t>(forest.nodes.size());
      forest.roots.push_back(places[anchor]);
      forest.nodes.emplace_back();
    }
    forest.nodes[places[anchor]].children.push_back(places[node]);
  }
  // (3.B) "Do not promote the children if doing so would make them children of the root, unless
  // there is only one child."
  for (std::uint32_t& root : forest.roots) {
    const ThreadNode& node = forest.nodes[root];
    if (node.number == 0 && node.children.size() == 1) root = node.children.front();
  }
  return forest;
}

}  // namespace

ThreadForest thread_by_references(const std::vector<Threadable>& messages) {
  Threader threader(messages);
  threader.link();
  ThreadForest forest = threader.forest();
  sort_siblings(forest, messages);
  merge_subjects(forest, messages);
  sort_siblings(forest, messages);
  return forest;
}

}  // namespace postiche::imap
