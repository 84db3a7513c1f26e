// SPDX-License-Identifier: MIT
// The transactions of the sending side.

#include <doctest/doctest.h>

#include <string>

#include "tests/smtp/played_client.h"

namespace postiche::smtp {

using testing::check;
using testing::message;
using testing::PlayedClient;
using testing::Script;
using testing::settings;

TEST_CASE("where every recipient is refused and DATA is not, nothing but the end is sent") {
  check(settings(), message({"bob@x"}, "secret\r\n"),
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 PIPELINING",
         "C: MAIL FROM:<alice@us.example>", "C: RCPT TO:<bob@x>", "C: DATA", "S: 250 ok",
         "S: 550 no", "S: 354 go", "C: .", "S: 250 kept", "0: bob@x refused 550", "C: QUIT",
         "S: 221 bye", "close"});
}

TEST_CASE("a transaction that leads nowhere is given up before the next") {
  check(Client(settings(), {message({"bob@x"}), message({"carol@x"})}),
        {"S: 220 x",
         "C: EHLO us.example",
         "S: 250 x",
         "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok",
         "C: RCPT TO:<bob@x>",
         "S: 550 no",
         "0: bob@x refused 550",
         "C: RSET",
         "S: 250 ok",
         "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok",
         "C: RCPT TO:<carol@x>",
         "S: 250 ok",
         "C: DATA",
         "S: 452 4.3.1 full",
         "1: carol@x deferred 452 4.3.1",
         "C: QUIT",
         "S: 221 bye",
         "close"});
  check(Client(settings(), {message({"bob@x"}), message({"carol@x"})}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>",
         "S: 550 5.7.1 not you", "0: bob@x refused 550 5.7.1", "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok", "C: RCPT TO:<carol@x>", "S: 550 no", "1: carol@x refused 550", "C: QUIT",
         "S: 221 bye", "close"});
}

TEST_CASE("552 to RCPT means too many recipients, and those are for later") {
  check(settings(), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok", "C: RCPT TO:<bob@x>", "S: 552 too many", "0: bob@x deferred 552", "C: QUIT",
         "S: 221 bye", "close"});
}

