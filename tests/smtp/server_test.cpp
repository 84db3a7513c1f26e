// SPDX-License-Identifier: MIT
#include "harness/smtp/server.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::Talk;

namespace {

std::string of(std::size_t length) { return std::string(length, 'x'); }

}  // namespace

TEST_CASE("one message goes through, reply by reply") {
  Talk talk;
  CHECK(encode(talk.server.greeting(), true) == "220 mx.example.com ESMTP\r\n");
  CHECK(talk.say("EHLO c.example") ==
        "250-mx.example.com\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n"
        "250-CHUNKING\r\n250-BINARYMIME\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n"
        "250-ENHANCEDSTATUSCODES\r\n250-DSN\r\n250-SMTPUTF8\r\n250-DELIVERBY\r\n"
        "250-MT-PRIORITY\r\n250-RRVS\r\n250-LIMITS RCPTMAX=1000\r\n250-NO-SOLICITING\r\n"
        "250-ETRN\r\n250-ATRN\r\n250-EXPN\r\n250-VRFY\r\n250 HELP");
  CHECK(talk.codes("MAIL FROM:<a@x> SIZE=10") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<b@x>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<\"c\"@y>") == "250 2.1.5");
  CHECK(talk.codes("DATA") == "354");
  CHECK(talk.server.receiving_data());
  CHECK(talk.server.answer_message(10).enhanced == "2.0.0");
  const auto accepted = talk.server.apply_message(250);
  REQUIRE(accepted.has_value());
  CHECK(accepted->reverse_path == "a@x");
  CHECK(accepted->recipients == std::vector<std::string>{"b@x", "c@y"});
  CHECK(accepted->parameters == std::vector<std::string>{"SIZE=10"});
  CHECK(talk.server.state() == State::greeted);
  CHECK(talk.server.transaction().recipients.empty());
  CHECK(talk.codes("QUIT") == "221 2.0.0");
  CHECK(talk.server.closing());
}

TEST_CASE("enhanced codes are spoken to those who said EHLO, and never before or in 3yz") {
  Talk talk;
  CHECK(talk.codes("NOOP") == "250");
  CHECK(talk.codes("HELO c") == "250");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250");
  CHECK(talk.codes("EHLO") == "501");
  CHECK(talk.codes("EHLO c") == "250");
  CHECK(talk.codes("NOOP") == "250 2.0.0");
  CHECK(talk.codes("EHLO") == "501");
  CHECK(talk.codes("EHLO " + of(506)) == "500");
  Settings plain;
  plain.offer.remove("ENHANCEDSTATUSCODES");
  Talk other(plain);
  other.say("EHLO c");
  CHECK(other.codes("NOOP") == "250");
}

TEST_CASE("failures have the enhanced code that says what failed") {
  Talk talk;
  talk.say("EHLO c");
  CHECK(talk.codes("RCPT TO:<b@x>") == "503 5.5.1");
  CHECK(talk.codes("FOO") == "500 5.5.2");
  CHECK(talk.codes("TURN") == "502 5.5.1");
  CHECK(talk.codes("MAIL FROM:<a@x..y>") == "501 5.1.7");
  CHECK(talk.codes("MAIL <a@x>") == "501 5.5.4");
  CHECK(talk.codes(std::string_view("MAIL FROM:<a\0@x>", 16)) == "501 5.5.2");
  CHECK(talk.codes(std::string_view("MA\0IL", 5)) == "500 5.5.2");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<b>") == "501 5.1.3");
  CHECK(talk.say("RCPT TO:<b>").find("missing domain") != std::string::npos);
}

TEST_CASE("a client that said HELO has no parameters") {
  Talk talk;
  talk.say("HELO c");
  CHECK(talk.codes("MAIL FROM:<a@x> SIZE=1") == "555");
}

TEST_CASE("EHLO and RSET give up the transaction, a second MAIL does not") {
  for (const char* line : {"EHLO d", "HELO d", "RSET"}) {
    CAPTURE(line);
    Talk talk;
    for (const char* each : {"EHLO c", "MAIL FROM:<a@x>", "RCPT TO:<b@x>"}) talk.say(each);
    CHECK(talk.codes("MAIL FROM:<z@x>") == "503 5.5.1");
    CHECK(talk.server.transaction().reverse_path == "a@x");
    talk.say(line);
    CHECK(talk.server.state() == State::greeted);
    CHECK(talk.server.transaction().recipients.empty());
    CHECK(talk.say("MAIL FROM:<>").substr(0, 3) == "250");
  }
}

TEST_CASE("DATA after nothing but refused recipients says that there are none") {
  Talk talk;
  talk.store.add_account("alice@x");
  talk.say("EHLO c");
  talk.say("MAIL FROM:<>");
  CHECK(talk.codes("DATA") == "503 5.5.1");
  CHECK(talk.codes("RCPT TO:<bob@x>") == "550 5.1.1");
  CHECK(talk.codes("DATA") == "554 5.5.1");
  CHECK(talk.codes("RCPT TO:<Alice@X>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<postmaster>") == "250 2.1.5");
  CHECK(talk.codes("DATA") == "354");
}

