// SPDX-License-Identifier: MIT
// Who asks for mail that waits: ETRN, ATRN, TURN. And who speaks for others: XCLIENT, XFORWARD.
#include <doctest/doctest.h>

#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::Talk;
using Names = std::vector<std::string>;

namespace {

Settings with(std::initializer_list<const char*> lines) {
  Settings settings;
  for (const char* line : lines) settings.offer.add(line);
  return settings;
}

struct Ready : Talk {
  explicit Ready(Settings wanted) : Talk(std::move(wanted)) { say("EHLO Mail.Example"); }
};

}  // namespace

TEST_CASE("ETRN tells what waits, whatever form the node has") {
  Ready talk(with({"ETRN"}));
  CHECK(talk.codes("ETRN a.example") == "251 2.0.0");
  talk.store.enqueue("a.example", {});
  talk.store.enqueue("a.example", {});
  talk.store.enqueue("sub.a.example", {});
  talk.store.enqueue("#night", {});
  talk.store.enqueue("stuck.example", {});
  talk.store.lock("stuck.example");
  for (const auto& [line, codes] : std::initializer_list<std::pair<const char*, const char*>>{
           {"ETRN A.Example", "253 2.0.0"},
           {"ETRN @a.example", "252 2.0.0"},
           {"ETRN @example", "252 2.0.0"},
           {"ETRN #Night", "250 2.0.0"},
           {"ETRN #day", "459 4.7.1"},
           {"ETRN b.a.example", "459 4.7.1"},
           {"ETRN @ba.example", "459 4.7.1"},
           {"ETRN stuck.example", "458 4.3.2"},
           {"ETRN", "501 5.5.4"},
           {"ETRN a.example b.example", "501 5.5.4"},
           {"ETRN a..example", "501 5.1.3"},
           {"ETRN [192.0.2.1]", "501 5.1.3"},
           {"ETRN @", "501 5.1.3"},
           {"ETRN #", "501 5.1.3"},
       }) {
    CAPTURE(line);
    CHECK(talk.codes(line) == codes);
  }
  CHECK(talk.say("ETRN a.example").find(" 2 pending") != std::string::npos);
  CHECK(talk.server.wanted_queues() == Names{"a.example"});
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250 2.1.0");
  CHECK(talk.codes("ETRN a.example") == "503 5.5.1");
}

TEST_CASE("ETRN needs EHLO, and what else is required") {
  Talk talk(with({"ETRN"}));
  CHECK(talk.codes("ETRN a.example") == "503");
  talk.say("HELO c");
  CHECK(talk.codes("ETRN a.example") == "503");
  Settings strict = with({"ETRN", "AUTH PLAIN"});
  strict.requirement = Requirement::auth;
  CHECK(Ready(strict).codes("ETRN a.example") == "530 5.7.0");
  Settings none;
  none.offer.remove("ETRN");
  CHECK(Ready(none).codes("ETRN a.example") == "502 5.5.1");
}

TEST_CASE("ATRN turns the connection round for those who are known") {
  Ready talk(with({"ATRN", "AUTH PLAIN"}));
  CHECK(talk.codes("ATRN") == "530 5.7.0");
  talk.believe("AUTH PLAIN", 235);
  CHECK(talk.codes("ATRN") == "453 4.0.0");
  talk.store.enqueue("a.example", {});
  talk.store.enqueue("b.example", {});
  CHECK(talk.codes("ATRN a.example,c.example") == "450 4.7.1");
  CHECK(talk.codes("ATRN a.example,,b.example") == "501 5.1.3");
  CHECK(talk.codes("ATRN a.example b.example") == "501 5.5.4");
  talk.store.lock("b.example");
  CHECK(talk.codes("ATRN") == "451 4.3.2");
  talk.store.unlock("b.example");
  CHECK(talk.codes("ATRN A.example,B.example") == "250 2.0.0");
  CHECK(talk.server.turned());
  CHECK(talk.server.wanted_queues() == Names{"a.example", "b.example"});
  CHECK(talk.codes("NOOP") == "503 5.5.1");
  Ready all(with({"ATRN"}));
  all.store.enqueue("a.example", {});
  all.believe("ATRN", 250);
  CHECK(all.server.wanted_queues() == Names{"a.example"});
}

