// SPDX-License-Identifier: MIT
// Whatever the honest server can say is legal. It is driven through every command, in good and bad
// forms, in every state, at every stage, in every mode, with every offer; each reply is read by a
// parser that was written from the RFCs, and its code held against tables that are of the RFCs too.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "harness/base/ascii.h"
#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using namespace postiche::smtp::testing;

namespace {

// Codes by command: RFC 5321 sec 4.3.2, RFC 3030 sec 2, RFC 3207 sec 4, RFC 4954 sec 4 and 6,
// RFC 1985 sec 5.3, RFC 2645 sec 7, RFC 821 sec 4.3, RFC 6409 sec 4, and Postfix's READMEs.
std::set<int> codes_of(Verb verb) {
  static const std::map<Verb, std::set<int>> codes = {
      {Verb::unknown, {}},
      {Verb::ehlo, {250, 504, 550}},
      {Verb::helo, {250, 504, 550}},
      {Verb::lhlo, {250, 504, 550}},
      {Verb::mail, {250, 452, 455, 504, 550, 552, 553, 554, 555}},
      {Verb::rcpt, {250, 251, 450, 452, 455, 550, 551, 552, 553, 554, 555}},
      {Verb::data, {354, 451, 554}},
      {Verb::bdat, {250, 451, 452, 552, 554}},
      {Verb::rset, {250}},
      {Verb::noop, {250}},
      {Verb::quit, {221}},
      {Verb::vrfy, {250, 251, 252, 504, 550, 551, 553}},
      {Verb::expn, {250, 252, 504, 550}},
      {Verb::help, {211, 214, 504}},
      {Verb::starttls, {220, 454}},
      {Verb::auth, {334, 504, 538}},
      {Verb::etrn, {250, 251, 252, 253, 458, 459}},
      {Verb::atrn, {250, 450, 451, 453}},
      {Verb::turn, {250}},
      {Verb::xclient, {220, 550}},
      {Verb::xforward, {250, 550}},
  };
  const auto found = codes.find(verb);
  std::set<int> all = found == codes.end() ? std::set<int>() : found->second;
  all.insert({500, 501, 502, 503});
  all.insert(530);
  return all;
}

// What is wrong with a reply, in words; "" where nothing is.
std::string fault_of(const Command& command, const Reply& reply, const Server& server) {
  const bool asks_for_names = command.verb == Verb::vrfy || command.verb == Verb::expn;
  const bool utf8 = asks_for_names && command.parameter("SMTPUTF8");
  const bool with_enhanced = server.speaks_enhanced();
  const auto read =
      read_strictly(encode(reply, with_enhanced), utf8 ? Characters::utf8 : Characters::ascii);
  if (!read) return "no reply by the grammar";
  if (read->code != reply.code) return "another code than the value has";
  if (!codes_of(command.verb).contains(reply.code)) return "a code that is not the command's";
  const bool greets = reply.code == 220 && command.verb == Verb::xclient;
  if (is_hello(command.verb) || greets) {
    if (!reply.enhanced.empty()) return "an enhanced code where there never is one";
    if (reply.code != 250 || command.verb == Verb::helo) return "";
    return std::all_of(read->lines.begin() + 1, read->lines.end(), is_ehlo_line)
               ? ""
               : "a line of EHLO that is none";
  }
  if (reply.code / 100 == 3) return reply.enhanced.empty() ? "" : "an enhanced code in 3yz";
  if (reply.enhanced.empty()) return "no enhanced code";
  if (with_enhanced && !has_enhanced_code(*read)) return "no good enhanced code in each line";
  return "";
}

struct Way {
  std::string name;
  std::function<void(Server&)> go;
};

void believe(Server& server, std::initializer_list<std::pair<const char*, int>> lines) {
  for (const auto& [line, code] : lines) server.apply(parse_command(line), code);
}

// Into every state, and into what differs within it.
const std::vector<Way>& ways() {
  static const std::vector<Way> all = {
      {"fresh", [](Server&) {}},
      {"greeted",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}});
       }},
      {"greeted by HELO",
       [](Server& s) {
         believe(s, {{"HELO c", 250}});
       }},
      {"mail",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"MAIL FROM:<a@x>", 250}});
       }},
      {"mail, all refused",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"MAIL FROM:<a@x>", 250}, {"RCPT TO:<b@x>", 550}});
       }},
      {"rcpt",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"MAIL FROM:<a@x>", 250}, {"RCPT TO:<b@x>", 250}});
       }},
      {"rcpt, binary and UTF-8",
       [](Server& s) {
         believe(s, {{"EHLO c", 250},
                     {"MAIL FROM:<a@x> BODY=BINARYMIME SMTPUTF8", 250},
                     {"RCPT TO:<\xC3\xBC@x>", 250}});
       }},
      {"bdat",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"BDAT 9", 250}});
       }},
      {"bdat, all there",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"BDAT 9 LAST", 250}});
       }},
      {"bdat, refused",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"BDAT 9", 250}, {"BDAT 9", 552}});
       }},
      {"data",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"DATA", 354}});
       }},
      {"auth",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"AUTH PLAIN", 334}});
       }},
      {"tls",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"STARTTLS", 220}});
       }},
      {"turned",
       [](Server& s) {
         believe(s, {{"EHLO c", 250}, {"TURN", 250}});
       }},
      {"closed",
       [](Server& s) {
         believe(s, {{"QUIT", 221}});
       }},
  };
  return all;
}