TEST_CASE("every limit has its reply and holds to the octet") {
  Settings settings;
  settings.max_recipients = 2;
  settings.max_message = 100;
  Talk talk(settings);
  talk.say("EHLO c");
  CHECK(talk.server.line_limit() == 12288);
  CHECK(talk.codes("NOOP " + of(505)) == "250 2.0.0");
  CHECK(talk.codes("NOOP " + of(506)) == "500 5.5.2");
  CHECK(talk.server.answer_too_long_line().code == 500);
  CHECK(talk.codes("MAIL FROM:<" + of(65) + "@x>") == "501 5.1.7");
  CHECK(talk.codes("MAIL FROM:<a@x> SIZE=101") == "552 5.3.4");
  CHECK(talk.codes("MAIL FROM:<a@x> SIZE=100") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<1@x>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<2@x>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<3@x>") == "452 4.5.3");
  CHECK(talk.server.answer_message(100).code == 250);
  CHECK(talk.server.answer_message(101).code == 552);
  CHECK(talk.server.answer_message(101).enhanced == "5.3.4");
}

TEST_CASE("the offered SIZE is the limit, and SIZE 0 is none") {
  Settings settings;
  settings.offer.add("SIZE 1000");
  CHECK(Talk(settings).server.message_limit() == 1000);
  settings.offer.add("SIZE 0");
  CHECK(Talk(settings).server.message_limit() == settings.max_message);
  settings.offer.remove("SIZE");
  settings.max_message = 7;
  CHECK(Talk(settings).server.message_limit() == 7);
}

TEST_CASE("a full store is 452, at MAIL where the size is declared and at the end of content") {
  Talk talk;
  talk.store = store::Store(store::Limits{50});
  talk.say("EHLO c");
  CHECK(talk.codes("MAIL FROM:<a@x> SIZE=51") == "452 4.3.1");
  CHECK(talk.server.answer_message(51).code == 452);
  CHECK(talk.server.answer_message(50).code == 250);
}

TEST_CASE("addresses beyond ASCII need SMTPUTF8 in MAIL") {
  Talk talk;
  talk.say("EHLO c");
  CHECK(talk.codes("MAIL FROM:<\xC3\xBC@x>") == "553 5.6.7");
  CHECK(talk.codes("MAIL FROM:<\xFC@x>") == "553 5.6.7");
  CHECK(talk.codes("MAIL FROM:<\xFC@x> SMTPUTF8") == "501 5.1.7");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<\xC3\xBC@x>") == "553 5.6.7");
  CHECK(talk.codes("RSET") == "250 2.0.0");
  CHECK(talk.codes("MAIL FROM:<\xC3\xBC@x> SMTPUTF8") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<\xC3\xBC@x>") == "250 2.1.5");
}

TEST_CASE("VRFY tells the truth where there is one") {
  Talk talk;
  CHECK(talk.codes("VRFY bob") == "252");
  talk.store.add_account("bob@x");
  CHECK(talk.say("VRFY bob") == "250 <bob@x>");
  CHECK(talk.say("VRFY <bob@x>") == "250 <bob@x>");
  CHECK(talk.codes("VRFY carol") == "550");
  talk.store.add_account("bob@y");
  CHECK(talk.codes("VRFY bob") == "553");
  talk.store.add_account("dave");
  CHECK(talk.say("VRFY dave") == "250 <dave@mx.example.com>");
}

TEST_CASE("EXPN names the members of a list, where it is offered") {
  Talk talk;
  CHECK(talk.codes("EXPN staff") == "252");
  talk.store.add_account({"alice@x", {"staff@x"}});
  talk.store.add_account({"bob", {"staff@x"}});
  CHECK(talk.say("EXPN staff@x") == "250-<alice@x>\r\n250 <bob@mx.example.com>");
  CHECK(talk.say("EXPN <alice@x>") == "250 <alice@x>");
  CHECK(talk.codes("EXPN nobody") == "550");
  talk.settings.offer.remove("EXPN");
  CHECK(talk.codes("EXPN staff") == "502");
}

TEST_CASE("names beyond ASCII are shown to those who can read them") {
  Talk talk;
  talk.store.add_account({"\xC3\xBC@x", {"u@x"}});
  talk.say("EHLO c");
  CHECK(talk.codes("VRFY u@x") == "252 2.6.8");
  CHECK(talk.codes("EXPN u@x") == "252 2.6.8");
  const auto bytes = [&](std::string_view line) {
    return encode(talk.server.answer(parse_command(line)), true);
  };
  CHECK(bytes("VRFY u@x SMTPUTF8") == "250 2.1.5 <\xC3\xBC@x>\r\n");
  CHECK(bytes("EXPN \xC3\xBC@x smtputf8") == "250 2.1.5 <\xC3\xBC@x>\r\n");
  CHECK(talk.codes("VRFY SMTPUTF8") == "550 5.1.1");
  talk.settings.offer.remove("SMTPUTF8");
  CHECK(talk.codes("VRFY u@x SMTPUTF8") == "252 2.6.8");
}

TEST_CASE("a scripted yes has its effect even out of order, a no has none") {
  Talk talk;
  talk.believe("RCPT TO:<b@x>", 250);
  CHECK(talk.server.state() == State::rcpt);
  CHECK(talk.server.transaction().recipients.size() == 1);
  talk.believe("MAIL FROM:whom?", 250);
  CHECK(talk.server.transaction().reverse_path == "whom?");
  talk.believe("DATA", 250);
  CHECK_FALSE(talk.server.receiving_data());
  talk.believe("DATA", 451);
  CHECK_FALSE(talk.server.receiving_data());
  talk.believe("DATA", 354);
  CHECK(talk.server.receiving_data());
  CHECK_FALSE(talk.server.apply_message(451).has_value());
  CHECK(talk.server.state() == State::greeted);
  talk.believe("MAIL FROM:<a@x>", 550);
  CHECK(talk.server.state() == State::greeted);
  talk.believe("EHLO d", 500);
  CHECK(talk.server.helo().empty());
}

TEST_CASE("QUIT closes whatever is replied, and 421 whatever was asked") {
  Talk talk;
  talk.believe("QUIT", 500);
  CHECK(talk.server.closing());
  Talk other;
  other.believe("NOOP", 421);
  CHECK(other.server.closing());
  other.believe("EHLO c", 250);
  CHECK(other.server.closing());
}
