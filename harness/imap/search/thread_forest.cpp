// SPDX-License-Identifier: MIT
#include "harness/imap/search/thread_forest.h"

#include "harness/imap/pen/literals.h"

namespace postiche::imap {

namespace {

class ThreadWriter {
 public:
  ThreadWriter(std::string& out, const ThreadForest& forest, Numbering numbering,
               const store::View& view)
      : out_(out), forest_(forest), numbering_(numbering), view_(view) {}

  void append(std::uint32_t root) {
    to_do_.push_back(root);
    while (!to_do_.empty()) {
      const std::uint32_t next = to_do_.back();
      to_do_.pop_back();
      if (next == end_of_list) {
        out_ += ')';
      } else {
        append_list(next);
      }
    }
  }

 private:
  static constexpr std::uint32_t end_of_list = UINT32_MAX;

  // thread-list = "(" (thread-members / thread-nested) ")"        RFC 5256 sec 5
  // thread-members = nz-number *(SP nz-number) [SP thread-nested]
  // thread-nested = 2*thread-list
  void append_list(std::uint32_t first) {
    out_ += '(';
    to_do_.push_back(end_of_list);
    const ThreadNode* node = &forest_.nodes[first];
    append_number_of(*node);
    while (node->children.size() == 1) {
      if (node->number > 0) out_ += ' ';
      node = &forest_.nodes[node->children.front()];
      append_number_of(*node);
    }
    if (node->children.empty()) return;
    if (node->number > 0) out_ += ' ';
    to_do_.insert(to_do_.end(), node->children.rbegin(), node->children.rend());
  }

  void append_number_of(const ThreadNode& node) {
    if (node.number == 0) return;
    append_number(out_, numbering_ == Numbering::uid ? view_.uid(node.number) : node.number);
  }

  std::string& out_;
  const ThreadForest& forest_;
  const Numbering numbering_;
  const store::View& view_;
  std::vector<std::uint32_t> to_do_;  // lists that are to be written, the next one last
};

}  // namespace

// thread-data = "THREAD" [SP 1*thread-list]                     RFC 5256 sec 5
void append_threads(std::string& out, const ThreadForest& forest, Numbering numbering,
                    const store::View& view) {
  out += "* THREAD";
  if (!forest.roots.empty()) out += ' ';
  ThreadWriter writer(out, forest, numbering, view);
  for (const std::uint32_t root : forest.roots) writer.append(root);
  out += "\r\n";
}

}  // namespace postiche::imap
