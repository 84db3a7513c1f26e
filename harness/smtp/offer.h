// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in EHLO, at each stage of a connection, and what it refuses because it does
// not offer it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/offer_lines.h"
#include "harness/sasl/staged_offer.h"
#include "harness/smtp/extensions.h"

namespace postiche::smtp {

// The lines of one EHLO answer in order. Copies are independent.
class Offer : public sasl::OfferLines<Extension> {
 public:
  // What the honest server offers.
  explicit Offer(Mode mode = Mode::smtp, Stage stage = Stage::plain);
  explicit Offer(Stage stage) : Offer(Mode::smtp, stage) {}
  // Exactly these.
  explicit Offer(const std::vector<std::string>& lines);

  // Whether the line makes sense at this stage, whoever offers it.
  static bool fits(std::string_view line, Stage stage);

  // Exactly these from now on.
  void replace(const std::vector<std::string>& lines) { *this = Offer(lines); }
  // "SIZE 1000"; takes the place of a line with the same keyword. A word nobody knows is offered as
  // it is written.
  void add(std::string_view line);

  // Whether it is to be had, said or hidden.
  bool offers(std::string_view keyword) const;
  // What stands behind the keyword, "1000"; nothing where it is not offered.
  std::optional<std::string_view> argument(std::string_view keyword) const;
  // The same word by word, and of every line that offers it: "AUTH PLAIN" and "AUTH=LOGIN".
  std::vector<std::string_view> words(std::string_view keyword) const;
  // A limit that is offered, RCPTMAX: RFC 9422 sec 3.
  std::optional<std::uint64_t> limit(std::string_view name) const;
  // Longest line of this command, CRLF included: RFC 5321 sec 4.5.3.1.4.
  std::size_t line_limit(Verb verb) const;
  // Longest line of any command.
  std::size_t line_limit() const;
  // The rule of an offered extension for this parameter; null where none is.
  const ParameterRule* parameter_rule(Verb verb, std::string_view keyword) const;
  // False where the verb belongs to an extension that is not offered.
  bool allows(Verb verb) const;
};

using StagedOffer = sasl::StagedOffer<Offer>;

}  // namespace postiche::smtp
