// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "tests/tls/two_sides.h"

using namespace postiche::tls;
using namespace postiche::tls::testing;

namespace {

Settings wanting(ClientCertificate how, Version version) {
  Settings settings = only(version);
  settings.client_certificate = how;
  return settings;
}

Filter::Client showing(const Pair& pair) {
  Filter::Client client;
  client.pair = pair;
  return client;
}

}  // namespace

TEST_CASE("a client's certificate is heard of only where it is wanted") {
  Context context(origin());
  const Pair alice = context.authority().client_pair("alice");
  for (const Version version : versions()) {
    const TwoSides unwanted(context, only(version), {}, showing(alice));
    CHECK(unwanted.server.facts().client_subject.empty());
    for (const auto how : {ClientCertificate::asked, ClientCertificate::demanded}) {
      const TwoSides sides(context, wanting(how, version), {}, showing(alice));
      REQUIRE(sides.server.state() == Filter::State::open);
      CHECK(sides.server.facts().client_subject == "CN=alice");
      CHECK(sides.server.facts().client_trusted);
    }
  }
}

TEST_CASE("a client without a certificate passes where it is asked for one, not where it must") {
  Context context(origin());
  for (const Version version : versions()) {
    const TwoSides asked(context, wanting(ClientCertificate::asked, version));
    CHECK(asked.server.state() == Filter::State::open);
    CHECK(asked.client.state() == Filter::State::open);
    CHECK(asked.server.facts().client_subject.empty());
    CHECK_FALSE(asked.server.facts().client_trusted);

    const TwoSides demanded(context, wanting(ClientCertificate::demanded, version));
    CHECK(demanded.server.state() == Filter::State::failed);
    CHECK(demanded.server.trouble() == "the client showed no certificate, and one is demanded");
    CHECK(demanded.client.state() == Filter::State::failed);
    const std::string_view expected = version == Version::tls12
                                          ? "the server sent alert 40 (handshake_failure)"
                                          : "the server sent alert 116 (certificate_required)";
    CHECK(demanded.client.trouble() == expected);
  }
}

TEST_CASE("a certificate of another authority is not trusted, and refused where one is demanded") {
  Context context(origin());
  Authority stranger(origin());
  const Pair mallory = stranger.client_pair("mallory");
  for (const Version version : versions()) {
    const auto asking = wanting(ClientCertificate::asked, version);
    const TwoSides asked(context, asking, {}, showing(mallory));
    CHECK(asked.server.state() == Filter::State::open);
    CHECK(asked.server.facts().client_subject == "CN=mallory");
    CHECK_FALSE(asked.server.facts().client_trusted);

    const auto demanding = wanting(ClientCertificate::demanded, version);
    const TwoSides demanded(context, demanding, {}, showing(mallory));
    CHECK(demanded.server.state() == Filter::State::failed);
    CHECK(demanded.server.trouble() == "the client's certificate is not signed by our authority");
    CHECK(demanded.client.trouble() == "the server sent alert 48 (unknown_ca)");
  }
}

TEST_CASE("a certificate for servers is not one for clients") {
  Context context(origin());
  const Pair server = context.authority().server_pair(Certificate::good);
  for (const Version version : versions()) {
    const auto demanding = wanting(ClientCertificate::demanded, version);
    const TwoSides sides(context, demanding, {}, showing(server));
    CHECK(sides.server.trouble() == "the client's certificate is not meant for clients");
    CHECK(sides.client.trouble() == "the server sent alert 43 (unsupported_certificate)");
  }
}

TEST_CASE("a client's certificate is judged by the authority's present, not by the machine's") {
  for (const std::int64_t moment : {1'000'000'000LL, 2'500'000'000LL}) {
    Authority::Origin then = origin();
    then.unix_seconds = moment;
    Context context(then);
    const Pair alice = context.authority().client_pair("alice");
    for (const Version version : versions()) {
      const auto demanding = wanting(ClientCertificate::demanded, version);
      const TwoSides sides(context, demanding, {}, showing(alice));
      CHECK(sides.server.facts().client_trusted);
    }
  }
}

TEST_CASE("any name can stand in a client's certificate") {
  Context context(origin());
  for (const char* name : {"Smith, Alice", "alice@example.com", "a=b, CN=c", "\\"}) {
    CAPTURE(name);
    const Pair pair = context.authority().client_pair(name);
    const auto asking = wanting(ClientCertificate::asked, Version::tls12);
    const TwoSides sides(context, asking, {}, showing(pair));
    CHECK(sides.server.facts().client_trusted);
    CHECK(sides.server.facts().client_subject.starts_with("CN="));
  }
}
