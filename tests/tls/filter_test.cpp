// SPDX-License-Identifier: MIT
#include "harness/tls/filter.h"

#include <doctest/doctest.h>

#include <array>

#include "harness/tls/ability.h"
#include "tests/tls/two_sides.h"

using namespace postiche::tls;
using namespace postiche::tls::testing;

namespace {

constexpr std::array<Cuts, 3> all_cuts = {Cuts::whole, Cuts::bytewise, Cuts::random};

std::string name_of(Version version) { return version == Version::tls12 ? "TLSv1.2" : "TLSv1.3"; }

Filter::Client asking_for(std::string name) {
  Filter::Client client;
  client.server_name = std::move(name);
  return client;
}

}  // namespace

TEST_CASE("both sides agree, and say so, however the octets are cut") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const Cuts cuts : all_cuts) {
      CAPTURE(name_of(version));
      TwoSides sides(context, only(version), {}, asking_for("mx.example.com"), cuts);
      REQUIRE(sides.server.state() == Filter::State::open);
      REQUIRE(sides.client.state() == Filter::State::open);
      const Facts& server = sides.server.facts();
      const Facts& client = sides.client.facts();
      CHECK(server.version == name_of(version));
      CHECK(client.version == server.version);
      CHECK(is_known_cipher(server.cipher));
      CHECK(client.cipher == server.cipher);
      CHECK(server.server_name == "mx.example.com");
      CHECK(server.protocol.empty());
      CHECK_FALSE(server.resumed);
      CHECK_FALSE(client.resumed);
      CHECK(server.client_subject.empty());
      CHECK_FALSE(server.client_trusted);
      CHECK(sides.server.trouble().empty());
      CHECK(sides.server.fate() == Filter::Fate::none);
    }
  }
}

