// SPDX-License-Identifier: MIT
#pragma once
// Threads of messages: who answers whom.
//
//   3 --+-- 6          "(3 (6)(4 23))"
//       +-- 4 --- 23

#include <cstdint>
#include <string>
#include <vector>

#include "harness/imap/command.h"
#include "harness/store/view.h"

namespace postiche::imap {

struct ThreadNode {
  std::uint32_t number = 0;                  // none: a message that is not there, but has answers
  std::vector<std::uint32_t> children = {};  // nodes, in the order in which they are told
};

struct ThreadForest {
  std::vector<ThreadNode> nodes;
  std::vector<std::uint32_t> roots;
};

// "* THREAD (...)(...)" and CRLF: RFC 5256 sec 4. Costs no stack.
void append_threads(std::string& out, const ThreadForest& forest, Numbering numbering,
                    const store::View& view);

}  // namespace postiche::imap
