// SPDX-License-Identifier: MIT
// Each parameter of MAIL and RCPT: which values hold, and what is said to the others.
#include <doctest/doctest.h>

#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::codes_of;
using smtp::testing::Talk;

namespace {

std::string of(std::size_t length) { return std::string(length, 'x'); }

struct Case {
  std::string parameters;
  std::string_view codes;
};

// What MAIL gets with these parameters.
std::string mail_codes(Talk& talk, const std::string& parameters) {
  return codes_of(talk.server.answer(parse_command("MAIL FROM:<a@x.example> " + parameters)));
}
std::string rcpt_codes(Talk& talk, const std::string& parameters) {
  return codes_of(talk.server.answer(parse_command("RCPT TO:<b@x.example> " + parameters)));
}

void check_mail(const Settings& settings, std::initializer_list<Case> cases) {
  Talk talk(settings);
  talk.say("EHLO c");
  for (const Case& each : cases) {
    CAPTURE(each.parameters);
    CHECK(mail_codes(talk, each.parameters) == each.codes);
  }
}

Settings with(std::initializer_list<const char*> lines, Mode mode = Mode::smtp) {
  Settings settings(mode);
  for (const char* line : lines) settings.offer.add(line);
  return settings;
}

constexpr std::string_view ok = "250 2.1.0", bad = "501 5.5.4";

}  // namespace

TEST_CASE("RET and ENVID say what a report is to hold") {
  check_mail(Settings(), {
                             {"RET=FULL", ok},
                             {"ret=hdrs ENVID=QQ314159", ok},
                             {"RET=BODY", bad},
                             {"RET", bad},
                             {"RET=FULL RET=FULL", bad},
                             {"ENVID=a+20b", ok},
                             {"ENVID=" + of(100), ok},
                             {"ENVID=" + of(101), bad},
                             {"ENVID=a+2b", bad},
                             {"ENVID=+00", bad},
                             {"ENVID=a ENVID=b", bad},
                             {"ENVID", bad},
                         });
}

TEST_CASE("NOTIFY and ORCPT say who is to hear of what") {
  Talk talk;
  talk.say_all({"EHLO c", "MAIL FROM:<a@x>"});
  for (const Case& each : std::initializer_list<Case>{
           {"NOTIFY=NEVER", "250 2.1.5"},
           {"NOTIFY=success,FAILURE,Delay", "250 2.1.5"},
           {"NOTIFY=NEVER,DELAY", bad},
           {"NOTIFY=DELAY,NEVER", bad},
           {"NOTIFY=SUCCESS,", bad},
           {"NOTIFY=ALWAYS", bad},
           {"NOTIFY", bad},
           {"NOTIFY=NEVER NOTIFY=NEVER", bad},
           {"ORCPT=rfc822;bob@x.example", "250 2.1.5"},
           {"ORCPT=rfc822;a+2Bb@x NOTIFY=DELAY", "250 2.1.5"},
           {"ORCPT=x-odd;anything", "250 2.1.5"},
           {"ORCPT=utf-8;\\x{FC}@x", "250 2.1.5"},
           {"ORCPT=utf-8;\\x{41}@x", bad},
           {"ORCPT=utf-8;\xC3\xBC@x", bad},
           {"ORCPT=rfc822;", bad},
           {"ORCPT=;bob@x", bad},
           {"ORCPT=rfc822", bad},
           {"ORCPT=rf(c);bob@x", bad},
           {"ORCPT=rfc822;a+0Ab", bad},
           {"ORCPT=rfc822;" + of(493), "250 2.1.5"},
           {"ORCPT=rfc822;" + of(494), bad},
           {"ORCPT", bad},
       }) {
    CAPTURE(each.parameters);
    CHECK(rcpt_codes(talk, each.parameters) == each.codes);
  }
  talk.say_all({"RSET", "MAIL FROM:<a@x> SMTPUTF8"});
  CHECK(rcpt_codes(talk, "ORCPT=utf-8;\xC3\xBC@x") == "250 2.1.5");
}

