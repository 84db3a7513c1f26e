// SPDX-License-Identifier: MIT
#include "harness/pop3/server.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/pop3/talk.h"

using namespace postiche;
using namespace postiche::pop3;
using pop3::testing::small_mailbox;
using pop3::testing::Talk;

TEST_CASE("a session goes through, reply by reply") {
  Talk talk;
  CHECK(encode(talk.server.greeting()) ==
        "+OK mx.example.com POP3 ready <1896.697170952@dbc.mtview.ca.us>\r\n");
  CHECK(talk.say("CAPA") ==
        "+OK Capability list follows\r\nTOP\r\nUIDL\r\nUSER\r\nSASL PLAIN LOGIN\r\nSTLS\r\n"
        "PIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nEXPIRE NEVER\r\nUTF8 USER\r\nLANG\r\n"
        "IMPLEMENTATION Postiche\r\n.");
  CHECK(talk.say("USER alice") == "+OK Now the password");
  CHECK(talk.say("PASS secret") == "+OK Maildrop has 3 messages (57 octets)");
  CHECK(talk.server.user() == "alice");
  CHECK(talk.say("STAT") == "+OK 3 57");
  CHECK(talk.say("LIST") == "+OK 3 messages (57 octets)\r\n1 25\r\n2 23\r\n3 9\r\n.");
  CHECK(talk.say("LIST 2") == "+OK 2 23");
  CHECK(talk.say("UIDL") == "+OK 3 messages (57 octets)\r\n1 7.1\r\n2 7.2\r\n3 7.3\r\n.");
  CHECK(talk.say("UIDL 3") == "+OK 3 7.3");
  CHECK(talk.say("RETR 2") == "+OK 23 octets\r\nSubject: two\r\n\r\n..\r\n...\r\n.");
  CHECK(talk.say("RETR 3") == "+OK 9 octets\r\nno header\r\n.");
  CHECK(talk.say("TOP 1 2") == "+OK Top of message follows\r\nSubject: one\r\n\r\n1\r\n2\r\n.");
  CHECK(talk.say("DELE 1") == "+OK Message 1 deleted");
  CHECK(talk.say("NOOP") == "+OK");
  CHECK(talk.say("QUIT") == "+OK Bye, 2 messages left");
  CHECK(talk.server.state() == State::update);
  CHECK(talk.mailbox->messages().size() == 2);
  CHECK(talk.mailbox->find(1) == nullptr);
}

TEST_CASE("a marked message is counted nowhere and can be had no more, until RSET") {
  Talk talk;
  talk.log_in();
  CHECK(talk.status("DELE 2") == "+OK");
  CHECK(talk.say("STAT") == "+OK 2 34");
  for (const char* line : {"LIST 2", "UIDL 2", "RETR 2", "TOP 2 0", "DELE 2"}) {
    CHECK(talk.say(line) == "-ERR Message 2 is deleted");
  }
  CHECK(talk.say("UIDL") == "+OK 2 messages (34 octets)\r\n1 7.1\r\n3 7.3\r\n.");
  CHECK(talk.say("RSET") == "+OK Maildrop has 3 messages");
  CHECK(talk.say("STAT") == "+OK 3 57");
  CHECK(talk.status("RETR 2") == "+OK");
}

TEST_CASE("numbers of no message are refused") {
  Talk talk;
  talk.log_in();
  for (const char* line : {"RETR 0", "RETR 4", "DELE 18446744073709551615", "LIST 4", "TOP 9 1"}) {
    CHECK(talk.say(line) == "-ERR No such message");
  }
  CHECK(talk.say("RETR x") == "-ERR Bad number");
  CHECK(talk.say("TOP 1") == "-ERR Missing argument");
  CHECK(talk.say("LAST") == "-ERR Unknown verb");
}

TEST_CASE("who leaves without QUIT, or before anybody knows it, removes nothing") {
  Talk talk;
  talk.log_in();
  talk.say("DELE 1");
  talk.server.on_secured();
  CHECK(talk.mailbox->messages().size() == 3);
  CHECK(talk.say("QUIT") == "+OK Bye");
  CHECK(talk.server.state() == State::closed);
  CHECK(talk.say("NOOP") == "-ERR The session is over");
}

