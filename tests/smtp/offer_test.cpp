// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "harness/smtp/grammar.h"
#include "harness/smtp/offer.h"
#include "harness/smtp/server.h"

using namespace postiche;
using namespace postiche::smtp;
using Lines = std::vector<std::string_view>;

namespace {

// What MAIL gets from a server with this offer.
Reply mail_answer(const Offer& offer, std::string_view line) {
  Settings settings;
  settings.offer = StagedOffer(offer);
  const store::Store store;
  Server server(settings, store);
  server.apply(parse_command("EHLO c"), 250);
  return server.answer(parse_command(line));
}

}  // namespace

TEST_CASE("the honest server offers its extensions in a fixed order") {
  CHECK(Offer().lines() == Lines{"PIPELINING",
                                 "SIZE 52428800",
                                 "8BITMIME",
                                 "CHUNKING",
                                 "BINARYMIME",
                                 "STARTTLS",
                                 "AUTH PLAIN LOGIN",
                                 "ENHANCEDSTATUSCODES",
                                 "DSN",
                                 "SMTPUTF8",
                                 "DELIVERBY",
                                 "MT-PRIORITY",
                                 "RRVS",
                                 "LIMITS RCPTMAX=1000",
                                 "NO-SOLICITING",
                                 "ETRN",
                                 "ATRN",
                                 "EXPN",
                                 "VRFY",
                                 "HELP"});
}

TEST_CASE("what is for those who submit mail is offered to nobody else") {
  for (const Mode mode : {Mode::smtp, Mode::submission, Mode::lmtp}) {
    CHECK(Offer(mode).offers("FUTURERELEASE") == (mode == Mode::submission));
    CHECK(Offer(mode).offers("PIPELINING"));
    CHECK(Offer(mode).offers("ENHANCEDSTATUSCODES"));
  }
}

// What a scenario may ask for without saying more than the word.
TEST_CASE("every extension is to be had, by default or by its keyword") {
  for (const Extension* each : all_extensions()) {
    CAPTURE(each->keyword);
    CHECK(find_extension(each->keyword) == each);
    Offer offer{std::vector<std::string>()};
    CHECK((each->verb == Verb::unknown || !offer.allows(each->verb)));
    offer.add(each->keyword);
    CHECK(offer.offers(each->keyword));
    CHECK(offer.allows(each->verb));
    CHECK((each->verb == Verb::unknown) == (each->answer == nullptr));
    CHECK(each->line.substr(0, each->keyword.size()) == each->keyword);
    for (const ParameterRule& rule : each->parameters) {
      CHECK(offer.parameter_rule(rule.verb, rule.keyword) != nullptr);
      CHECK(Offer({"X"}).parameter_rule(rule.verb, rule.keyword) == nullptr);
    }
  }
}

TEST_CASE("an offer is replaced, added to and taken from by keyword") {
  Offer offer;
  offer.add("size 1000");
  CHECK(offer.argument("SIZE") == "1000");
  CHECK(offer.lines()[1] == "size 1000");
  offer.add("X-UNKNOWN as written");
  CHECK(offer.lines().back() == "X-UNKNOWN as written");
  CHECK(offer.remove("pipelining"));
  CHECK_FALSE(offer.remove("PIPELINING"));
  CHECK_FALSE(offer.offers("PIPELINING"));
  CHECK(Offer(std::vector<std::string>{}).lines().empty());
  CHECK(Offer({"8BITMIME"}).lines() == Lines{"8BITMIME"});
}

TEST_CASE("what is not offered is refused, and what is hidden is not") {
  constexpr std::string_view line = "MAIL FROM:<a@x> SIZE=5";
  Offer offer;
  CHECK(mail_answer(offer, line).code == 250);
  CHECK(offer.hide("SIZE"));
  CHECK(mail_answer(offer, line).code == 250);
  CHECK(offer.lines().size() == 19);
  CHECK(offer.remove("SIZE"));
  const Reply refused = mail_answer(offer, line);
  CHECK(refused.code == 555);
  CHECK(refused.enhanced == "5.5.4");
}

TEST_CASE("each parameter's value is held against its extension") {
  struct Case {
    std::string_view parameters;
    int code;
    std::string_view enhanced;
  };
  for (const Case& each : std::initializer_list<Case>{
           {"SIZE=52428800", 250, "2.1.0"},
           {"SIZE=52428801", 552, "5.3.4"},
           {"SIZE=99999999999999999999", 552, "5.3.4"},
           {"SIZE=999999999999999999999", 501, "5.5.4"},
           {"SIZE=-1", 501, "5.5.4"},
           {"SIZE", 501, "5.5.4"},
           {"BODY=7bit", 250, "2.1.0"},
           {"BODY=8BITMIME", 250, "2.1.0"},
           {"BODY=BINARYMIME", 250, "2.1.0"},
           {"BODY=9BIT", 501, "5.5.4"},
           {"BODY", 501, "5.5.4"},
           {"SMTPUTF8", 250, "2.1.0"},
           {"SMTPUTF8=yes", 501, "5.5.4"},
           {"XYZ=1", 555, "5.5.4"},
       }) {
    CAPTURE(each.parameters);
    const Reply reply = mail_answer(Offer(), "MAIL FROM:<a@x> " + std::string(each.parameters));
    CHECK(reply.code == each.code);
    CHECK(reply.enhanced == each.enhanced);
  }
}

TEST_CASE("commands may be longer by what the offered extensions add") {
  CHECK(Offer().line_limit(Verb::mail) == 512 + 26 + 17 + 500 + 16 + 107 + 10 + 17 + 15 + 1007);
  CHECK(Offer().line_limit(Verb::rcpt) == 512 + 500 + 33);
  CHECK(Offer().line_limit(Verb::vrfy) == 522);
  CHECK(Offer().line_limit(Verb::data) == 512);
  CHECK(Offer().line_limit() == Offer().line_limit(Verb::auth));
  CHECK(Offer({"SIZE"}).line_limit(Verb::mail) == 538);
  CHECK(Offer(std::vector<std::string>{}).line_limit(Verb::mail) == 512);
}