// Good and bad forms of everything.
std::vector<std::string> lines() {
  std::vector<std::string> all = {
      "", " ", "FOO", "M\x01IL", "\x16\x03\x01", std::string("NO\0P", 4)};
  const std::vector<std::pair<const char*, std::vector<std::string>>> arguments = {
      {"EHLO", {"", "c", "[192.0.2.1]", "a..b", "\xC3\xBC"}},
      {"HELO", {"", "c"}},
      {"LHLO", {"", "c"}},
      {"MAIL",
       {"", "FROM:<>", "FROM:<a@x>", "FROM:<a@x", "FROM:<\xC3\xBC@x>", "FROM:<\xFC@x>",
        "FROM:<\xC3\xBC@x> SMTPUTF8", "FROM:<a@x> SIZE=99999999999"}},
      {"RCPT",
       {"", "TO:<>", "TO:<b@x>", "TO:<full@x>", "TO:<locked@x>", "TO:<postmaster>",
        "TO:<\xC3\xBC@x>", "TO:<b@x..y>"}},
      {"DATA", {"", "now"}},
      {"BDAT", {"", "0", "9 LAST", "9 FIRST", "x", "18446744073709551615 LAST"}},
      {"RSET", {"", "now"}},
      {"NOOP", {"", "a\x01\xFF"}},
      {"QUIT", {"", "now"}},
      {"VRFY", {"", "b@x", "u@x", "u@x SMTPUTF8", "two", "\xFF\x80"}},
      {"EXPN", {"", "list@x", "list@x SMTPUTF8", "nobody"}},
      {"HELP", {"", "MAIL", "\xFF"}},
      {"STARTTLS", {"", "now"}},
      {"AUTH", {"", "PLAIN", "PLAIN =", "PLAIN AGEAYg==", "PLAIN ?", "CRAM-MD5", "X/Y", "a b c"}},
      {"ETRN", {"", "a.example", "@example", "#night", "b.example", "locked.example", "x..y"}},
      {"ATRN", {"", "a.example", "a.example,b.example", "locked.example", ","}},
      {"TURN", {"", "now"}},
      {"XCLIENT", {"", "NAME=a", "NAME", "ADDR=x", "ODD=1", "LOGIN=b"}},
      {"XFORWARD", {"", "NAME=a", "SOURCE=x"}},
      {"SEND", {"FROM:<a@x>"}},
      {"SOML", {"FROM:<a@x>"}},
      {"SAML", {"FROM:<a@x>"}},
  };
  for (const auto& [verb, several] : arguments) {
    for (const std::string& one : several) all.push_back(std::string(verb) + " " + one);
    all.push_back(std::string(verb) + " " + std::string(13000, '\xFF'));
  }
  // Every parameter of every extension, with values that it can have and cannot.
  for (const Extension* each : all_extensions()) {
    for (const ParameterRule& rule : each->parameters) {
      const std::string path = rule.verb == Verb::mail ? "MAIL FROM:<a@x> " : "RCPT TO:<b@x> ";
      for (const char* value :
           {"", "=1", "=0", "=-1", "=\xFF", "=NEVER", "=FULL", "=8BITMIME", "=BINARYMIME", "=<>",
            "=a:b", "=9;R", "=2030-01-01T00:00:00Z", "=rfc822;a@b", "=utf-8;\\x{FC}@b"}) {
        all.push_back(path + std::string(rule.keyword) + value);
      }
    }
  }
  all.push_back("MAIL FROM:<a@x> " + std::string(1600, 'X') + "=1");
  return all;
}