TEST_CASE("USER and PASS tell nobody who has an account") {
  Talk talk;
  CHECK(talk.status("PASS secret") == "-ERR");
  CHECK(talk.say("USER nobody") == "+OK Now the password");
  CHECK(talk.say("PASS secret") == "-ERR [AUTH] Wrong user or password");
  CHECK(talk.server.state() == State::authorization);
  talk.say("USER alice");
  CHECK(talk.status("PASS Secret") == "-ERR [AUTH]");
  CHECK(talk.say("PASS secret") == "-ERR USER comes before PASS");
  talk.log_in();
  CHECK(talk.say("USER bob") == "-ERR USER comes before the login");
}

TEST_CASE("APOP is known by the digest of RFC 1939, and only where there is a timestamp") {
  Talk talk;
  Knowledge known = talk.knowledge();
  known.find = [](std::string_view) { return sasl::Account{"tanstaaf", {}}; };
  Server server(talk.settings, known);
  CHECK(
      Talk::say(server, "APOP mrose c4c9334bac560ecc979e58001b3e22fc").starts_with("-ERR [AUTH]"));
  CHECK(Talk::say(server, "APOP mrose c4c9334bac560ecc979e58001b3e22fb").starts_with("+OK"));
  CHECK(server.user() == "mrose");
  known.timestamp.clear();
  Server without(talk.settings, known);
  CHECK(Talk::say(without, "APOP mrose c4c9334bac560ecc979e58001b3e22fb") ==
        "-ERR APOP is not implemented");
}

TEST_CASE("one at a time has the maildrop open") {
  Talk talk;
  talk.log_in();
  Server other(talk.settings, talk.knowledge());
  Talk::say(other, "USER alice");
  CHECK(Talk::say(other, "PASS secret").starts_with("-ERR [IN-USE]"));
  talk.say("QUIT");
  Talk::say(other, "USER alice");
  CHECK(Talk::say(other, "PASS secret").starts_with("+OK"));
}

TEST_CASE("a maildrop that is not to be had, or too soon, has its code") {
  Talk talk;
  talk.say("USER bob");
  CHECK(talk.status("PASS secret") == "-ERR [SYS/TEMP]");
  Knowledge known = talk.knowledge();
  known.comes_too_soon = [](std::string_view) { return true; };
  Server server(talk.settings, known);
  Talk::say(server, "USER alice");
  CHECK(Talk::say(server, "PASS secret").starts_with("-ERR [LOGIN-DELAY]"));
}

TEST_CASE("codes that were not promised are not said") {
  Settings settings;
  settings.offer.remove("AUTH-RESP-CODE");
  settings.offer.remove("RESP-CODES");
  Talk talk(settings);
  talk.say("USER bob");
  CHECK(talk.status("PASS secret") == "-ERR");
  talk.say("USER bob");
  CHECK(talk.say("PASS wrong") == "-ERR Wrong user or password");
}

TEST_CASE("what others expunge keeps its number, and is gone") {
  Talk talk;
  talk.log_in();
  talk.mailbox->expunge(std::vector<store::Uid>{2});
  talk.mailbox->append(store::Body(Rope(std::string("new"))), {}, {});
  CHECK(talk.say("STAT") == "+OK 3 57");
  CHECK(talk.say("RETR 2") == "-ERR Somebody else has expunged this message");
  CHECK(talk.say("UIDL 3") == "+OK 3 7.3");
  talk.say("DELE 2");
  talk.say("DELE 3");
  CHECK(talk.status("QUIT") == "+OK");
  CHECK(talk.mailbox->messages().size() == 2);
}

TEST_CASE("an exchange of AUTH leads to the maildrop") {
  Talk talk;
  CHECK(talk.say("AUTH") == "+OK Mechanisms follow\r\nPLAIN\r\nLOGIN\r\n.");
  CHECK(talk.server.state() == State::authorization);
  CHECK(talk.say("AUTH CRAM-MD5") == "-ERR Mechanism not offered");
  CHECK(talk.say("AUTH plain") == "+ ");
  REQUIRE(talk.server.receiving_sasl());
  CHECK(talk.server.answer_sasl(sasl::Outcome::rejected).code == "AUTH");
  talk.server.apply_sasl(Status::err);
  CHECK(talk.server.state() == State::authorization);
  talk.say("AUTH PLAIN");
  talk.server.claim("alice");
  CHECK(talk.server.answer_sasl(sasl::Outcome::accepted).positive());
  talk.server.apply_sasl(Status::ok);
  CHECK(talk.server.user() == "alice");
  CHECK(talk.say("STAT") == "+OK 3 57");
}

