// SPDX-License-Identifier: MIT
// STARTTLS and AUTH: what is said, what is forgotten, and what is offered at each stage.
#include <doctest/doctest.h>

#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::codes_of;
using smtp::testing::Talk;

namespace {

Settings with(std::initializer_list<const char*> lines, Mode mode = Mode::smtp) {
  Settings settings(mode);
  for (const char* line : lines) settings.offer.add(line);
  return settings;
}

}  // namespace

TEST_CASE("STARTTLS is offered in the clear only, and forgets what was said before") {
  Talk talk(with({"STARTTLS", "AUTH PLAIN"}));
  CHECK(talk.codes("STARTTLS") == "503");
  CHECK(talk.say("EHLO c").find("STARTTLS") != std::string::npos);
  CHECK(talk.codes("STARTTLS now") == "501 5.5.4");
  talk.say("MAIL FROM:<a@x>");
  CHECK(talk.codes("STARTTLS") == "503 5.5.1");
  talk.say("RSET");
  talk.server.claim("bob");
  talk.believe("AUTH PLAIN", 235);
  CHECK(talk.codes("STARTTLS") == "220 2.0.0");
  CHECK(talk.server.starting_tls());
  talk.server.on_secured();
  CHECK(talk.server.secured());
  CHECK_FALSE(talk.server.starting_tls());
  CHECK(talk.server.state() == State::fresh);
  CHECK(talk.server.helo().empty());
  CHECK_FALSE(talk.server.authenticated());
  CHECK(talk.server.user().empty());
  CHECK_FALSE(talk.server.speaks_enhanced());
  CHECK(talk.codes("MAIL FROM:<a@x>") == "503");
  CHECK(talk.say("EHLO c").find("STARTTLS") == std::string::npos);
  CHECK(talk.codes("STARTTLS") == "503 5.5.1");
}

TEST_CASE("STARTTLS is refused where it is not offered, and put off where TLS can't be had") {
  Settings none;
  none.offer.remove("STARTTLS");
  Talk plain(none);
  plain.say("EHLO c");
  CHECK(plain.codes("STARTTLS") == "502 5.5.1");
  plain.server.on_secured();
  plain.say("EHLO c");
  CHECK(plain.codes("STARTTLS") == "502 5.5.1");
  Settings settings = with({"STARTTLS"});
  settings.has_tls = false;
  Talk talk(settings);
  talk.say("EHLO c");
  CHECK(talk.codes("STARTTLS") == "454 4.7.0");
  CHECK(talk.server.state() == State::greeted);
}

TEST_CASE("a stage offers what it says, the others what makes sense there") {
  Settings settings = with({"STARTTLS"});
  settings.offer.at(Stage::tls_authenticated).add("STARTTLS");
  CHECK(settings.offer.at(Stage::plain).offers("STARTTLS"));
  CHECK_FALSE(settings.offer.at(Stage::tls).offers("STARTTLS"));
  CHECK(settings.offer.at(Stage::tls_authenticated).offers("STARTTLS"));
  settings.offer.replace({"SIZE 5", "STARTTLS"});
  CHECK(settings.offer.at(Stage::plain).lines().size() == 2);
  CHECK(settings.offer.at(Stage::tls).lines().size() == 1);
}

TEST_CASE("AUTH goes through its exchange, line by line") {
  Talk talk(with({"AUTH PLAIN LOGIN"}));
  CHECK(talk.codes("AUTH PLAIN") == "503");
  talk.say("EHLO c");
  CHECK(talk.codes("AUTH") == "501 5.5.4");
  CHECK(talk.codes("AUTH PL/AIN") == "501 5.5.4");
  CHECK(talk.codes("AUTH PLAIN a b") == "501 5.5.4");
  CHECK(talk.codes("AUTH CRAM-MD5") == "504 5.5.4");
  CHECK(talk.codes("AUTH login") == "334");
  CHECK(talk.server.receiving_sasl());
  talk.server.apply_sasl(334);
  CHECK(talk.server.receiving_sasl());
  talk.server.claim("bob");
  talk.server.apply_sasl(535);
  CHECK_FALSE(talk.server.receiving_sasl());
  CHECK(talk.server.user().empty());
  CHECK(talk.server.state() == State::greeted);
  CHECK(talk.codes("AUTH PLAIN =") == "334");
  talk.server.claim("bob");
  talk.server.apply_sasl(235);
  CHECK(talk.server.authenticated());
  CHECK(talk.server.user() == "bob");
  CHECK(talk.server.mechanism() == "PLAIN");
  CHECK(talk.codes("AUTH PLAIN") == "503 5.5.1");
  talk.say("MAIL FROM:<a@x>");
  CHECK(talk.codes("AUTH PLAIN") == "503 5.5.1");
}

