// SPDX-License-Identifier: MIT
// DIGEST-MD5, the server's side. RFC 2831 sec 2.1. Authentication only (qop "auth"): no layer of
// integrity or privacy, and no subsequent authentication.

#include <array>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/digest_md5.h"

namespace postiche::sasl {

namespace {

constexpr std::size_t longest_response = 4096;  // RFC 2831 sec 2.1.2

struct Name {
  std::string_view name, missing;
};

// Once each, and needed: RFC 2831 sec 2.1.2. "nc" has to be the first: a nonce is good for once.
constexpr std::array<Name, 6> needed = {{{"username", "missing-username"},
                                         {"nonce", "missing-nonce"},
                                         {"cnonce", "missing-cnonce"},
                                         {"nc", "missing-nc"},
                                         {"digest-uri", "missing-digest-uri"},
                                         {"response", "missing-response"}}};

std::string text_of(const Directives& directives, std::string_view name,
                    std::string_view otherwise = "") {
  const std::string* const value = value_of(directives, name);
  return value ? *value : std::string(otherwise);
}

// "" where the list is as it should be, else the deviation.
std::string_view fault_of(const Directives& directives) {
  for (const Directive& each : directives) {
    // "auth-param" may come as often as it likes.
    const bool first = &each.value == value_of(directives, each.name);
    if (!first && (each.name == "realm" || each.name == "qop" || each.name == "charset" ||
                   each.name == "authzid")) {
      return "duplicate-directive";
    }
    for (const Name& name : needed) {
      if (!first && each.name == name.name) return "duplicate-directive";
    }
  }
  for (const Name& name : needed) {
    if (!value_of(directives, name.name)) return name.missing;
  }
  if (text_of(directives, "charset", "utf-8") != "utf-8") return "unknown-charset";
  if (text_of(directives, "qop", "auth") != "auth") return "unknown-qop";
  if (text_of(directives, "response").size() != 32) return "bad-response";
  return {};
}

std::string realm_of(const Knowledge& knowledge) {
  return knowledge.realm.empty() ? knowledge.host : knowledge.realm;
}

// serv-type "/" host [ "/" serv-name ]: where the client believes to be. Tests reach their server
// by names that it does not know, so nothing is refused for it. RFC 2831 sec 2.1.2
void check_uri(std::string_view uri, Hearing& hearing) {
  const auto parts = ascii::split(uri, '/');
  if (!ascii::equal_ignoring_case(parts.front(), hearing.knowledge.service)) {
    hearing.note("other-service");
  }
  if (parts.size() < 2 || !ascii::equal_ignoring_case(parts[1], hearing.knowledge.host)) {
    hearing.note("other-host");
  }
}

DigestFacts facts_of(const Directives& directives, const Hearing& hearing) {
  // Without "charset" names are in ISO 8859-1: RFC 2831 sec 2.1.2.
  const bool utf8 = value_of(directives, "charset") != nullptr;
  const std::string realm = text_of(directives, "realm");
  DigestFacts facts;
  facts.user = hearing.user;
  facts.realm = utf8 ? realm : from_latin1(realm);
  facts.nonce = text_of(directives, "nonce");
  facts.cnonce = text_of(directives, "cnonce");
  facts.nc = text_of(directives, "nc");
  facts.qop = text_of(directives, "qop", "auth");
  facts.digest_uri = text_of(directives, "digest-uri");
  facts.identity = hearing.identity;
  return facts;
}

}  // namespace

Step DigestMd5Server::open(Hearing& hearing) const {
  return hearing.challenge(quoted_directive("realm", realm_of(hearing.knowledge)) + "," +
                           quoted_directive("nonce", hearing.knowledge.nonce) +
                           ",qop=\"auth\",algorithm=md5-sess,charset=utf-8");
}

Step DigestMd5Server::hear(std::string_view response, Hearing& hearing) {
  if (proven_) {
    if (!response.empty()) hearing.note("response-to-final-data");
    return hearing.grant();
  }
  if (response.size() > longest_response) return hearing.malformed("response-too-long");
  const auto directives = read_directives(response, hearing.deviations);
  if (!directives) return hearing.malformed("bad-directive");
  const bool utf8 = value_of(*directives, "charset") != nullptr;
  const std::string user = text_of(*directives, "username");
  hearing.user = utf8 ? user : from_latin1(user);
  hearing.identity = text_of(*directives, "authzid");
  if (!utf8::is_valid(hearing.user)) hearing.note("invalid-utf8");
  if (const std::string_view fault = fault_of(*directives); !fault.empty()) {
    return hearing.malformed(fault);
  }
  DigestFacts facts = facts_of(*directives, hearing);
  if (facts.realm != realm_of(hearing.knowledge)) hearing.note("other-realm");
  check_uri(facts.digest_uri, hearing);
  if (facts.nonce != hearing.knowledge.nonce || facts.nc != "00000001") {
    return hearing.fail(Failure::wrong_nonce, "the nonce is not the one of this exchange, new");
  }
  const auto known = hearing.account();
  if (!known) return hearing.unknown_user();
  facts.password = known->password;
  const std::string given = text_of(*directives, "response");
  // 32LHEX                                                        RFC 2831 sec 2.1.2
  if (ascii::to_lower(given) != given) hearing.note("upper-case-hex");
  if (ascii::to_lower(given) != digest_of(facts, "AUTHENTICATE")) return hearing.wrong_password();
  proven_ = true;
  return hearing.challenge("rspauth=" + digest_of(facts, ""));
}

}  // namespace postiche::sasl
