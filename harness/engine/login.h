// SPDX-License-Identifier: MIT
#pragma once
// An exchange of AUTH as a session has it, from the command to the reply that ends it, and what the
// line at hand makes of it. The same for every protocol; what is replied is theirs.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/exchange.h"
#include "harness/sasl/line.h"
#include "harness/sasl/outcome.h"
#include "harness/transcript/transcript.h"

namespace postiche::engine {

class Login {
 public:
  // Of a scenario that has asked for a line out of the blue.
  Login() = default;
  // `mechanism` as typed; one that nobody knows goes nowhere. `initial_response` in base64.
  Login(std::string_view mechanism, std::optional<std::string_view> initial_response,
        sasl::Knowledge knowledge);

  // A line behind the command.
  void hear(std::string_view line) {
    hear(sasl::decode_response(line, sasl::Part::response), false);
  }

  const std::string& mechanism() const { return mechanism_; }  // in capitals
  // Whom the client claims to be, as soon as that is known.
  std::string_view user() const;
  // What the latest line decodes to; nothing where it doesn't.
  const std::optional<std::string>& decoded() const { return decoded_; }
  // What an honest server makes of it.
  sasl::Outcome outcome() const { return outcome_; }
  std::string_view word() const { return sasl::word_for(step_, outcome_); }
  // In base64; nothing where the exchange has ended.
  std::optional<std::string> challenge() const;
  // For the event of the line.
  void describe(transcript::Fields& fields) const;

 private:
  void hear(sasl::Response response, bool is_initial);
  void see(sasl::Step next);

  std::string mechanism_;
  std::optional<sasl::ServerExchange> exchange_;  // none: of a mechanism that is not spoken
  sasl::Step step_;
  sasl::Outcome outcome_ = sasl::Outcome::rejected;
  std::optional<std::string> decoded_;
  std::vector<std::string_view> deviations_;
};

}  // namespace postiche::engine
