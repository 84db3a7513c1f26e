// SPDX-License-Identifier: MIT
// DIGEST-MD5, the client's side. RFC 2831 sec 2.1.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/digest_md5.h"

namespace postiche::sasl {

namespace {

// "auth" is what there is where no qop is told: RFC 2831 sec 2.1.1.
bool offers_auth(const Directives& directives) {
  const std::string* const qop = value_of(directives, "qop");
  if (!qop) return true;
  const auto options = ascii::split(*qop, ',');
  return std::any_of(options.begin(), options.end(),
                     [](std::string_view each) { return ascii::trim(each) == "auth"; });
}

std::string written(const DigestFacts& facts, bool utf8, bool with_realm) {
  std::string out = utf8 ? "charset=utf-8," : "";
  out += quoted_directive("username", utf8 ? facts.user : to_latin1(facts.user));
  if (with_realm) {
    out += "," + quoted_directive("realm", utf8 ? facts.realm : to_latin1(facts.realm));
  }
  out += "," + quoted_directive("nonce", facts.nonce) + ",nc=" + facts.nc;
  out += "," + quoted_directive("cnonce", facts.cnonce);
  out += "," + quoted_directive("digest-uri", facts.digest_uri);
  out += ",response=" + digest_of(facts, "AUTHENTICATE") + ",qop=" + facts.qop;
  if (!facts.identity.empty()) out += "," + quoted_directive("authzid", facts.identity);
  return out;
}

}  // namespace

std::optional<std::string> DigestMd5Client::answer(std::string_view challenge, Speaking& speaking) {
  if (speaking.satisfied) return speaking.give_up("the server asks on where all is said");
  Deviations unasked;
  const auto directives = read_directives(challenge, unasked);
  if (!directives) return speaking.give_up("the server's challenge is malformed");
  if (expected_.empty()) return answer_first(*directives, speaking);
  const std::string* const proof = value_of(*directives, "rspauth");
  if (!proof || *proof != expected_) {
    return speaking.give_up("the server does not prove that it knows the password");
  }
  speaking.satisfied = true;
  return "";
}

// digest-challenge = 1#( realm | nonce | qop-options | stale | maxbuf | charset | algorithm |
//                        cipher-opts | auth-param )                RFC 2831 sec 2.1.1
std::optional<std::string> DigestMd5Client::answer_first(const Directives& directives,
                                                         Speaking& speaking) {
  const std::string* const nonce = value_of(directives, "nonce");
  const std::string* const algorithm = value_of(directives, "algorithm");
  if (!nonce || nonce->empty() || !algorithm || *algorithm != "md5-sess") {
    return speaking.give_up("the server's challenge lacks a nonce or 'md5-sess'");
  }
  if (!offers_auth(directives)) return speaking.give_up("the server does not offer qop 'auth'");
  const Credentials& own = speaking.credentials;
  const bool utf8 = value_of(directives, "charset") != nullptr;
  // Of several the first: there is nobody to be asked.
  const std::string* const realm = value_of(directives, "realm");
  DigestFacts facts;
  facts.user = own.user;
  if (realm) facts.realm = utf8 ? *realm : from_latin1(*realm);
  facts.password = own.secret;
  facts.nonce = *nonce;
  facts.cnonce = own.nonce;
  facts.nc = "00000001";
  facts.qop = "auth";
  facts.digest_uri = own.service + "/" + own.host;
  facts.identity = own.identity;
  expected_ = digest_of(facts, "");
  return written(facts, utf8, realm != nullptr);
}

}  // namespace postiche::sasl
