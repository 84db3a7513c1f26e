// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in EHLO, at each stage of a connection, and what it refuses because it does
// not offer it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/extensions.h"

namespace postiche::smtp {

// The lines of one EHLO answer in order. Copies are independent.
class Offer {
 public:
  // What the honest server offers.
  explicit Offer(Mode mode = Mode::smtp, Stage stage = Stage::plain);
  // Exactly these.
  explicit Offer(const std::vector<std::string>& lines);

  // Exactly these from now on.
  void replace(const std::vector<std::string>& lines) { *this = Offer(lines); }
  // "SIZE 1000"; takes the place of a line with the same keyword. A word nobody knows is offered as
  // it is written.
  void add(std::string_view line);
  // Offers it no longer, and so refuses it. Only the keyword counts. Whether there was one.
  bool remove(std::string_view line);
  // Says it no longer, but takes it all the same. Whether there was one.
  bool hide(std::string_view keyword);

  // Whether it is to be had, said or hidden.
  bool offers(std::string_view keyword) const;
  // What stands behind the keyword, "1000"; nothing where it is not offered.
  std::optional<std::string_view> argument(std::string_view keyword) const;
  // The same word by word, and of every line that offers it: "AUTH PLAIN" and "AUTH=LOGIN".
  std::vector<std::string_view> words(std::string_view keyword) const;
  // A limit that is offered, RCPTMAX: RFC 9422 sec 3.
  std::optional<std::uint64_t> limit(std::string_view name) const;
  // As EHLO says them.
  std::vector<std::string_view> lines() const;
  // Longest line of this command, CRLF included: RFC 5321 sec 4.5.3.1.4.
  std::size_t line_limit(Verb verb) const;
  // Longest line of any command.
  std::size_t line_limit() const;
  // The rule of an offered extension for this parameter; null where none is.
  const ParameterRule* parameter_rule(Verb verb, std::string_view keyword) const;
  // False where the verb belongs to an extension that is not offered.
  bool allows(Verb verb) const;

 private:
  struct Entry {
    std::string line;
    const Extension* extension;  // of the table; null for an unknown word
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
  explicit StagedOffer(Mode mode = Mode::smtp);
  // The same at every stage.
  explicit StagedOffer(const Offer& offer);

  // As those of Offer, at every stage where the extension makes sense: STARTTLS is for plain lines.
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

}  // namespace postiche::smtp