TEST_CASE("what one side says in plain the other hears, however the octets are cut") {
  Context context(origin());
  std::string letter(100'000, 'x');
  for (std::size_t i = 0; i < letter.size(); ++i) letter[i] = static_cast<char>(i * i % 251);
  for (const Version version : versions()) {
    for (const Cuts cuts : all_cuts) {
      TwoSides sides(context, only(version), {}, {}, cuts);
      sides.server.say("220 mx\r\n");
      sides.client.say(letter);
      sides.run();
      sides.server.say(letter);
      sides.server.say("250 OK\r\n");
      sides.run();
      CHECK(sides.server_heard == letter);
      CHECK(sides.client_heard == "220 mx\r\n" + letter + "250 OK\r\n");
    }
  }
}

TEST_CASE("what is said before the handshake is done waits for its end") {
  Context context(origin());
  for (const Version version : versions()) {
    Filter server(context, only(version));
    server.say("220 ");
    server.say("mx\r\n");
    CHECK(server.take_ciphertext().empty());
    Filter client(context, {}, asking_for("localhost"));
    client.say("EHLO c\r\n");
    std::string to_client, to_server, client_heard, server_heard;
    Feeder feeder(Cuts::whole);
    do {
      to_server = client.take_ciphertext();
      server_heard += feeder.feed(server, to_server);
      to_client = server.take_ciphertext();
      client_heard += feeder.feed(client, to_client);
    } while (!to_server.empty() || !to_client.empty());
    CHECK(client_heard == "220 mx\r\n");
    CHECK(server_heard == "EHLO c\r\n");
  }
}

TEST_CASE("a filter keeps only so much plaintext, and leaves the rest to be heard later") {
  Context context(origin());
  TwoSides sides(context, {});
  const std::string letter(1'000'000, 'y');
  sides.client.say(letter);
  const std::string ciphertext = sides.client.take_ciphertext();
  std::string_view rest = ciphertext;
  std::string heard;
  std::size_t rounds = 0;
  while (!rest.empty()) {
    sides.server.hear(rest);
    REQUIRE(sides.server.held() > 0);
    REQUIRE(sides.server.held() < 300'000);
    heard += sides.server.take_plaintext();
    ++rounds;
  }
  CHECK(rounds > 2);
  CHECK((heard == letter));
}

TEST_CASE("close_notify ends a direction, and the other may still speak") {
  Context context(origin());
  for (const Version version : versions()) {
    TwoSides sides(context, only(version));
    sides.client.say("QUIT\r\n");
    sides.client.close_notify();
    sides.client.say("never heard");
    sides.run();
    CHECK(sides.server_heard == "QUIT\r\n");
    CHECK(sides.server.state() == Filter::State::ended);
    CHECK(sides.server.fate() == Filter::Fate::none);
    sides.server.say("221 Bye\r\n");
    sides.server.close_notify();
    sides.run();
    CHECK(sides.client_heard == "221 Bye\r\n");
    CHECK(sides.client.state() == Filter::State::ended);
    sides.server.hear_end();
    CHECK(sides.server.state() == Filter::State::ended);
  }
}

TEST_CASE("a stream that ends without close_notify is told from one that ends with it") {
  Context context(origin());
  TwoSides sides(context, {});
  sides.server.hear_end();
  CHECK(sides.server.state() == Filter::State::cut);
  CHECK(sides.server.trouble() == "the client closed the connection without a close_notify");
  sides.server.say("421 Bye\r\n");
  sides.run();
  CHECK(sides.client_heard == "421 Bye\r\n");
}

TEST_CASE("a client that hangs up in the handshake has failed, and it is known how far it was") {
  Context context(origin());
  Filter nothing(context, {});
  nothing.hear_end();
  CHECK(nothing.state() == Filter::State::failed);
  CHECK(nothing.fate() == Filter::Fate::close);
  CHECK(nothing.trouble() == "the client closed the connection without a word of TLS");

  for (const Version version : versions()) {
    Filter server(context, only(version));
    Filter client(context, {}, {});
    const std::string hello = client.take_ciphertext();
    std::string_view half = std::string_view(hello).substr(0, hello.size() / 2);
    server.hear(half);
    std::string_view rest = std::string_view(hello).substr(hello.size() / 2);
    CHECK(server.take_ciphertext().empty());
    server.hear(rest);
    server.hear_end();
    CHECK(server.trouble() ==
          "the client closed the connection when it had seen the certificate, without an alert");
  }
}

TEST_CASE("without a version in common there is no session") {
  Context context(origin());
  for (const Version version : versions()) {
    const Version other = version == Version::tls12 ? Version::tls13 : Version::tls12;
    TwoSides sides(context, only(other), only(version));
    CHECK(sides.server.state() == Filter::State::failed);
    CHECK(sides.server.fate() == Filter::Fate::close);
    CHECK(sides.client.state() == Filter::State::failed);
    // A server of TLS 1.2 sees no more than a client without ciphers.
    CHECK(sides.client.trouble() == (other == Version::tls12
                                         ? "the server sent alert 40 (handshake_failure)"
                                         : "the server sent alert 70 (protocol_version)"));
    const std::string_view expected =
        !speaks(other)            ? "no version of TLS that we can speak is allowed"
        : other == Version::tls12 ? "no cipher, key exchange or version of TLS in common"
                                  : "no version of TLS in common";
    CHECK(sides.server.trouble() == expected);
  }
}

TEST_CASE("settings that allow nothing refuse everyone") {
  Context context(origin());
  Settings upside_down;
  upside_down.lowest = Version::tls13;
  upside_down.highest = Version::tls12;
  TwoSides sides(context, upside_down);
  CHECK(sides.server.state() == Filter::State::failed);
  CHECK(sides.server.trouble() == "no version of TLS that we can speak is allowed");
  CHECK(sides.client.trouble() == "the server sent alert 70 (protocol_version)");
  Filter client(context, upside_down, {});
  CHECK(client.state() == Filter::State::failed);
}

TEST_CASE("ciphers are chosen by name, and bring the certificate that they want") {
  for (const char* name :
       {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA"}) {
    CAPTURE(name);
    Context context(origin());
    Settings settings;
    settings.ciphers = {name};
    TwoSides sides(context, settings, {}, {});
    REQUIRE(sides.client.state() == Filter::State::open);
    CHECK(sides.server.facts().cipher == name);
    CHECK(sides.client.facts().cipher == name);
    CHECK(sides.server.facts().version == "TLSv1.2");
    CHECK(sides.server.facts().tls_server_end_point == sides.client.facts().tls_server_end_point);
  }
}

TEST_CASE("of two kinds of ciphers the client's decides which certificate is shown") {
  Context context(origin());
  Settings both;
  both.ciphers = {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"};
  for (const std::string& name : both.ciphers) {
    Settings client;
    client.ciphers = {name};
    TwoSides sides(context, both, client);
    CHECK(sides.client.facts().cipher == name);
    CHECK(sides.server.facts().tls_server_end_point.size() == 32);
    CHECK(sides.server.facts().tls_server_end_point == sides.client.facts().tls_server_end_point);
  }
}

TEST_CASE("without a cipher in common there is no session") {
  Context context(origin());
  Settings server = only(Version::tls12), client = only(Version::tls12);
  server.ciphers = {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"};
  client.ciphers = {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"};
  TwoSides sides(context, server, client);
  CHECK(sides.server.state() == Filter::State::failed);
  CHECK(sides.server.trouble() == "no cipher, key exchange or version of TLS in common");
  CHECK(sides.client.trouble() == "the server sent alert 40 (handshake_failure)");
}

TEST_CASE("the first protocol of the server's that the client knows too is spoken") {
  Context context(origin());
  for (const Version version : versions()) {
    Settings server = only(version), client;
    server.protocols = {"imap", "smtp"};
    client.protocols = {"pop3", "smtp"};
    TwoSides sides(context, server, client);
    CHECK(sides.server.facts().protocol == "smtp");
    CHECK(sides.client.facts().protocol == "smtp");

    TwoSides silent(context, server);
    CHECK(silent.server.state() == Filter::State::open);
    CHECK(silent.server.facts().protocol.empty());

    client.protocols = {"h2"};
    TwoSides strangers(context, server, client);
    CHECK(strangers.server.state() == Filter::State::failed);
    CHECK(strangers.server.trouble() == "no application protocol in common");
    CHECK(strangers.client.trouble() == "the server sent alert 120 (no_application_protocol)");
  }
}

TEST_CASE("both sides bind the channel by the same octets") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const Certificate kind : {Certificate::good, Certificate::sha1, Certificate::weak}) {
      Settings settings = only(version);
      settings.certificate = kind;
      TwoSides sides(context, settings);
      const Facts& server = sides.server.facts();
      const Facts& client = sides.client.facts();
      REQUIRE(sides.client.state() == Filter::State::open);
      CHECK(server.tls_unique == client.tls_unique);
      CHECK(server.tls_unique.size() == (version == Version::tls12 ? 12 : 0));
      CHECK(server.tls_server_end_point == client.tls_server_end_point);
      CHECK(server.tls_server_end_point.size() == 32);
      CHECK(server.tls_exporter == client.tls_exporter);
      CHECK(server.tls_exporter.size() == (version == Version::tls13 ? 32 : 0));
    }
  }
}
