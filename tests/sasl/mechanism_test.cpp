// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanism.h"

#include <doctest/doctest.h>

#include <string>

#include "harness/base/ascii.h"
#include "harness/sasl/exchange.h"
#include "harness/sasl/knowledge.h"

namespace postiche::sasl {

TEST_CASE("each mechanism is found by its name in any case, and by its id") {
  for (const Mechanism& each : mechanisms()) {
    CAPTURE(each.name);
    CHECK(find(each.name) == &each);
    CHECK(find(ascii::to_lower(each.name)) == &each);
    CHECK(&mechanism(each.id) == &each);
  }
  for (const char* name : {"", "PLAIN ", "PLAI", "SCRAM-SHA-256-", "GSSAPI"}) {
    CAPTURE(name);
    CHECK(find(name) == nullptr);
  }
}

TEST_CASE("what an offer has to know of a mechanism stands in the table") {
  CHECK(find("PLAIN")->sends_secret());
  CHECK(find("OAUTHBEARER")->sends_secret());
  CHECK_FALSE(find("CRAM-MD5")->sends_secret());
  CHECK(find("CRAM-MD5")->server_must_know_password());
  CHECK(find("CRAM-MD5")->takes_anything());
  CHECK_FALSE(find("SCRAM-SHA-256")->takes_anything());
  CHECK_FALSE(find("PLAIN")->server_must_know_password());
  CHECK(find("SCRAM-SHA-1-PLUS")->tls == TlsFacts::channel_binding);
  CHECK(find("EXTERNAL")->tls == TlsFacts::client_certificate);
  CHECK_FALSE(find("NTLM")->spoken);
}

TEST_CASE("a mechanism known by name only fails, and says so") {
  ServerExchange server(*find("NTLM"), {});
  CHECK(server.begin("TlRMTVNTUAAB").failure == Failure::not_spoken);
  ClientExchange client(*find("NTLM"), {});
  CHECK_FALSE(client.begin(InitialResponse::allowed));
  CHECK_FALSE(client.answer(""));
  CHECK(client.trouble() == "NTLM is known by name only");
}

TEST_CASE("a nonce is the same for the same seed and question, and fits every mechanism") {
  const std::string nonce = make_nonce(7, "connection 1");
  CHECK(nonce == make_nonce(7, "connection 1"));
  CHECK(nonce != make_nonce(8, "connection 1"));
  CHECK(nonce != make_nonce(7, "connection 2"));
  CHECK(nonce.size() == 24);
  CHECK(nonce.find_first_of(",\"\\<> ") == std::string::npos);
}

}  // namespace postiche::sasl
