// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in CAPA, at each stage of a connection, and what it refuses because it does
// not offer it.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/pop3/extensions.h"

namespace postiche::pop3 {

// The lines of one CAPA answer in order. Copies are independent.
class Offer {
 public:
  // What the honest server offers.
  explicit Offer(Stage stage = Stage::plain);

  // Exactly these from now on.
  void replace(const std::vector<std::string>& lines);
  // "EXPIRE 5"; takes the place of a line with the same keyword. A word nobody knows is offered as
  // it is written.
  void add(std::string_view line);
  // Offers it no longer, and so refuses it. Only the keyword counts.
  void remove(std::string_view line);
  // Says it no longer, but takes it all the same.
  void hide(std::string_view keyword);

  // Whether it is to be had, said or hidden.
  bool offers(std::string_view keyword) const { return find(keyword) < entries_.size(); }
  // What stands behind the keyword, word by word.
  std::vector<std::string_view> words(std::string_view keyword) const;
  // As CAPA says them.
  std::vector<std::string_view> lines() const;
  // False where the verb belongs to an extension that is not offered.
  bool allows(Verb verb) const;

 private:
  struct Entry {
    std::string line;
    bool hidden;
  };
  // Where the line with this keyword is; entries_.size() if there is none.
  std::size_t find(std::string_view line) const;

  std::vector<Entry> entries_;
};

// One offer for each stage of a connection.
class StagedOffer {
 public:
  // What the honest server offers.
  StagedOffer();

  // As those of Offer, at every stage where the extension makes sense: STLS is for plain lines.
  void replace(const std::vector<std::string>& lines);
  void add(std::string_view line);
  void remove(std::string_view line);
  void hide(std::string_view keyword);

  // What is written here is offered at this stage whether it makes sense or not.
  Offer& at(Stage stage) { return offers_[static_cast<std::size_t>(stage)]; }
  const Offer& at(Stage stage) const { return offers_[static_cast<std::size_t>(stage)]; }
  // At any stage.
  bool offers(std::string_view keyword) const;

 private:
  std::array<Offer, std::size(stages)> offers_;
};

}  // namespace postiche::pop3
