// SPDX-License-Identifier: MIT
// OAUTHBEARER: a bearer token in place of a password. RFC 7628.

#include "harness/base/ascii.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/gs2.h"
#include "harness/sasl/mechanisms/oauth.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

// RFC 7628 sec 3.2.2
constexpr std::string_view oauthbearer_error = R"({"status":"invalid_token"})";

Step judge(Hearing& hearing) {
  if (hearing.secret.empty()) return hearing.wrong_password();
  if (hearing.user.empty() && hearing.knowledge.owner_of_token) {
    hearing.user = hearing.knowledge.owner_of_token(hearing.secret).value_or("");
  }
  return hearing.check_secret();
}

}  // namespace

// client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep           RFC 7628 sec 3.1
// The identity is whose token it is said to be, so it stands for the user.
Step OauthbearerServer::hear(std::string_view response, Hearing& hearing) {
  // RFC 7628 sec 3.2.3
  if (const auto failure = hear_dummy(response, pair_end, hearing)) return *failure;
  const auto [header, fault] = read_gs2_header(response, hearing.deviations);
  if (!header) return hearing.malformed(fault);
  // There is no form of it with channel binding: RFC 7628 sec 3.1.
  if (header->flag == 'p') return hearing.malformed("bad-gs2-header");
  hearing.user = prepared_or_same(header->identity, hearing.deviations);
  response.remove_prefix(header->size);
  if (!response.starts_with(pair_end)) return hearing.malformed("bad-pair");
  const OauthPairs pairs(response.substr(1), hearing.deviations);
  if (auto objection = take_token(pairs, hearing)) return std::move(*objection);
  const auto host = pairs.value("host");
  if (host && !ascii::equal_ignoring_case(*host, hearing.knowledge.host)) {
    hearing.note("other-host");
  }
  return settle(judge(hearing), oauthbearer_error, hearing);
}

std::optional<std::string> OauthbearerClient::initial(Speaking& speaking) const {
  speaking.satisfied = true;
  const Credentials& own = speaking.credentials;
  const std::string& whose = own.identity.empty() ? own.user : own.identity;
  std::string out = gs2_header('n', "", prepared_or_same(whose));
  out += pair_end;
  if (!own.host.empty()) out.append("host=").append(own.host).append(pair_end);
  if (own.port != 0) out.append("port=").append(std::to_string(own.port)).append(pair_end);
  return out + auth_pair(own.secret) + std::string(pair_end);
}

// The server explains why not, and has to be answered before it refuses: RFC 7628 sec 3.2.3.
std::optional<std::string> OauthbearerClient::answer(std::string_view challenge,
                                                     Speaking& speaking) {
  return answer_explanation(challenge, pair_end, speaking);
}

}  // namespace postiche::sasl