TEST_CASE("BY is a time that is positive where mail is to come back") {
  check_mail(Settings(), {
                             {"BY=120;R", ok},
                             {"BY=+120;rt", ok},
                             {"BY=-5;N", ok},
                             {"BY=0;NT", ok},
                             {"BY=999999999;R", ok},
                             {"BY=1234567890;R", bad},
                             {"BY=0;R", bad},
                             {"BY=-5;R", bad},
                             {"BY=120", bad},
                             {"BY=120;X", bad},
                             {"BY=120;T", bad},
                             {"BY=;R", bad},
                             {"BY", bad},
                         });
  check_mail(with({"DELIVERBY 60"}), {{"BY=60;R", ok}, {"BY=59;R", "555 5.5.4"}, {"BY=59;N", ok}});
}

TEST_CASE("HOLDFOR and HOLDUNTIL are one or the other, and not too long") {
  Settings settings = with({"FUTURERELEASE 3600 2030-01-01T00:00:00Z"}, Mode::submission);
  settings.requirement = Requirement::nothing;
  check_mail(settings, {
                           {"HOLDFOR=3600", ok},
                           {"HOLDFOR=3601", bad},
                           {"HOLDFOR=0", bad},
                           {"HOLDFOR=-1", bad},
                           {"HOLDFOR=1234567890", bad},
                           {"HOLDFOR", bad},
                           {"HOLDUNTIL=2030-01-01T00:00:00Z", ok},
                           {"HOLDUNTIL=2030-01-01t00:00:00z", ok},
                           {"HOLDUNTIL=2030-01-01T00:00:01Z", bad},
                           {"HOLDUNTIL=2029-02-30T00:00:00Z", bad},
                           {"HOLDUNTIL=2029-01-01T00:00:00.5Z", bad},
                           {"HOLDUNTIL=2029-01-01T00:00:00+01:00", bad},
                           {"HOLDUNTIL=tomorrow", bad},
                           {"HOLDFOR=1 HOLDUNTIL=2029-01-01T00:00:00Z", bad},
                           {"HOLDUNTIL=2029-01-01T00:00:00Z HOLDFOR=1", bad},
                           {"HOLDFOR=60 BY=60;N", ok},
                           {"HOLDFOR=61 BY=60;N", bad},
                       });
  check_mail(Settings(), {{"HOLDFOR=60", "555 5.5.4"}});
}

TEST_CASE("strangers may put their mail back, and not forward") {
  check_mail(Settings(), {
                             {"MT-PRIORITY=0", ok},
                             {"MT-PRIORITY=-9", ok},
                             {"MT-PRIORITY=9", "250 2.3.6"},
                             {"MT-PRIORITY=9 SIZE=99999999999", "552 5.3.4"},
                             {"MT-PRIORITY=10", "501 5.5.2"},
                             {"MT-PRIORITY=+1", "501 5.5.2"},
                             {"MT-PRIORITY=-0", "501 5.5.2"},
                             {"MT-PRIORITY", "501 5.5.2"},
                         });
  Talk known;
  known.say("EHLO c");
  known.believe("AUTH X", 235);
  CHECK(mail_codes(known, "MT-PRIORITY=9") == ok);
  Talk stranger;
  stranger.say("EHLO c");
  CHECK(stranger.say("MAIL FROM:<a@x> MT-PRIORITY=3").substr(0, 12) == "250 2.3.6 0 ");
}

TEST_CASE("REQUIRETLS is to be had in TLS only") {
  Settings settings = with({"REQUIRETLS"});
  check_mail(settings, {{"REQUIRETLS", "555 5.5.4"}});
  Talk talk(settings);
  talk.server.on_secured();
  CHECK(talk.say("EHLO c").find("REQUIRETLS") != std::string::npos);
  CHECK(mail_codes(talk, "REQUIRETLS") == ok);
  CHECK(mail_codes(talk, "REQUIRETLS=yes") == bad);
  Settings odd;
  odd.offer.at(Stage::plain).add("REQUIRETLS");
  check_mail(odd, {{"REQUIRETLS", "530 5.7.10"}});
}

TEST_CASE("SOLICIT is refused where its keywords are not wanted") {
  check_mail(Settings(), {
                             {"SOLICIT=net.example:ADV", ok},
                             {"SOLICIT=net.example:ADV,org.example:ADV:ADLT", ok},
                             {"SOLICIT=x" + of(999), ok},
                             {"SOLICIT=x" + of(1000), bad},
                             {"SOLICIT=1st", bad},
                             {"SOLICIT=a,,b", bad},
                             {"SOLICIT=a/b", bad},
                             {"SOLICIT", bad},
                         });
  const Settings strict = with({"NO-SOLICITING net.example:ADV,x:Y"});
  check_mail(strict, {{"SOLICIT=org.example:ADV", ok},
                      {"SOLICIT=a,X:y", "550 5.7.1"},
                      {"SOLICIT=NET.EXAMPLE:adv", "550 5.7.1"}});
  Talk talk(strict);
  talk.say("EHLO c");
  CHECK(talk.say("MAIL FROM:<a@x> SOLICIT=b,x:Y").find("SOLICIT=x:Y") != std::string::npos);
}