TEST_CASE("STLS makes everything new, and is offered in the clear only") {
  Talk talk;
  talk.say("UTF8");
  talk.say("USER alice");
  CHECK(talk.status("STLS") == "+OK");
  CHECK(talk.server.starting_tls());
  talk.server.on_secured();
  CHECK(talk.say("PASS secret") == "-ERR USER comes before PASS");
  CHECK_FALSE(talk.server.utf8());
  CHECK(talk.say("CAPA").find("STLS") == std::string::npos);
  CHECK(talk.say("STLS") == "-ERR TLS is on already");
}

TEST_CASE("passwords wait for TLS where it is wanted") {
  Settings settings;
  settings.passwords_need_tls = true;
  Talk talk(settings);
  CHECK(talk.status("USER alice") == "-ERR");
  CHECK(talk.status("AUTH PLAIN") == "-ERR");
  CHECK(talk.status("APOP alice c4c9334bac560ecc979e58001b3e22fb") == "-ERR [AUTH]");
  talk.server.on_secured();
  talk.log_in();
  Settings strict;
  strict.requires_tls = true;
  strict.has_tls = false;
  Talk other(strict);
  CHECK(other.say("AUTH CRAM-MD5") == "-ERR Issue STLS first");
  CHECK(other.status("STLS") == "-ERR [SYS/TEMP]");
}

TEST_CASE("UTF8 and LANG are for who can use them") {
  Talk talk;
  CHECK(talk.say("LANG") == "+OK Language listing follows\r\nen English\r\n.");
  CHECK(talk.say("LANG *") == "+OK en English it is");
  CHECK(talk.say("LANG de") == "-ERR No such language");
  CHECK(talk.say("UTF8") == "+OK UTF8 enabled");
  CHECK(talk.status("USER \xC3\xBC") == "+OK");
  talk.log_in();
  CHECK(talk.status("UTF8") == "-ERR");
  Settings settings;
  settings.offer.remove("UTF8");
  Talk other(settings);
  CHECK(other.say("USER \xC3\xBC") == "-ERR Only ASCII is read here");
  CHECK(other.say("UTF8") == "-ERR UTF8 is not implemented");
}

TEST_CASE("what is not offered is refused, what is hidden is not, and new words are said") {
  Settings settings;
  settings.offer.replace({"XYZZY a", "USER", "TOP", "STLS"});
  settings.offer.hide("TOP");
  settings.offer.add("EXPIRE 5");
  Talk talk(settings);
  CHECK(talk.say("CAPA") ==
        "+OK Capability list follows\r\nXYZZY a\r\nUSER\r\nSTLS\r\nEXPIRE 5\r\n.");
  talk.log_in();
  CHECK(talk.say("UIDL") == "-ERR UIDL is not implemented");
  CHECK(talk.status("TOP 1 0") == "+OK");
}

TEST_CASE("a line over 255 octets is too long") {
  Talk talk;
  CHECK(talk.say("USER " + std::string(248, 'x')) == "+OK Now the password");
  CHECK(talk.say("USER " + std::string(249, 'x')) == "-ERR Line too long");
}

TEST_CASE("scripted replies are believed") {
  Talk talk;
  talk.believe("PASS wrong", Status::ok);
  CHECK(talk.say("STAT") == "+OK 3 57");
  talk.believe("DELE 1", Status::err);
  talk.believe("DELE 9", Status::ok);
  talk.believe("DELE 2", Status::ok);
  CHECK(talk.say("STAT") == "+OK 2 34");
  talk.believe("QUIT", Status::err);
  CHECK(talk.server.closing());
  CHECK(talk.mailbox->messages().size() == 3);
  CHECK_FALSE(talk.mailbox->is_locked());
  Talk other;
  other.believe("USER bob", Status::ok);
  other.believe("PASS x", Status::ok);
  CHECK(other.say("STAT") == "+OK 0 0");
}

TEST_CASE("without accounts anybody is let in") {
  Talk talk;
  Knowledge known = talk.knowledge();
  known.find = nullptr;
  Server server(talk.settings, known);
  Talk::say(server, "USER whoever");
  CHECK(Talk::say(server, "PASS whatever").starts_with("+OK"));
}
