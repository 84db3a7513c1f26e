// SPDX-License-Identifier: MIT
#pragma once
// What the server's side of a mechanism works with: what the server knows, and what it has found
// out about the client so far. For mechanisms/ only.

#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/deviations.h"
#include "harness/sasl/knowledge.h"
#include "harness/sasl/mechanism.h"
#include "harness/sasl/step.h"

namespace postiche::sasl {

struct Hearing {
  const Mechanism* mechanism;  // of the table
  Knowledge knowledge;
  std::string user;      // as claimed, later as proven
  std::string identity;  // asked for; empty: the user
  std::string secret;    // where one went over the wire
  std::string trace;     // ANONYMOUS
  Deviations deviations;

  void note(std::string_view deviation) { sasl::note(deviations, deviation); }
  bool anything_goes() const { return !knowledge.find; }
  // The claimed user's; nothing where there is no such user.
  std::optional<Account> account() const;

  // What may be said. `user` and `identity` stand before grant() or check_secret() is called.
  Step challenge(std::string_view octets) const;
  Step fail(Failure failure, std::string text) const;
  Step malformed(std::string_view deviation);  // named by this one
  Step unknown_user() const;
  Step wrong_password() const;
  // The user has been proven: success, if it may use the mechanism and act as who it asks to be.
  Step grant() const;
  // The secret was sent as it is: is it the user's?
  Step check_secret() const;
};

}  // namespace postiche::sasl
