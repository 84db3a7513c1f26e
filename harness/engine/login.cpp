// SPDX-License-Identifier: MIT
#include "harness/engine/login.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::engine {

Login::Login(std::string_view mechanism, std::optional<std::string_view> initial_response,
             sasl::Knowledge knowledge)
    : mechanism_(ascii::to_upper(mechanism)) {
  const sasl::Mechanism* const known = sasl::find(mechanism);
  if (known && known->spoken) exchange_.emplace(*known, std::move(knowledge));
  if (initial_response) {
    hear(sasl::decode_response(*initial_response, sasl::Part::initial_response), true);
  } else if (exchange_) {
    see(exchange_->begin(std::nullopt));
  }
}

void Login::hear(sasl::Response response, bool is_initial) {
  using Heard = sasl::Response::Kind;
  decoded_.reset();
  deviations_.assign(response.deviations.begin(), response.deviations.end());
  step_ = {};
  switch (response.kind) {
    case Heard::cancelled:
      if (exchange_) exchange_->cancel();
      outcome_ = sasl::Outcome::cancelled;
      return;
    case Heard::malformed:
      outcome_ = sasl::Outcome::not_base64;
      return;
    case Heard::over_long:
      outcome_ = sasl::Outcome::too_long;
      return;
    default:
      break;
  }
  decoded_ = std::move(response.octets);
  outcome_ = sasl::Outcome::rejected;
  if (!exchange_) return;
  see(is_initial ? exchange_->begin(*decoded_) : exchange_->go_on(*decoded_));
}

void Login::see(sasl::Step next) {
  step_ = std::move(next);
  outcome_ = sasl::outcome_of(step_);
  for (const std::string_view deviation : exchange_->deviations()) {
    if (std::find(deviations_.begin(), deviations_.end(), deviation) == deviations_.end()) {
      deviations_.push_back(deviation);
    }
  }
}

std::string_view Login::user() const {
  return exchange_ ? std::string_view(exchange_->user()) : std::string_view();
}

std::optional<std::string> Login::challenge() const {
  if (step_.kind != sasl::Step::Kind::challenge) return std::nullopt;
  return sasl::encode_challenge(step_.challenge);
}

void Login::describe(transcript::Fields& fields) const {
  fields.add("sasl", word());
  fields.add("mechanism", mechanism_);
  if (!user().empty()) fields.add("sasl-user", user());
  for (const std::string_view deviation : deviations_) fields.add("deviation", deviation);
}

}  // namespace postiche::engine
