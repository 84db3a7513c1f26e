// SPDX-License-Identifier: MIT
#pragma once
// What a client knows of the server by what it was told: capabilities, what is enabled, and the
// mailbox that is open.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/command.h"
#include "harness/imap/offer.h"
#include "harness/judge/imap/conversation.h"
#include "harness/judge/imap/responses.h"

namespace postiche::judge {

class ServerWords {
 public:
  explicit ServerWords(std::deque<imap::Offer>& offers) : offers_(offers) {}

  // Hears a response, tagged or not; `command` is the one that is being answered, if any.
  void hear(const Response& response, const imap::Command* command);
  // SELECT or EXAMINE: what is told from here on is of this mailbox.
  void begin_select(std::string_view name);
  void end_select(bool is_accepted, bool is_read_only);
  void deselect() { open_.reset(); }
  // All that was learnt in clear is forgotten: RFC 9051 sec 6.2.1.
  void forget_offer() { offer_ = nullptr; }

  const imap::Offer* offer() const { return offer_; }
  const std::optional<KnownMailbox>& open() const { return open_; }
  bool has_enabled_utf8() const { return utf8_; }
  bool has_enabled_rev2() const { return rev2_; }

 private:
  void hear_code(std::string_view code);
  void hear_data(std::string_view data, const imap::Command* command);
  void hear_count(std::uint32_t count);
  void hear_expunged(std::uint32_t count);
  void hear_uid(std::uint32_t uid);
  void take_offer(std::string_view words);
  KnownMailbox* told_of();

  std::deque<imap::Offer>& offers_;
  const imap::Offer* offer_ = nullptr;
  std::optional<KnownMailbox> open_, opening_;
  bool utf8_ = false, rev2_ = false;
};

}  // namespace postiche::judge
