// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanisms/oauth.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/sasl/machines.h"

namespace postiche::sasl {

namespace {

// b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="     RFC 6750 sec 2.1
bool is_token(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=') + 1;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
    return ascii::is_alnum(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
  });
}

// key = 1*ALPHA                                                    RFC 7628 sec 3.1
bool is_pair(std::string_view part) {
  const std::size_t equals = part.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         std::all_of(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(equals),
                     ascii::is_alpha);
}

}  // namespace

std::optional<Step> TokenServer::hear_dummy(std::string_view response, std::string_view dummy,
                                            Hearing& hearing) const {
  if (failure_ && response != dummy) hearing.note("odd-dummy-response");
  return failure_;
}

Step TokenServer::settle(Step step, std::string_view explanation, const Hearing& hearing) {
  if (step.kind == Step::Kind::success) return step;
  failure_ = std::move(step);
  return hearing.challenge(explanation);
}

std::optional<std::string> TokenClient::answer_explanation(std::string_view challenge,
                                                           std::string_view dummy,
                                                           Speaking& speaking) {
  if (refused_) return speaking.give_up("the server asks on where all is said");
  refused_ = true;
  speaking.satisfied = false;
  speaking.trouble = "the server refuses the token: " + std::string(challenge);
  return std::string(dummy);
}

OauthPairs::OauthPairs(std::string_view text, Deviations& deviations) : text_(text) {
  if (!text.ends_with("\x01\x01") && text != pair_end) note(deviations, "missing-end");
  for (const std::string_view part : ascii::split(text, pair_end.front())) {
    broken_ = broken_ || (!part.empty() && !is_pair(part));
  }
}

std::optional<std::string_view> OauthPairs::value(std::string_view key) const {
  for (const std::string_view part : ascii::split(text_, pair_end.front())) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    if (ascii::equal_ignoring_case(part.substr(0, equals), key)) return part.substr(equals + 1);
  }
  return std::nullopt;
}

// "Bearer" 1*SP b64token                                           RFC 6750 sec 2.1
// Nothing at all behind "auth=" asks what a client would need: RFC 7628 sec 4.3. It is refused as a
// wrong token is, which tells.
std::optional<Step> take_token(const OauthPairs& pairs, Hearing& hearing) {
  if (pairs.broken()) return hearing.malformed("bad-pair");
  const auto auth = pairs.value("auth");
  if (!auth) return hearing.malformed("missing-auth");
  if (auth->empty()) return std::nullopt;
  constexpr std::string_view scheme = "bearer ";
  if (!ascii::starts_with_ignoring_case(*auth, scheme)) return hearing.malformed("unknown-scheme");
  hearing.secret = ascii::trim(auth->substr(scheme.size()));
  if (!is_token(hearing.secret)) hearing.note("odd-token");
  return std::nullopt;
}

std::string auth_pair(std::string_view token) {
  return "auth=Bearer " + std::string(token) + std::string(pair_end);
}

}  // namespace postiche::sasl