TEST_CASE("each end of an exchange has its codes") {
  const Talk talk;
  struct Case {
    sasl::Outcome outcome;
    std::string_view codes;
  };
  for (const Case& each : std::initializer_list<Case>{
           {sasl::Outcome::accepted, "235 2.7.0"},
           {sasl::Outcome::rejected, "535 5.7.8"},
           {sasl::Outcome::cancelled, "501 5.7.0"},
           {sasl::Outcome::not_base64, "501 5.5.2"},
           {sasl::Outcome::malformed, "501 5.5.2"},
           {sasl::Outcome::too_long, "500 5.5.6"},
           {sasl::Outcome::unexpected_initial, "501 5.7.0"},
           {sasl::Outcome::too_weak, "534 5.7.9"},
           {sasl::Outcome::needs_tls, "538 5.7.11"},
           {sasl::Outcome::needs_transition, "432 4.7.12"},
           {sasl::Outcome::unavailable, "454 4.7.0"},
       }) {
    CHECK(codes_of(talk.server.answer_sasl(each.outcome)) == each.codes);
  }
}

TEST_CASE("a scripted exchange begins and ends wherever it is said") {
  Talk talk;
  talk.believe("AUTH X", 334);
  CHECK(talk.server.receiving_sasl());
  talk.server.apply_sasl(500);
  CHECK(talk.server.state() == State::fresh);
  talk.believe("AUTH cram-md5", 235);
  CHECK(talk.server.authenticated());
  CHECK(talk.server.mechanism() == "CRAM-MD5");
  talk.believe("AUTH X", 334);
  talk.server.apply_sasl(421);
  CHECK(talk.server.closing());
}

TEST_CASE("passwords stay off a line in the clear where they need TLS") {
  Settings settings = with({"AUTH PLAIN CRAM-MD5 LOGIN", "AUTH=PLAIN", "STARTTLS"});
  settings.passwords_need_tls = true;
  Talk talk(settings);
  const std::string said = talk.say("EHLO c");
  CHECK(said.find("AUTH CRAM-MD5\r\n") != std::string::npos);
  CHECK(said.find("PLAIN") == std::string::npos);
  CHECK(talk.codes("AUTH PLAIN") == "538 5.7.11");
  CHECK(talk.codes("AUTH CRAM-MD5") == "334");
  talk.server.on_secured();
  CHECK(talk.say("EHLO c").find("AUTH PLAIN CRAM-MD5 LOGIN") != std::string::npos);
  CHECK(talk.codes("AUTH PLAIN") == "334");
}

TEST_CASE("the old form of the AUTH line offers as well") {
  Talk talk(with({"AUTH=LOGIN PLAIN"}));
  CHECK(talk.say("EHLO c").find("AUTH=LOGIN PLAIN") != std::string::npos);
  CHECK(talk.codes("AUTH LOGIN") == "334");
}

TEST_CASE("a line of AUTH may be long") {
  Talk talk(with({"AUTH PLAIN"}));
  talk.say("EHLO c");
  CHECK(talk.server.line_limit() == 12288);
  const std::string line = "AUTH PLAIN ";
  CHECK(talk.codes(line + std::string(12272, 'A')) == "334");
  talk.server.apply_sasl(501);
  CHECK(talk.codes(line + std::string(12276, 'A')) == "500 5.5.6");
}

TEST_CASE("AUTH= of MAIL is an address in xtext") {
  Talk talk(with({"AUTH PLAIN"}));
  talk.say("EHLO c");
  const auto codes = [&](std::string_view value) {
    const std::string said = talk.codes("MAIL FROM:<a@x> AUTH=" + std::string(value));
    talk.say("RSET");
    return said;
  };
  CHECK(codes("<>") == "250 2.1.0");
  CHECK(codes("e+3Dmc2@example.com") == "250 2.1.0");
  CHECK(codes("a+3dmc2@example.com") == "501 5.5.4");
  CHECK(codes("bob") == "501 5.5.4");
  CHECK(codes("bob@x+20y") == "501 5.5.4");
  CHECK(talk.codes("MAIL FROM:<a@x> AUTH") == "501 5.5.4");
}

TEST_CASE("what is required comes first") {
  Settings tls = with({"STARTTLS", "AUTH PLAIN"});
  tls.requirement = Requirement::tls;
  Talk secret(tls);
  CHECK(secret.codes("EHLO c") == "250");
  for (const char* line : {"MAIL FROM:<a@x>", "RCPT TO:<b@x>", "VRFY b", "AUTH PLAIN", "HELP"}) {
    CHECK(secret.codes(line) == "530 5.7.0");
  }
  for (const char* line : {"NOOP", "RSET"}) CHECK(secret.codes(line) == "250 2.0.0");
  CHECK(secret.codes("HELO c") == "530");
  CHECK(secret.codes("STARTTLS") == "220 2.0.0");
  secret.server.on_secured();
  secret.say("EHLO c");
  CHECK(secret.codes("MAIL FROM:<a@x>") == "250 2.1.0");
}

TEST_CASE("who submits mail authenticates first, where AUTH is to be had") {
  Talk talk(with({"AUTH PLAIN"}, Mode::submission));
  talk.say("EHLO c");
  CHECK(talk.codes("MAIL FROM:<a@x.example>") == "530 5.7.0");
  CHECK(talk.codes("AUTH PLAIN") == "334");
  talk.server.apply_sasl(235);
  CHECK(talk.codes("MAIL FROM:<a@x.example>") == "250 2.1.0");
  Settings open = with({"AUTH PLAIN"}, Mode::submission);
  open.requirement = Requirement::nothing;
  Talk other(open);
  other.say("EHLO c");
  CHECK(other.codes("MAIL FROM:<a@x.example>") == "250 2.1.0");
}
