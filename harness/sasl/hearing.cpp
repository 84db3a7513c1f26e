// SPDX-License-Identifier: MIT
#include "harness/sasl/hearing.h"

#include <utility>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

bool may_use(const Account& account, const Mechanism& mechanism) {
  return account.mechanisms.empty() ||
         ascii::contains_ignoring_case(account.mechanisms, mechanism.name);
}

std::string quoted(std::string_view text) { return "'" + escape(text) + "'"; }

}  // namespace

std::optional<Account> Hearing::account() const {
  if (anything_goes()) return Account{std::string(default_password), {}};
  return knowledge.find(user);
}

Step Hearing::challenge(std::string_view octets) const {
  return {Step::Kind::challenge, std::string(octets), Failure::none, ""};
}

Step Hearing::fail(Failure failure, std::string text) const {
  return {Step::Kind::failure, "", failure, std::move(text)};
}

Step Hearing::malformed(std::string_view deviation) {
  note(deviation);
  return fail(Failure::malformed,
              "not as " + std::string(mechanism->name) + " has it: " + std::string(deviation));
}

Step Hearing::unknown_user() const {
  return fail(Failure::unknown_user, "there is no user " + quoted(user));
}

Step Hearing::wrong_password() const {
  std::string text = "that is not the password of " + quoted(user);
  if (anything_goes()) text += ", which is '" + std::string(default_password) + "' for everybody";
  return fail(Failure::wrong_password, std::move(text));
}

Step Hearing::grant() const {
  if (!anything_goes()) {
    const auto known = knowledge.find(user);
    if (known && !may_use(*known, *mechanism)) {
      return fail(Failure::mechanism_refused,
                  quoted(user) + " does not use " + std::string(mechanism->name));
    }
  }
  const bool itself = identity.empty() || identity == user;
  const bool allowed =
      knowledge.may_act_as ? knowledge.may_act_as(user, identity) : anything_goes();
  if (!itself && !allowed) {
    return fail(Failure::other_authorization, quoted(user) + " may not act as " + quoted(identity));
  }
  return {Step::Kind::success, "", Failure::none, ""};
}

Step Hearing::check_secret() const {
  if (anything_goes()) return grant();
  const auto known = account();
  if (!known) return unknown_user();
  // Both sides are prepared by the server: RFC 4616 sec 2.
  const bool right =
      known->any_password || prepared_or_same(known->password) == prepared_or_same(secret);
  if (!right) return wrong_password();
  return grant();
}

}  // namespace postiche::sasl
