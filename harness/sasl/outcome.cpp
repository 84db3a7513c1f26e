// SPDX-License-Identifier: MIT
#include "harness/sasl/outcome.h"

namespace postiche::sasl {

Outcome outcome_of(const Step& step) {
  if (step.kind == Step::Kind::success) return Outcome::accepted;
  switch (step.failure) {
    case Failure::cancelled:
      return Outcome::cancelled;
    case Failure::malformed:
      return Outcome::malformed;
    case Failure::unexpected_initial_response:
      return Outcome::unexpected_initial;
    case Failure::mechanism_refused:
      return Outcome::too_weak;
    default:
      return Outcome::rejected;
  }
}

std::string_view word_for(const Step& step, Outcome outcome) {
  if (step.kind == Step::Kind::challenge) return "challenged";
  switch (outcome) {
    case Outcome::accepted:
      return "accepted";
    case Outcome::cancelled:
      return "cancelled";
    case Outcome::rejected:
    case Outcome::too_weak:
      return "rejected";
    default:
      return "malformed";
  }
}

}  // namespace postiche::sasl
