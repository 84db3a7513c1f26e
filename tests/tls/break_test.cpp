// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <array>

#include "tests/tls/two_sides.h"

using namespace postiche::tls;
using namespace postiche::tls::testing;

namespace {

using At = Break::At;
using How = Break::How;

constexpr std::array<At, 4> places = {At::start, At::server_hello, At::finished, At::open};
constexpr std::array<How, 6> manners = {How::stall,    How::alert, How::garbage,
                                        How::truncate, How::close, How::reset};

Settings breaking(Version version, At at, How how) {
  Settings settings = only(version);
  settings.breaks.emplace();
  settings.breaks->at = at;
  settings.breaks->how = how;
  settings.breaks->alert = 80;
  settings.breaks->bytes = "220 mx ESMTP\r\n";
  return settings;
}

// A client that meets the break: it greets, and the server is about to greet too.
TwoSides& greeted(TwoSides& sides) {
  sides.client.say("EHLO c\r\n");
  sides.run();
  sides.server.say("220 mx.example.com\r\n");
  sides.run();
  return sides;
}

// How much the server says in cipher where it breaks nothing off before `at`, and where nothing is
// broken at all.
std::size_t size_until(Context& context, Version version, At at) {
  TwoSides sides(context, breaking(version, at, How::close));
  return greeted(sides).on_the_wire.size();
}
std::size_t size_of_all(Context& context, Version version) {
  TwoSides sides(context, only(version));
  return greeted(sides).on_the_wire.size();
}

Filter::Fate fate_of(How how) {
  if (how == How::reset) return Filter::Fate::reset;
  return how == How::stall || how == How::garbage ? Filter::Fate::stall : Filter::Fate::close;
}

}  // namespace

TEST_CASE("a handshake breaks off where and how it is told to, and says so") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const At at : places) {
      for (const How how : manners) {
        for (const Cuts cuts : {Cuts::whole, Cuts::bytewise}) {
          CAPTURE(static_cast<int>(at));
          CAPTURE(static_cast<int>(how));
          TwoSides sides(context, breaking(version, at, how), {}, {}, cuts);
          greeted(sides);
          CHECK(sides.server.state() == Filter::State::broken);
          CHECK(sides.server.fate() == fate_of(how));
          CHECK(sides.server.trouble().starts_with("broken on purpose "));
          CHECK(sides.client_heard.empty());
          CHECK(sides.server_heard == (at == At::open ? "EHLO c\r\n" : ""));
          // It is over: nothing is said or heard any more.
          sides.server.say("too late");
          sides.server.close_notify();
          std::string_view more = "more";
          sides.server.hear(more);
          CHECK(more.empty());
          CHECK(sides.server.take_ciphertext().empty());
        }
      }
    }
  }
}

TEST_CASE("the client has shaken hands where the break comes behind that, and else it has not") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const At at : places) {
      TwoSides sides(context, breaking(version, at, How::close));
      greeted(sides);
      // Under TLS 1.3 the client is done as soon as it has said its last word.
      const bool is_done = at == At::open || (at == At::finished && version == Version::tls13);
      CHECK((sides.client.state() == Filter::State::open) == is_done);
    }
  }
}

TEST_CASE("an alert in place of a handshake is read by the client") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const At at : places) {
      TwoSides sides(context, breaking(version, at, How::alert));
      greeted(sides);
      CHECK(sides.client.state() == Filter::State::failed);
      CHECK(sides.client.trouble() == "the server sent alert 80 (internal_error)");
    }
  }
}

TEST_CASE("garbage in place of a handshake is sent as it is") {
  Context context(origin());
  for (const Version version : versions()) {
    for (const At at : places) {
      TwoSides sides(context, breaking(version, at, How::garbage));
      greeted(sides);
      CHECK(sides.on_the_wire.ends_with("220 mx ESMTP\r\n"));
      CHECK(sides.client.state() == Filter::State::failed);
      if (at != At::start && at != At::server_hello) continue;
      CHECK(sides.client.trouble() == "the server spoke no TLS: it began with '220 m'");
    }
  }
}

TEST_CASE("a truncated handshake ends in the middle of what was due") {
  Context context(origin());
  for (const Version version : versions()) {
    const std::size_t all = size_of_all(context, version);
    for (const At at : {At::server_hello, At::finished, At::open}) {
      TwoSides sides(context, breaking(version, at, How::truncate));
      greeted(sides);
      const std::size_t before = size_until(context, version, at);
      CHECK(sides.on_the_wire.size() > before);
      CHECK(sides.on_the_wire.size() < all);
      sides.client.hear_end();
      CHECK(sides.client.state() ==
            (at == At::open || (at == At::finished && version == Version::tls13)
                 ? Filter::State::cut
                 : Filter::State::failed));
    }
  }
}

TEST_CASE("nothing is due before the ClientHello, so there is nothing to truncate") {
  Context context(origin());
  TwoSides sides(context, breaking(Version::tls12, At::start, How::truncate));
  CHECK(sides.on_the_wire.empty());
  CHECK(sides.server.fate() == Filter::Fate::close);
}

TEST_CASE("faults of the moment reach the client and change nothing with us") {
  Context context(origin());
  for (const Version version : versions()) {
    TwoSides warned(context, only(version));
    warned.server.say_alert(Filter::Level::warning, 90);
    warned.server.say("220 mx\r\n");
    warned.run();
    CHECK(warned.client_heard == "220 mx\r\n");

    TwoSides alerted(context, only(version));
    alerted.server.say_alert(Filter::Level::fatal, 200);
    alerted.run();
    CHECK(alerted.client.trouble() == "the server sent alert 200");
    CHECK(alerted.server.state() == Filter::State::open);

    TwoSides soiled(context, only(version));
    soiled.server.say_raw("454 TLS not available\r\n");
    soiled.run();
    CHECK(soiled.client.state() == Filter::State::failed);

    TwoSides halved(context, only(version));
    halved.server.say_half("220 mx.example.com\r\n");
    halved.run();
    CHECK(halved.client_heard.empty());
    CHECK(halved.client.state() == Filter::State::open);
    halved.server.say("250 OK\r\n");  // taken for the rest of that record
    halved.server.say("250 OK\r\n");
    halved.run();
    CHECK(halved.client.state() == Filter::State::failed);
  }
}

TEST_CASE("half of what is said ends inside a record, whatever its size") {
  Context context(origin());
  for (const Version version : versions()) {
    TwoSides sides(context, only(version));
    for (const std::size_t size : {1, 100, 16384, 32768, 65536, 100'000}) {
      sides.server.say_half(std::string(size, 'x'));
      const std::string half = sides.server.take_ciphertext();
      CHECK(half.size() > size / 2 - size / 50);
      std::size_t end = 0;
      while (end + 5 <= half.size()) {
        end += 5 + std::size_t{static_cast<unsigned char>(half[end + 3])} * 256 +
               static_cast<unsigned char>(half[end + 4]);
      }
      CHECK(end != half.size());
    }
  }
}
