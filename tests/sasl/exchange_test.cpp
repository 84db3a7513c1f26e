// SPDX-License-Identifier: MIT
// Both sides of each mechanism against each other.

#include "harness/sasl/exchange.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/sasl/talk.h"

namespace postiche::sasl {

using testing::bindings;
using testing::credentials;
using testing::knowledge;
using testing::talk;

namespace {

// All that are spoken and have a password or token.
std::vector<const Mechanism*> with_secret() {
  std::vector<const Mechanism*> all;
  for (const Mechanism& each : mechanisms()) {
    if (each.spoken && each.secret != Secret::none) all.push_back(&each);
  }
  return all;
}

Knowledge knowing_bindings() {
  Knowledge what = knowledge();
  what.bindings = bindings();
  return what;
}

Credentials bound(std::string_view user, std::string_view secret) {
  Credentials who = credentials(user, secret);
  who.bindings = bindings();
  return who;
}

}  // namespace

TEST_CASE("the right password is taken in every mechanism, in one line or after a question") {
  for (const Mechanism* each : with_secret()) {
    CAPTURE(each->name);
    for (const auto allowed : {InitialResponse::allowed, InitialResponse::held_back}) {
      const auto said = talk(*each, knowing_bindings(), bound("alice", "wonder,land="), allowed);
      CHECK(said.success());
      CHECK(said.server.ended());
      CHECK(said.server.user() == "alice");
      CHECK(said.server.authorization_identity() == "alice");
      CHECK(said.server.secret() == (each->sends_secret() ? "wonder,land=" : ""));
    }
  }
}

TEST_CASE("a wrong password is refused in every mechanism, and no client believes otherwise") {
  for (const Mechanism* each : with_secret()) {
    CAPTURE(each->name);
    const auto said = talk(*each, knowing_bindings(), bound("alice", "wonderland"));
    CHECK(said.last.kind == Step::Kind::failure);
    CHECK(said.last.failure == Failure::wrong_password);
    CHECK(said.last.text == "that is not the password of 'alice'");
    CHECK(said.server.user() == "alice");
  }
}

TEST_CASE("an unknown user is refused in every mechanism") {
  for (const Mechanism* each : with_secret()) {
    CAPTURE(each->name);
    const auto said = talk(*each, knowing_bindings(), bound("mallory", "wonder,land="));
    CHECK(said.last.failure == Failure::unknown_user);
    CHECK(said.last.text == "there is no user 'mallory'");
  }
}

TEST_CASE("an account uses only the mechanisms that it lists") {
  CHECK(talk(*find("CRAM-MD5"), knowledge(), credentials("bob", "builder")).success());
  const auto said = talk(*find("PLAIN"), knowledge(), credentials("bob", "builder"));
  CHECK(said.last.failure == Failure::mechanism_refused);
  CHECK(said.last.text == "'bob' does not use PLAIN");
}

TEST_CASE("a user may act as another only where that is allowed") {
  for (const char* name : {"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "DIGEST-MD5"}) {
    CAPTURE(name);
    Credentials who = credentials("alice", "wonder,land=");
    who.identity = "bob";
    const auto allowed = talk(*find(name), knowledge(), who);
    CHECK(allowed.success());
    CHECK(allowed.server.user() == "alice");
    CHECK(allowed.server.authorization_identity() == "bob");
    who.identity = "carol";
    CHECK(talk(*find(name), knowledge(), who).last.failure == Failure::other_authorization);
    who.identity = "alice";
    CHECK(talk(*find(name), knowledge(), who).success());
  }
}

TEST_CASE("without accounts anything goes, but where the server has to prove itself") {
  Knowledge what;
  what.nonce = "n";
  what.bindings = bindings();
  for (const Mechanism* each : with_secret()) {
    CAPTURE(each->name);
    CHECK(talk(*each, what, bound("anybody", "anything")).success() == each->takes_anything());
    CHECK(talk(*each, what, bound("anybody", default_password)).success());
  }
  const auto said = talk(*find("SCRAM-SHA-1"), what, credentials("anybody", "anything"));
  CHECK(said.last.text == "that is not the password of 'anybody', which is 'secret' for everybody");
}

TEST_CASE("each channel binding binds, the best first") {
  for (const char* name : {"SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS"}) {
    CAPTURE(name);
    Credentials who = bound("alice", "wonder,land=");
    CHECK(talk(*find(name), knowing_bindings(), who).lines.at(0).starts_with("C: p=tls-exporter,"));
    who.bindings.tls_exporter.clear();
    const auto unique = talk(*find(name), knowing_bindings(), who);
    CHECK(unique.success());
    CHECK(unique.lines.at(0).starts_with("C: p=tls-unique,"));
    who.bindings.tls_unique.clear();
    const auto end_point = talk(*find(name), knowing_bindings(), who);
    CHECK(end_point.success());
    CHECK(end_point.lines.at(0).starts_with("C: p=tls-server-end-point,"));
    who.bindings.tls_server_end_point.clear();
    CHECK(talk(*find(name), knowing_bindings(), who).client.trouble() ==
          "this channel has nothing to bind to");
  }
}

TEST_CASE("who stands between two channels is found out") {
  Knowledge what = knowing_bindings();
  what.bindings.tls_exporter = "another";
  const auto said = talk(*find("SCRAM-SHA-256-PLUS"), what, bound("alice", "wonder,land="));
  CHECK(said.last.failure == Failure::binding_mismatch);
  what.bindings.tls_exporter.clear();
  const auto lacking = talk(*find("SCRAM-SHA-256-PLUS"), what, bound("alice", "wonder,land="));
  CHECK(lacking.last.failure == Failure::binding_unsupported);
}

TEST_CASE("a client that would have bound finds out that -PLUS was taken from the offer") {
  Knowledge what = knowing_bindings();
  const auto not_offered = talk(*find("SCRAM-SHA-1"), what, bound("alice", "wonder,land="));
  CHECK(not_offered.success());
  CHECK(not_offered.lines.at(0).starts_with("C: y,,"));
  what.offers_plus = true;
  const auto taken = talk(*find("SCRAM-SHA-1"), what, bound("alice", "wonder,land="));
  CHECK(taken.last.failure == Failure::downgrade);
  CHECK(talk(*find("SCRAM-SHA-1"), what, credentials("alice", "wonder,land=")).success());
}

TEST_CASE("EXTERNAL believes the certificate") {
  Knowledge what = knowledge();
  Credentials who;
  CHECK(talk(*find("EXTERNAL"), what, who).last.failure == Failure::no_certificate);
  what.certificate_name = "alice";
  const auto said = talk(*find("EXTERNAL"), what, who);
  CHECK(said.success());
  CHECK(said.lines.at(0) == "C: ");
  CHECK(said.server.user() == "alice");
  who.identity = "bob";
  CHECK(talk(*find("EXTERNAL"), what, who).server.authorization_identity() == "bob");
  who.identity = "carol";
  CHECK(talk(*find("EXTERNAL"), what, who).last.failure == Failure::other_authorization);
  what.certificate_name = "mallory";
  CHECK(talk(*find("EXTERNAL"), what, who).last.failure == Failure::unknown_user);
}

TEST_CASE("ANONYMOUS takes anybody and keeps the trace") {
  const auto said = talk(*find("ANONYMOUS"), knowledge(), credentials("sirhc", ""));
  CHECK(said.success());
  CHECK(said.lines.at(0) == "C: sirhc");
  CHECK(said.server.user() == "anonymous");
  CHECK(said.server.trace() == "sirhc");
}

TEST_CASE("OAUTHBEARER without a name is whose token it is") {
  Knowledge what = knowledge();
  CHECK(talk(*find("OAUTHBEARER"), what, credentials("", "wonder,land=")).last.failure ==
        Failure::unknown_user);
  what.owner_of_token = [](std::string_view token) {
    return token == "wonder,land=" ? std::optional<std::string>("alice") : std::nullopt;
  };
  const auto said = talk(*find("OAUTHBEARER"), what, credentials("", "wonder,land="));
  CHECK(said.success());
  CHECK(said.server.user() == "alice");
}

TEST_CASE("names with commas, quotes and characters beyond ASCII survive every mechanism") {
  for (const Mechanism* each : with_secret()) {
    for (const char* user : {"a,b=c", "J\xC3\xBCrgen", "\xE6\x97\xA5\xE6\x9C\xAC", "a\"b\\c"}) {
      CAPTURE(each->name);
      CAPTURE(user);
      Knowledge what = knowing_bindings();
      what.find = [&](std::string_view) { return Account{"pass\xC3\xA9", {}}; };
      const auto said = talk(*each, what, bound(user, "pass\xC3\xA9"));
      CHECK(said.success());
      CHECK(said.server.user() == user);
    }
  }
}

TEST_CASE("an exchange that has ended, or has not begun, answers with a failure") {
  ServerExchange server(*find("PLAIN"), knowledge());
  ServerExchange early = server;
  CHECK(early.go_on("x").failure == Failure::out_of_order);
  CHECK(server.begin(std::nullopt).kind == Step::Kind::challenge);
  ServerExchange twice = server;
  CHECK(twice.begin(std::nullopt).failure == Failure::out_of_order);
  ServerExchange cancelled = server;
  CHECK(cancelled.cancel().failure == Failure::cancelled);
  CHECK(cancelled.ended());
  CHECK(cancelled.go_on("x").failure == Failure::out_of_order);
  const std::string right("\0alice\0wonder,land=", 19);
  CHECK(server.go_on(right).kind == Step::Kind::success);
  CHECK(server.go_on(right).failure == Failure::out_of_order);
}

TEST_CASE("where the server speaks first an initial response is refused, but in LOGIN") {
  for (const char* name : {"CRAM-MD5", "DIGEST-MD5"}) {
    for (const char* initial : {"", "alice"}) {
      ServerExchange server(*find(name), knowledge());
      CHECK(server.begin(initial).failure == Failure::unexpected_initial_response);
    }
  }
  ServerExchange server(*find("LOGIN"), knowledge());
  CHECK(server.begin("alice").challenge == "Password:");
  CHECK(server.go_on("wonder,land=").kind == Step::Kind::success);
  CHECK(server.deviations() == Deviations{"initial-response"});
}

TEST_CASE("each reason has a name of its own") {
  Deviations names;
  for (int i = 1; i <= static_cast<int>(Failure::out_of_order); ++i) {
    const auto reason = name(static_cast<Failure>(i));
    CHECK_FALSE(reason.empty());
    note(names, reason);
  }
  CHECK(names.size() == static_cast<std::size_t>(Failure::out_of_order));
  CHECK(name(Failure::none) == "");
}

}  // namespace postiche::sasl