std::vector<StagedOffer> offers(Mode mode) {
  StagedOffer everything(mode);
  for (const Extension* each : all_extensions()) {
    for (const Stage stage : stages) {
      if (!each->line.empty()) everything.at(stage).add(each->line);
    }
  }
  everything.add("FUTURERELEASE 60 2026-01-01T00:00:00Z");
  everything.add("DELIVERBY 10");
  everything.add("NO-SOLICITING a:b");
  StagedOffer terse = everything;
  terse.remove("ENHANCEDSTATUSCODES");
  StagedOffer tight = everything;
  tight.add("LIMITS MAILMAX=1 RCPTMAX=1 RCPTDOMAINMAX=1");
  tight.add("SIZE 1");
  std::vector<StagedOffer> all = {StagedOffer(mode), everything, terse, tight,
                                  StagedOffer(Offer(std::vector<std::string>()))};
  return all;
}

std::vector<store::Store> stores() {
  store::Store strict(store::Limits{100});
  strict.add_account({"b@x", {"list@x", "two@x"}});
  strict.add_account({"\xC3\xBC@x", {"list@x", "u@x", "two@y"}});
  strict.add_account({"full@x", {}, 0});
  strict.lock("locked@x");
  strict.add_account("locked@x");
  for (const char* queue : {"a.example", "#night", "locked.example", "c"}) {
    strict.enqueue(queue, {});
  }
  strict.lock("locked.example");
  return {store::Store(), strict};
}

void put_to(Server& server, Stage stage) {
  if (is_secured(stage)) server.on_secured();
  if (is_authenticated(stage)) {
    server.claim("bob");
    server.apply(parse_command("AUTH PLAIN"), 235);
  }
}

// Drives one server, with all that is given, into every state and says every line to it.
void check(const Settings& settings, const store::Store& store, Stage stage) {
  static const std::vector<std::string> all_lines = lines();
  for (const Way& way : ways()) {
    Server server(settings, store);
    put_to(server, stage);
    way.go(server);
    for (const std::string& line : all_lines) {
      const Command command = parse_command(line);
      const Reply reply = server.answer(command);
      const std::string fault = fault_of(command, reply, server);
      if (fault.empty()) continue;
      FAIL_CHECK(fault, ": ", way.name, ", stage ", static_cast<int>(stage), ": ",
                 line.substr(0, 100), " -> ", encode(reply, true));
    }
  }
}

void check(const Settings& settings) {
  static const std::vector<store::Store> all_stores = stores();
  for (const store::Store& store : all_stores) {
    for (const Stage stage : stages) check(settings, store, stage);
  }
}

}  // namespace

TEST_CASE("the honest server cannot say anything illegal") {
  for (const Mode mode : {Mode::smtp, Mode::submission, Mode::lmtp}) {
    for (const StagedOffer& offer : offers(mode)) {
      Settings settings(mode);
      settings.offer = offer;
      check(settings);
    }
  }
}

TEST_CASE("nor can it where an extension is missing") {
  const store::Store store = stores().back();
  for (const Extension* each : all_extensions()) {
    Settings settings;
    settings.offer = offers(Mode::smtp)[1];
    settings.offer.remove(each->keyword);
    check(settings, store, Stage::plain);
  }
}

TEST_CASE("nor can it where it requires something, or has a long name") {
  Settings settings;
  settings.offer = offers(Mode::smtp)[1];
  settings.domain = std::string(63, 'd') + "." + std::string(63, 'd') + "." + std::string(63, 'd') +
                    "." + std::string(61, 'd');
  settings.passwords_need_tls = true;
  settings.has_tls = false;
  for (const Requirement required : {Requirement::nothing, Requirement::tls, Requirement::auth}) {
    settings.requirement = required;
    check(settings);
  }
}

TEST_CASE("what it says to no command is legal too") {
  Settings settings(Mode::lmtp);
  settings.max_message = 50;
  const std::vector<store::Store> all_stores = stores();
  for (const store::Store& store : all_stores) {
    Server server(settings, store);
    CHECK(read_strictly(encode(server.greeting(), server.speaks_enhanced())));
    believe(server, {{"LHLO c", 250},
                     {"RCPT TO:<full@x>", 250},
                     {"RCPT TO:<\xC3\xBC@x>", 250},
                     {"RCPT TO:<b@x>", 250}});
    std::vector<Reply> replies = {server.answer_too_long_line()};
    for (const std::size_t octets : {0u, 50u, 51u, 200u}) {
      for (std::size_t i = 0; i < server.message_replies(); ++i) {
        replies.push_back(server.answer_message(octets, i));
        CHECK(std::set<int>{250, 450, 451, 452, 552, 554}.contains(replies.back().code));
      }
    }
    for (int i = 0; i <= static_cast<int>(sasl::Outcome::unavailable); ++i) {
      replies.push_back(server.answer_sasl(static_cast<sasl::Outcome>(i)));
    }
    for (const Reply& reply : replies) {
      const auto read = read_strictly(encode(reply, server.speaks_enhanced()));
      REQUIRE(read.has_value());
      CHECK(has_enhanced_code(*read));
    }
  }
}
