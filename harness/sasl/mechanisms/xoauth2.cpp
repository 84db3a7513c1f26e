// SPDX-License-Identifier: MIT
// XOAUTH2: what Google and Microsoft took before OAUTHBEARER was made from it. No RFC has it; the
// form is that of their own pages for developers.

#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/oauth.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

constexpr std::string_view error = R"({"status":"401","schemes":"Bearer"})";

}  // namespace

// "user=" user %x01 "auth=Bearer " token %x01 %x01
Step Xoauth2Server::hear(std::string_view response, Hearing& hearing) {
  if (failure_) {
    if (!response.empty()) hearing.note("odd-dummy-response");
    return *failure_;
  }
  const OauthPairs pairs(response, hearing.deviations);
  hearing.user = prepared_or_same(pairs.value("user").value_or(""), hearing.deviations);
  if (auto objection = take_token(pairs, hearing)) return std::move(*objection);
  if (hearing.user.empty()) return hearing.malformed("missing-user");
  Step step = hearing.secret.empty() ? hearing.wrong_password() : hearing.check_secret();
  if (step.kind == Step::Kind::success) return step;
  failure_ = std::move(step);
  return hearing.challenge(error);
}

std::optional<std::string> Xoauth2Client::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  const Credentials& own = speaking.credentials;
  return "user=" + own.user + std::string(pair_end) + auth_pair(own.secret) + std::string(pair_end);
}

// The server explains why not, and wants an empty answer before it refuses.
std::optional<std::string> Xoauth2Client::answer(std::string_view challenge, Speaking& speaking) {
  if (refused_) return speaking.give_up("the server asks on where all is said");
  refused_ = true;
  speaking.satisfied = false;
  speaking.trouble = "the server refuses the token: " + std::string(challenge);
  return "";
}

}  // namespace postiche::sasl