TEST_CASE("DATA that is answered as if it were done defers") {
  check(settings(), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok", "C: RCPT TO:<bob@x>", "S: 250 ok", "C: DATA", "S: 250 kept",
         "0: bob@x deferred 451 4.5.0 ours", "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("a message that the receiver has no ears for is not tried") {
  const Script refused_8bit = {
      "S: 220 x", "C: EHLO us.example", "S: 250 x", "0: bob@x refused 554 5.6.3 ours",
      "C: QUIT",  "S: 221 bye",         "close"};
  check(settings(), message({"bob@x"}, "\xC3\xBC\r\n"), refused_8bit);
  mail::Message binary = message({"bob@x"});
  binary.parameters = {"BODY=BINARYMIME"};
  check(settings(), binary, refused_8bit);
  check(settings(),
        message({"b\xC3\xBC"
                 "b@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 8BITMIME",
         "0: b\xC3\xBC"
         "b@x refused 553 5.6.7 ours",
         "C: QUIT", "S: 221 bye", "close"});
  check(settings(), message({"bob@x"}, "large\r\n"),
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 SIZE 6",
         "0: bob@x refused 552 5.3.4 ours", "C: QUIT", "S: 221 bye", "close"});
  check(settings(), message({"bob@x\r\nDATA"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "0: bob@x\r\nDATA refused 553 5.1.3 ours",
         "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("MAIL and RCPT say what the message needs and the receiver knows") {
  const auto first_line = [](const mail::Message& one, const std::string& offered) {
    PlayedClient played(Client(settings(), {one}));
    played.follow({"S: 220 x", "S: 250-x", "S: 250 " + offered});
    return played.said().back();
  };
  const std::string from = "C: MAIL FROM:<alice@us.example>";
  mail::Message plain = message({"bob@x"});
  CHECK(first_line(plain, "SIZE") == from + " SIZE=4");
  CHECK(first_line(plain, "8BITMIME") == from);
  plain.parameters = {"BODY=8BITMIME", "SIZE=1", "RET=HDRS", "ENVID=id", "SMTPUTF8"};
  CHECK(first_line(plain, "8BITMIME") == from + " BODY=7BIT");
  CHECK(first_line(plain, "DSN") == from + " RET=HDRS ENVID=id");
  CHECK(first_line(plain, "SMTPUTF8") == from);
  mail::Message content = message({"bob@x"}, "A: b\r\n\r\n\xC3\xBC\r\n");
  CHECK(first_line(content, "8BITMIME") == from + " BODY=8BITMIME");
  content.parameters = {"SMTPUTF8"};
  CHECK(first_line(content, "8BITMIME") == from + " BODY=8BITMIME");
  mail::Message header = message({"bob@x"}, "A: \xC3\xBC\r\n\r\nb\r\n");
  CHECK(first_line(header, "8BITMIME") == from + " BODY=8BITMIME");
  header.parameters = {"smtputf8"};
  CHECK(first_line(header, "8BITMIME") == "C: QUIT");
  mail::Message null = message({"bob@x"});
  null.reverse_path = "";
  CHECK(first_line(null, "HELP") == "C: MAIL FROM:<>");
}

TEST_CASE("internationalized mail says so") {
  mail::Message one = message({"b\xC3\xBC"
                               "b@x"},
                              "A: \xC3\xBC\r\n");
  one.recipient_parameters = {"NOTIFY=NEVER ORCPT=rfc822;bob@x X=1"};
  check(settings(), one,
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250-8BITMIME", "S: 250-DSN",
         "S: 250 SMTPUTF8", "C: MAIL FROM:<alice@us.example> BODY=8BITMIME SMTPUTF8", "S: 250 ok",
         "C: RCPT TO:<b\xC3\xBC"
         "b@x> NOTIFY=NEVER ORCPT=rfc822;bob@x",
         "S: 250 ok", "C: DATA", "S: 500 no",
         "0: b\xC3\xBC"
         "b@x refused 500",
         "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("LMTP has an answer for each accepted recipient") {
  Client::Settings wanted = settings();
  wanted.mode = Mode::lmtp;
  check(wanted, message({"bob@x", "carol@x", "dave@x"}),
        {"S: 220 x",
         "C: LHLO us.example",
         "S: 250-x",
         "S: 250 PIPELINING",
         "C: MAIL FROM:<alice@us.example>",
         "C: RCPT TO:<bob@x>",
         "C: RCPT TO:<carol@x>",
         "C: RCPT TO:<dave@x>",
         "C: DATA",
         "S: 250 ok",
         "S: 250 ok",
         "S: 550 who",
         "S: 250 ok",
         "S: 354 go",
         "C: Hi",
         "C: .",
         "S: 250 kept",
         "S: 452 4.2.2 full",
         "0: bob@x delivered 250",
         "0: carol@x refused 550",
         "0: dave@x deferred 452 4.2.2",
         "C: QUIT",
         "S: 221 bye",
         "close"});
  check(wanted, message({"bob@x"}),
        {"S: 220 x", "C: LHLO us.example", "S: 500 what", "0: bob@x refused 500", "C: QUIT",
         "S: 221 bye", "close"});
}

TEST_CASE("in LMTP who has had its answer keeps it when the connection is lost") {
  Client::Settings wanted = settings();
  wanted.mode = Mode::lmtp;
  check(wanted, message({"bob@x", "carol@x"}),
        {"S: 220 x", "C: LHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok", "C: RCPT TO:<bob@x>", "S: 250 ok", "C: RCPT TO:<carol@x>", "S: 250 ok",
         "C: DATA", "S: 354 go", "C: Hi", "C: .", "S: 250 kept", "eof", "0: bob@x delivered 250",
         "0: carol@x deferred 451 4.4.2 ours", "close"});
}

TEST_CASE("a misdeed breaks off, repeats, or goes astray") {
  Client::Settings wanted = settings();
  wanted.misdeeds.break_off_after = 6;
  check(wanted, message({"bob@x"}, "one\r\ntwo\r\n"),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>",
         "S: 250 ok", "C: RCPT TO:<bob@x>", "S: 250 ok", "C: DATA", "S: 354 go", "C: one", "C: t",
         "0: bob@x deferred 451 4.4.2 ours", "close"});
  wanted = settings();
  wanted.misdeeds.times = 2;
  wanted.misdeeds.other_domain = "y";
  const Script once = {"C: MAIL FROM:<alice@us.example>",
                       "C: RCPT TO:<bob@y>",
                       "C: DATA",
                       "S: 250 ok",
                       "S: 250 ok",
                       "S: 354 go",
                       "C: Hi",
                       "C: .",
                       "S: 250 kept",
                       "0: bob@y delivered 250"};
  Script script = {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 PIPELINING"};
  script.insert(script.end(), once.begin(), once.end());
  script.insert(script.end(), once.begin(), once.end());
  script.insert(script.end(), {"C: QUIT", "S: 221 bye", "close"});
  check(wanted, message({"bob@x"}), script);
}

TEST_CASE("a large message goes out in pieces and arrives whole") {
  std::string content;
  while (content.size() < 300'000) content += ".a line of some length\r\n";
  Client client(settings(), {message({"bob@x"}, content)});
  client.on_bytes("220 x\r\n250 x\r\n250 ok\r\n250 ok\r\n354 go\r\n");
  std::string sent;
  std::size_t largest = 0;
  while (auto effect = client.next_effect()) {
    const std::string& bytes = std::get<Client::Send>(*effect).bytes;
    largest = std::max(largest, bytes.size());
    sent += bytes;
  }
  CHECK(largest < 80'000);
  const std::size_t dots = content.size() / 24;
  CHECK(sent.substr(sent.find("DATA\r\n") + 6).size() == content.size() + dots + 3);
  CHECK(sent.ends_with("..a line of some length\r\n.\r\n"));
}

}  // namespace postiche::smtp
