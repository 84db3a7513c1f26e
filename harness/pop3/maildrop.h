// SPDX-License-Identifier: MIT
#pragma once
// A mailbox as POP3 has it: numbered when it was opened and never after, with marks on what is to
// go: RFC 1939 sec 4, 5. Others may expunge messages meanwhile; those keep their numbers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/store/mailbox.h"
#include "harness/store/view.h"

namespace postiche::pop3 {

class Maildrop {
 public:
  // Takes the lock, where it is to be had, and gives it back with the maildrop.
  explicit Maildrop(std::shared_ptr<store::Mailbox> mailbox);

  // Numbers go from 1 to count(); marked ones are among them.
  std::size_t count() const { return sizes_.size(); }
  bool has(std::uint64_t number) const { return number >= 1 && number <= count(); }
  // What follows is for numbers that it has.
  bool is_marked(std::size_t number) const { return marked_.at(number - 1); }
  std::uint64_t octets(std::size_t number) const { return sizes_.at(number - 1); }
  std::string unique_id(std::size_t number) const;
  // Null where somebody else has expunged it.
  std::shared_ptr<const Rope> read(std::size_t number) const;

  // Of those that are not marked.
  std::size_t remaining() const { return count() - marks_; }
  std::uint64_t remaining_octets() const { return octets_; }

  void mark(std::size_t number);
  void unmark_all();
  // The UPDATE state: RFC 1939 sec 6.
  void remove_marked();

 private:
  std::shared_ptr<store::Mailbox> mailbox_;
  std::shared_ptr<const void> lock_;
  store::View view_;
  std::vector<std::uint64_t> sizes_;
  std::vector<bool> marked_;
  std::size_t marks_ = 0;
  std::uint64_t octets_ = 0;
};

}  // namespace postiche::pop3