TEST_CASE("TURN is for whom the client says it is, where a scenario offers it") {
  CHECK(Ready(Settings()).codes("TURN") == "502 5.5.1");
  Ready talk(with({"TURN"}));
  CHECK(talk.codes("TURN") == "502 5.5.1");
  talk.store.enqueue("mail.example", {});
  CHECK(talk.codes("TURN now") == "501 5.5.4");
  CHECK(talk.codes("TURN") == "250 2.0.0");
  CHECK(talk.server.turned());
  CHECK(talk.server.wanted_queues() == Names{"mail.example"});
}

TEST_CASE("XCLIENT makes the session another client's, from the greeting on") {
  CHECK(Ready(Settings()).codes("XCLIENT NAME=x") == "502 5.5.1");
  Ready talk(with({"XCLIENT NAME ADDR PORT PROTO HELO LOGIN"}));
  CHECK(talk.say("XCLIENT NAME=a.example ADDR=IPV6:2001:db8::1 PORT=25 proto=esmtp HELO=h+2Bi "
                 "LOGIN=bob") == "220 mx.example.com ESMTP");
  CHECK(talk.server.state() == State::fresh);
  CHECK(talk.server.client().value("NAME") == "a.example");
  CHECK(talk.server.client().value("ADDR") == "2001:db8::1");
  CHECK(talk.server.client().value("PORT") == "25");
  CHECK(talk.server.helo() == "h+i");
  CHECK(talk.server.authenticated());
  CHECK(talk.server.user() == "bob");
  CHECK(talk.server.mechanism() == "XCLIENT");
  talk.say("EHLO c");
  CHECK(talk.server.helo() == "c");
  CHECK(talk.codes("XCLIENT NAME=[unavailable] LOGIN=[UNAVAILABLE] ADDR=192.0.2.1") == "220");
  CHECK_FALSE(talk.server.client().value("NAME").has_value());
  CHECK(talk.server.client().value("ADDR") == "192.0.2.1");
  CHECK_FALSE(talk.server.authenticated());
}

TEST_CASE("attributes of a proxy are checked one by one") {
  Ready talk(with({"XCLIENT NAME ADDR PORT PROTO DESTPORT", "XFORWARD NAME SOURCE"}));
  for (const char* line :
       {"XCLIENT", "XCLIENT NAME", "XCLIENT NAME=", "XCLIENT HELO=x", "XCLIENT NAME=a+2",
        "XCLIENT NAME=a+20b", "XCLIENT NAME=a NAME=b", "XCLIENT ADDR=[192.0.2.1]",
        "XCLIENT ADDR=2001:db8::1", "XCLIENT PORT=65536", "XCLIENT DESTPORT=x",
        "XCLIENT PROTO=HTTP", "XFORWARD", "XFORWARD SOURCE=HERE", "XFORWARD ADDR=192.0.2.1"}) {
    CAPTURE(line);
    CHECK(talk.codes(line) == "501 5.5.4");
  }
  talk.say("MAIL FROM:<a@x>");
  CHECK(talk.codes("XCLIENT NAME=a") == "503 5.5.1");
  CHECK(talk.codes("XFORWARD NAME=a") == "503 5.5.1");
}

TEST_CASE("XFORWARD is for the next message only, and adds up until then") {
  Ready talk(with({"XFORWARD NAME SOURCE"}));
  CHECK(talk.codes("XFORWARD NAME=a.example") == "250 2.0.0");
  CHECK(talk.codes("XFORWARD SOURCE=remote") == "250 2.0.0");
  CHECK(talk.server.state() == State::greeted);
  talk.say("MAIL FROM:<a@x>");
  CHECK(talk.server.origin().value("NAME") == "a.example");
  CHECK(talk.server.origin().value("SOURCE") == "remote");
  CHECK_FALSE(talk.server.client().value("NAME").has_value());
  talk.say("RSET");
  CHECK_FALSE(talk.server.origin().value("NAME").has_value());
  talk.say("XFORWARD NAME=b.example");
  talk.server.apply_message(250);
  CHECK_FALSE(talk.server.origin().value("NAME").has_value());
}
