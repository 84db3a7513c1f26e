// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "tests/tls/two_sides.h"

using namespace postiche::tls;
using namespace postiche::tls::testing;

namespace {

// What a client keeps of a session with these settings.
Filter::Client after_session(Context& context, const Settings& settings, const Pair& pair = {}) {
  Filter::Client client;
  client.server_name = "mx.example.com";
  client.pair = pair;
  TwoSides first(context, settings, {}, client);
  CHECK_FALSE(first.server.facts().resumed);
  first.server.say("220 mx\r\n");
  first.run();
  client.session = first.client.session();
  return client;
}

}  // namespace

TEST_CASE("a session is resumed as often as the client likes") {
  for (const Version version : versions()) {
    Context context(origin());
    Filter::Client client = after_session(context, only(version));
    REQUIRE_FALSE(client.session.empty());
    for (int i = 0; i < 3; ++i) {
      TwoSides again(context, only(version), {}, client);
      REQUIRE(again.client.state() == Filter::State::open);
      CHECK(again.server.facts().resumed);
      CHECK(again.client.facts().resumed);
      CHECK(again.server.facts().server_name == "mx.example.com");
      CHECK(again.server.facts().tls_unique == again.client.facts().tls_unique);
      CHECK(again.server.facts().tls_exporter == again.client.facts().tls_exporter);
      CHECK(again.server.facts().tls_server_end_point.size() == 32);
      again.server.say("220 mx\r\n");
      again.run();
      CHECK(again.client_heard == "220 mx\r\n");
      client.session = again.client.session();
    }
  }
}

TEST_CASE("a server that resumes nothing gives nothing for it, and takes nothing") {
  for (const Version version : versions()) {
    Context context(origin());
    Settings never = only(version);
    never.resumes = false;
    Filter::Client client = after_session(context, never);
    const TwoSides again(context, never, {}, client);
    CHECK(again.client.state() == Filter::State::open);
    CHECK_FALSE(again.server.facts().resumed);
    CHECK_FALSE(again.client.facts().resumed);
  }
}

TEST_CASE("a session of other settings, or of another server, is not resumed") {
  for (const Version version : versions()) {
    Context context(origin());
    const Filter::Client client = after_session(context, only(version));
    Settings expired = only(version);
    expired.certificate = Certificate::expired;
    const TwoSides changed(context, expired, {}, client);
    CHECK(changed.client.state() == Filter::State::open);
    CHECK_FALSE(changed.server.facts().resumed);

    Context other(origin());
    const TwoSides elsewhere(other, only(version), {}, client);
    CHECK(elsewhere.client.state() == Filter::State::open);
    CHECK_FALSE(elsewhere.server.facts().resumed);
  }
}

TEST_CASE("who the client is comes along with a resumed session, or it is not resumed") {
  for (const Version version : versions()) {
    Context context(origin());
    Settings demanding = only(version);
    demanding.client_certificate = ClientCertificate::demanded;
    const Pair alice = context.authority().client_pair("alice");
    const Filter::Client client = after_session(context, demanding, alice);
    const TwoSides again(context, demanding, {}, client);
    REQUIRE(again.server.state() == Filter::State::open);
    CHECK(again.server.facts().resumed == (version == Version::tls12));
    CHECK(again.server.facts().client_subject == "CN=alice");
    CHECK(again.server.facts().client_trusted);
  }
}

TEST_CASE("what is no session is not resumed") {
  Context context(origin());
  Filter::Client client;
  client.session = "no session at all";
  const TwoSides sides(context, {}, {}, client);
  CHECK(sides.client.state() == Filter::State::open);
  CHECK_FALSE(sides.client.facts().resumed);
}
