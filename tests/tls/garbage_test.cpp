// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <random>

#include "tests/tls/two_sides.h"

using namespace postiche::tls;
using namespace postiche::tls::testing;

namespace {

struct End {
  Filter::State state;
  std::string trouble, said, heard;

  friend bool operator==(const End&, const End&) = default;
};

// What a new server makes of `octets`. More than an alert is random, and even how long it is.
End end_of(Context& context, std::string_view octets, Cuts cuts) {
  Filter server(context, {});
  Feeder feeder(cuts);
  End end;
  end.heard = feeder.feed(server, octets);
  server.hear_end();
  end.state = server.state();
  end.trouble = server.trouble();
  end.said = server.take_ciphertext();
  if (end.said.size() > 7) end.said = "its flight";
  return end;
}

std::string hello_of(Context& context, Version version) {
  Filter::Client asking;
  asking.server_name = "mx.example.com";
  Filter client(context, only(version), asking);
  return client.take_ciphertext();
}

}  // namespace

TEST_CASE("who speaks no TLS is told so by an alert, and quoted") {
  Context context(origin());
  for (const Cuts cuts : {Cuts::whole, Cuts::bytewise}) {
    Filter server(context, {});
    Feeder feeder(cuts);
    feeder.feed(server, "EHLO client.example\r\n");
    CHECK(server.state() == Filter::State::failed);
    CHECK(server.fate() == Filter::Fate::close);
    CHECK(server.trouble() == "the client spoke no TLS: it began with 'EHLO '");
    CHECK(server.take_ciphertext() == std::string("\x15\3\3\0\2\2\x0A", 7));
  }
}

TEST_CASE("a client's alert in clear is heard, before there are keys and where it can make none") {
  Context context(origin());
  const End end = end_of(context, std::string("\x15\3\3\0\2\2\x30", 7), Cuts::whole);
  CHECK(end.state == Filter::State::failed);
  for (const Version version : versions()) {
    Filter server(context, only(version));
    const std::string hello = hello_of(context, version);
    std::string_view rest = hello;
    server.hear(rest);
    const std::string alert("\x15\3\3\0\2\2\x30", 7);
    rest = alert;
    server.hear(rest);
    CHECK(server.trouble() == "the client sent alert 48 (unknown_ca)");
  }
}

TEST_CASE("a damaged ClientHello comes to the same end however it is cut") {
  Context context(origin());
  std::mt19937 chance;
  for (const Version version : versions()) {
    const std::string hello = hello_of(context, version);
    for (int i = 0; i < 300; ++i) {
      std::string damaged = hello;
      for (std::uint32_t n = 1 + chance() % 4; n > 0; --n) {
        damaged[chance() % damaged.size()] = static_cast<char>(chance());
      }
      if (i % 7 == 0) damaged.resize(chance() % damaged.size());
      const End whole = end_of(context, damaged, Cuts::whole);
      CAPTURE(i);
      CHECK(whole.state == Filter::State::failed);  // at the latest when the stream ends
      CHECK_FALSE(whole.trouble.empty());
      CHECK((end_of(context, damaged, Cuts::bytewise) == whole));
      CHECK((end_of(context, damaged, Cuts::random) == whole));
    }
  }
}

TEST_CASE("a damaged record ends an open session, by an alert that the other side reads") {
  Context context(origin());
  for (const Version version : versions()) {
    TwoSides sides(context, only(version));
    sides.client.say("MAIL FROM:<a@example.com>\r\n");
    std::string record = sides.client.take_ciphertext();
    record.back() = static_cast<char>(record.back() ^ 1);
    sides.feeder.feed(sides.server, record);
    CHECK(sides.server.state() == Filter::State::failed);
    CHECK(sides.server.fate() == Filter::Fate::close);
    sides.run();
    CHECK(sides.client.trouble() == "the server sent alert 20 (bad_record_mac)");
  }
}

TEST_CASE("plaintext in an open session is no TLS") {
  Context context(origin());
  for (const Version version : versions()) {
    TwoSides sides(context, only(version));
    sides.feeder.feed(sides.server, "QUIT\r\n\r\n");
    CHECK(sides.server.state() == Filter::State::failed);
    CHECK_FALSE(sides.server.trouble().empty());
    sides.run();
    CHECK(sides.client.state() == Filter::State::failed);
  }
}
