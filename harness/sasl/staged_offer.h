// SPDX-License-Identifier: MIT
#pragma once
// What a server offers at each stage of a connection. An Offer is the protocol's.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/stage.h"

namespace postiche::sasl {

template <typename Offer>
class StagedOffer {
 public:
  // What the honest server offers; `of` is what an offer depends on besides the stage.
  template <typename... Of>
  explicit StagedOffer(Of... of)
      : offers_{Offer(of..., Stage::plain), Offer(of..., Stage::tls),
                Offer(of..., Stage::authenticated), Offer(of..., Stage::tls_authenticated)} {}
  // The same at every stage.
  explicit StagedOffer(const Offer& offer) : offers_{offer, offer, offer, offer} {}

  // As those of Offer, at every stage where the extension makes sense: STARTTLS is for plain lines.
  void replace(const std::vector<std::string>& lines) {
    for (Offer& offer : offers_) offer.replace({});
    for (const std::string& line : lines) add(line);
  }
  void add(std::string_view line) {
    for (const Stage stage : stages) {
      if (Offer::fits(line, stage)) at(stage).add(line);
    }
  }
  void remove(std::string_view line) {
    for (Offer& offer : offers_) offer.remove(line);
  }
  void hide(std::string_view keyword) {
    for (Offer& offer : offers_) offer.hide(keyword);
  }

  // What is written here is offered at this stage whether it makes sense or not.
  Offer& at(Stage stage) { return offers_[static_cast<std::size_t>(stage)]; }
  const Offer& at(Stage stage) const { return offers_[static_cast<std::size_t>(stage)]; }
  // At any stage.
  bool offers(std::string_view keyword) const {
    return std::any_of(offers_.begin(), offers_.end(),
                       [&](const Offer& offer) { return offer.offers(keyword); });
  }

 private:
  std::array<Offer, std::size(stages)> offers_;
};

}  // namespace postiche::sasl