TEST_CASE("RRVS asks since when a mailbox has been whose it is") {
  Talk talk;
  talk.store.add_account(
      {"b@x.example", {}, std::nullopt, parse_virtual_time("2020-01-01T00:00:00Z")});
  talk.store.add_account("old@x.example");
  talk.say_all({"EHLO c", "MAIL FROM:<a@x>"});
  for (const Case& each : std::initializer_list<Case>{
           {"RRVS=2020-01-01T00:00:00Z", "250 2.1.5"},
           {"RRVS=2021-01-01T00:00:00Z;C", "250 2.1.5"},
           {"RRVS=2019-12-31T23:59:59Z;r", "550 5.7.17"},
           {"RRVS=2020-01-01T01:00:00+01:00", "250 2.1.5"},
           {"RRVS=2020-01-01T00:59:59+01:00", "550 5.7.17"},
           {"RRVS=2019-12-31T22:30:00-01:30", "250 2.1.5"},
           {"RRVS=2020-01-01T00:00:00.5Z", bad},
           {"RRVS=2020-01-01T00:00:00", bad},
           {"RRVS=2020-01-01T00:00:00+1:00", bad},
           {"RRVS=2020-01-01T00:00:00+24:00", bad},
           {"RRVS=2020-01-01T00:00:00+01:60", bad},
           {"RRVS=2020-01-01T00:00:00+01-00", bad},
           {"RRVS=2020-01-01T00:00:00Z;X", bad},
           {"RRVS=2020-01-01T00:00:00Z;", bad},
           {"RRVS=once", bad},
           {"RRVS", bad},
       }) {
    CAPTURE(each.parameters);
    CHECK(rcpt_codes(talk, each.parameters) == each.codes);
  }
  CHECK(talk.codes("RCPT TO:<old@x.example> RRVS=1970-01-01T00:00:00Z") == "250 2.1.5");
}

TEST_CASE("what LIMITS says is kept to") {
  Talk talk(with({"LIMITS RCPTMAX=3 MAILMAX=4 RCPTDOMAINMAX=2 X-ODD bad=word"}));
  talk.say("EHLO c");
  CHECK(talk.codes("MAIL FROM:<a@x>") == ok);
  CHECK(talk.codes("RCPT TO:<b@one>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<>") == "501 5.1.3");
  CHECK(talk.codes("RCPT TO:<b@two>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<c@two>") == "452 4.5.3");
  talk.say("RSET");
  CHECK(talk.codes("MAIL FROM:a b") == "501 5.1.7");
  CHECK(talk.codes("MAIL FROM:<a@x>") == ok);
  CHECK(talk.codes("RCPT TO:<b@three>") == "452 4.5.3");
  CHECK(talk.codes("RCPT TO:<b@ONE>") == "250 2.1.5");
  talk.say("RSET");
  CHECK(talk.codes("MAIL FROM:<a@x>") == ok);
  talk.say("RSET");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "452 4.5.3");
}

TEST_CASE("who submits mail names domains in full") {
  Settings settings(Mode::submission);
  settings.requirement = Requirement::nothing;
  Talk talk(settings);
  talk.say("EHLO c");
  CHECK(talk.codes("MAIL FROM:<a@sales>") == "554 5.1.8");
  CHECK(talk.codes("MAIL FROM:<a@sales.>") == "554 5.1.8");
  CHECK(talk.codes("MAIL FROM:<a@[192.0.2.1]>") == ok);
  CHECK(talk.codes("RSET") == "250 2.0.0");
  CHECK(talk.codes("MAIL FROM:<>") == ok);
  CHECK(talk.codes("RCPT TO:<b@sales>") == "554 5.1.2");
  CHECK(talk.codes("RCPT TO:<postmaster>") == "250 2.1.5");
  CHECK(talk.codes("RCPT TO:<b@sales.example>") == "250 2.1.5");
}
