// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>

#include "harness/tls/ability.h"
#include "harness/tls/alert.h"
#include "harness/tls/authority.h"
#include "tests/tls/two_sides.h"

using namespace postiche::tls;

TEST_CASE("alerts have numbers and names") {
  CHECK(alert_name(48) == "unknown_ca");
  CHECK(alert_name(1).empty());
  CHECK(alert_named("handshake_failure") == 40);
  CHECK_FALSE(alert_named("unheard_of").has_value());
  CHECK(describe_alert(0) == "alert 0 (close_notify)");
  CHECK(describe_alert(255) == "alert 255");
  for (const std::string_view name : alert_names()) {
    const auto number = alert_named(name);
    REQUIRE(number.has_value());
    CHECK(alert_name(*number) == name);
  }
}

TEST_CASE("ciphers are known by the names that IANA gives them") {
  for (const char* name :
       {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"}) {
    CAPTURE(name);
    CHECK(is_known_cipher(name));
    CHECK(std::ranges::count(known_ciphers(), name) == 1);
  }
  for (const char* name : {"", "AES128-SHA", "TLS-RSA-WITH-AES-128-CBC-SHA", "TLS_WITH_NOTHING"}) {
    CAPTURE(name);
    CHECK_FALSE(is_known_cipher(name));
  }
  for (const std::string& name : known_ciphers()) {
    CHECK(is_known_cipher(name));
    CHECK(name.find('-') == std::string::npos);
  }
}

TEST_CASE("an authority makes each certificate once, and a client's anew") {
  Authority authority(testing::origin());
  CHECK(authority.ca_pem().starts_with("-----BEGIN CERTIFICATE-----\n"));
  CHECK(authority.ca_pem().ends_with("-----END CERTIFICATE-----\n"));
  CHECK(authority.ca_pem() == authority.ca_pem());
  CHECK(authority.crl_pem().starts_with("-----BEGIN X509 CRL-----\n"));
  const Pair& good = authority.server_pair(Certificate::good);
  CHECK(&good == &authority.server_pair(Certificate::good));
  CHECK(good.certificates != authority.server_pair(Certificate::revoked).certificates);
  CHECK(good.certificates != authority.server_pair(Certificate::good, Algorithm::rsa).certificates);
  CHECK(authority.client_pair("a").certificates != authority.client_pair("a").certificates);
  Authority other(testing::origin());
  CHECK(authority.ca_pem() != other.ca_pem());
}
