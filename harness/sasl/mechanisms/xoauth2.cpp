// SPDX-License-Identifier: MIT
// XOAUTH2: what Google and Microsoft took before OAUTHBEARER was made from it. No RFC has it; the
// form is that of their own pages for developers.

#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/oauth.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

constexpr std::string_view xoauth2_error = R"({"status":"401","schemes":"Bearer"})";

}  // namespace

// "user=" user %x01 "auth=Bearer " token %x01 %x01
Step Xoauth2Server::hear(std::string_view response, Hearing& hearing) {
  if (const auto failure = hear_dummy(response, "", hearing)) return *failure;
  const OauthPairs pairs(response, hearing.deviations);
  hearing.user = prepared_or_same(pairs.value("user").value_or(""), hearing.deviations);
  if (auto objection = take_token(pairs, hearing)) return std::move(*objection);
  if (hearing.user.empty()) return hearing.malformed("missing-user");
  return settle(hearing.secret.empty() ? hearing.wrong_password() : hearing.check_secret(),
                xoauth2_error, hearing);
}

std::optional<std::string> Xoauth2Client::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  const Credentials& own = speaking.credentials;
  return "user=" + own.user + std::string(pair_end) + auth_pair(own.secret) + std::string(pair_end);
}

// The server explains why not, and wants an empty answer before it refuses.
std::optional<std::string> Xoauth2Client::answer(std::string_view challenge, Speaking& speaking) {
  return answer_explanation(challenge, "", speaking);
}

}  // namespace postiche::sasl
