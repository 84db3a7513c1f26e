// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in CAPABILITY, at each stage of a connection, and what it refuses because it
// does not offer it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/extensions.h"
#include "harness/sasl/staged_offer.h"

namespace postiche::imap {

// The capabilities in order. Copies are independent.
class Offer {
 public:
  // What the honest server offers.
  explicit Offer(Stage stage = Stage::plain);

  // Whether it makes sense at this stage. What nobody knows does everywhere.
  static bool fits(std::string_view word, Stage stage);
  // Exactly these from now on.
  void replace(const std::vector<std::string>& words);
  // "APPENDLIMIT=1000"; takes the place of one with the same keyword. A word nobody knows is
  // offered as it is written.
  void add(std::string_view word);
  // Offers it no longer, and so refuses it. "AUTH" is all of "AUTH=PLAIN" and its kin.
  void remove(std::string_view word);
  // Says it no longer, but takes it all the same.
  void hide(std::string_view word);

  // Whether it is to be had: said, hidden, or a part of IMAP4rev2 that nobody took away.
  bool offers(std::string_view keyword) const;
  // What stands behind "=" of this keyword; "" where there is nothing.
  std::string_view value(std::string_view keyword) const;
  // "PLAIN" of "AUTH=PLAIN".
  std::vector<std::string_view> mechanisms() const;
  // As CAPABILITY says them.
  std::vector<std::string_view> lines() const;

 private:
  struct Entry {
    std::string word;
    bool hidden;
  };

  std::vector<Entry> entries_;
  std::vector<std::string> removed_;
};

using StagedOffer = sasl::StagedOffer<Offer>;

}  // namespace postiche::imap
