// SPDX-License-Identifier: MIT
#pragma once
// An utterance as a test writes it: texts and literals by turns. Each text is a heap copy exactly
// as large as it is, so that reading past it is seen.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/utterance.h"

namespace postiche::imap::testing {

class Spoken {
 public:
  // {"a LOGIN {1}", "x", " secret"}
  explicit Spoken(const std::vector<std::string>& parts, Encoding names = Encoding::modified_utf7) {
    for (std::size_t i = 0; i < parts.size(); i += 2) add_text(parts[i]);
    for (std::size_t i = 1; i < parts.size(); i += 2) add_literal(parts[i]);
    command_ = parse_command(utterance_, names);
  }

  const Utterance& utterance() const { return utterance_; }
  const Command& command() const { return command_; }
  const Command* operator->() const { return &command_; }
  template <typename Kind>
  const Kind& arguments() const {
    return std::get<Kind>(command_.arguments);
  }

 private:
  void add_text(std::string_view text) {
    copies_.push_back(std::make_unique<char[]>(text.size()));
    text.copy(copies_.back().get(), text.size());
    utterance_.texts.emplace_back(copies_.back().get(), text.size());
  }
  void add_literal(const std::string& octets) {
    const auto announced = announced_literal(utterance_.texts[utterance_.literals.size()]);
    Literal literal{Rope(octets), false, false};
    if (announced) {
      literal.is_binary = announced->is_binary;
      literal.is_non_synchronizing = announced->is_non_synchronizing;
    }
    utterance_.literals.push_back(std::move(literal));
  }

  std::vector<std::unique_ptr<char[]>> copies_;
  Utterance utterance_;
  Command command_;
};

}  // namespace postiche::imap::testing
