// SPDX-License-Identifier: MIT
#pragma once
// A mailbox as one session sees it. Its sequence numbers stay as they are until the session says
// that it is time: a client may not hear of expunged messages at every moment (RFC 9051 sec 7.5.1).
//
//   mailbox  1 2 3 4    --expunge 2, append 5-->  1 3 4 5
//   view     1 2 3 4    hold_back                 1 2 3 4 5    2 is still numbered, but gone
//                       tell                      1 3 4 5      "* 2 EXPUNGE"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/store/mailbox.h"

namespace postiche::store {

// What a session was not told yet.
struct News {
  struct Expunged {
    std::size_t number;  // the highest first, so that each is right when it is said
    Uid uid;
  };
  std::vector<Expunged> expunged;
  bool grown = false;                // there are new messages at the end
  std::vector<std::size_t> changed;  // numbers of those with other flags, when the above was told
};

class View {
 public:
  explicit View(std::shared_ptr<const Mailbox> mailbox);

  const Mailbox& mailbox() const { return *mailbox_; }
  std::size_t size() const { return uids_.size(); }
  // By sequence number, which counts from 1: 1 to size(), in ascending order.
  Uid uid(std::size_t number) const { return uids_.at(number - 1); }
  // A name that no other message of this mailbox has or ever will have: RFC 1939 sec 7 (UIDL).
  std::string unique_id(std::size_t number) const;
  // How many messages here have UIDs below this one, and so numbers below its own.
  std::size_t count_below(Uid uid) const;
  // Nothing where this session has no such message.
  std::optional<std::size_t> number_of(Uid uid) const;
  // Null where there is none any more, or never was.
  const Message* find(std::size_t number) const;

  // Whether there may be news.
  bool is_stale() const { return mailbox_->highest_mod_seq() != seen_ || expunged_ != seen_; }
  // The mailbox was renumbered: there will be no news, and no messages are found.
  bool is_void() const { return mailbox_->uid_validity() != uid_validity_; }
  enum class Expunges : std::uint8_t { hold_back, tell };
  News catch_up(Expunges expunges);

 private:
  std::vector<Uid> find_expunged() const;
  std::vector<News::Expunged> drop(const std::vector<Uid>& gone);

  std::shared_ptr<const Mailbox> mailbox_;
  std::uint32_t uid_validity_;
  std::vector<Uid> uids_;
  Uid uid_next_;     // those below are known here
  ModSeq seen_;      // flags and new messages up to here
  ModSeq expunged_;  // and expunged ones
};

}  // namespace postiche::store
