// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in CAPA, at each stage of a connection, and what it refuses because it does
// not offer it.

#include <string>
#include <string_view>
#include <vector>

#include "harness/pop3/extensions.h"
#include "harness/sasl/offer_lines.h"
#include "harness/sasl/staged_offer.h"

namespace postiche::pop3 {

// The lines of one CAPA answer in order. Copies are independent.
class Offer : public sasl::OfferLines<Extension> {
 public:
  // What the honest server offers.
  explicit Offer(Stage stage = Stage::plain);

  // Whether the line makes sense at this stage, whoever offers it.
  static bool fits(std::string_view line, Stage stage);

  // Exactly these from now on.
  void replace(const std::vector<std::string>& lines);
  // "EXPIRE 5"; takes the place of a line with the same keyword. A word nobody knows is offered as
  // it is written.
  void add(std::string_view line);

  // Whether it is to be had, said or hidden.
  bool offers(std::string_view keyword) const { return find(keyword) < entries_.size(); }
  // What stands behind the keyword, word by word.
  std::vector<std::string_view> words(std::string_view keyword) const;
  // False where the verb belongs to an extension that is not offered.
  bool allows(Verb verb) const;
};

using StagedOffer = sasl::StagedOffer<Offer>;

}  // namespace postiche::pop3
