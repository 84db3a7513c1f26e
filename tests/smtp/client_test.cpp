// SPDX-License-Identifier: MIT
#include "harness/smtp/client.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/smtp/played_client.h"

namespace postiche::smtp {

using testing::check;
using testing::message;
using testing::PlayedClient;
using testing::Script;
using testing::settings;

TEST_CASE("a message goes out command by command where nothing is offered") {
  check(
      settings(), message({"bob@x", "carol@x"}),
      {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: MAIL FROM:<alice@us.example>", "S: 250 ok",
       "C: RCPT TO:<bob@x>", "S: 250 ok", "C: RCPT TO:<carol@x>", "S: 550 5.1.1 who", "C: DATA",
       "S: 354 go", "C: Hi", "C: .", "S: 250 2.0.0 kept", "0: bob@x delivered 250 2.0.0",
       "0: carol@x refused 550 5.1.1", "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("with PIPELINING a message's commands go out together") {
  check(settings(), message({"bob@x", "carol@x"}, ".dot\r\n..\r\nno end"),
        {"S: 220 x",
         "C: EHLO us.example",
         "S: 250-x",
         "S: 250-PIPELINING",
         "S: 250 SIZE 1000",
         "C: MAIL FROM:<alice@us.example> SIZE=16",
         "C: RCPT TO:<bob@x>",
         "C: RCPT TO:<carol@x>",
         "C: DATA",
         "S: 250 ok",
         "S: 450 4.2.1 busy",
         "S: 250 ok",
         "S: 354 go",
         "C: ..dot",
         "C: ...",
         "C: no end",
         "C: .",
         "S: 451 4.3.0 later",
         "0: bob@x deferred 450 4.2.1",
         "0: carol@x deferred 451 4.3.0",
         "C: QUIT",
         "S: 221 bye",
         "close"});
}

TEST_CASE("a receiver that does not know EHLO is told HELO, and offers nothing") {
  check(settings(Client::Encryption::opportunistic), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 502 what", "C: HELO us.example", "S: 250-x",
         "S: 250 PIPELINING", "C: MAIL FROM:<alice@us.example>", "S: 250 ok", "C: RCPT TO:<bob@x>",
         "S: 250 ok", "C: DATA", "S: 354 go", "C: Hi", "C: .", "S: 250 kept",
         "0: bob@x delivered 250", "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("who is not greeted says QUIT, and everything comes out as the greeting says") {
  check(settings(), message({"bob@x"}),
        {"S: 554 no service", "0: bob@x refused 554", "C: QUIT", "S: 221 bye", "close"});
  check(settings(), message({"bob@x"}),
        {"S: 450 not now", "0: bob@x deferred 450", "C: QUIT", "S: 221 bye", "close"});
  check(settings(), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 450 not now", "0: bob@x deferred 450", "C: QUIT",
         "S: 500 what", "close"});
}

TEST_CASE("after 421 nothing more is said, and what is undecided is deferred") {
  check(
      Client(settings(), {message({"bob@x", "carol@x"}), message({"dave@x"})}),
      {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 PIPELINING",
       "C: MAIL FROM:<alice@us.example>", "C: RCPT TO:<bob@x>", "C: RCPT TO:<carol@x>", "C: DATA",
       "S: 250 ok", "S: 550 5.1.1 who", "S: 421 4.3.2 shutting down", "0: bob@x refused 550 5.1.1",
       "0: carol@x deferred 421 4.3.2", "1: dave@x deferred 421 4.3.2", "close"});
}

TEST_CASE("an end, silence, or what is no reply defers what is undecided") {
  const Script opening = {"S: 220 x", "C: EHLO us.example", "S: 250 x",
                          "C: MAIL FROM:<alice@us.example>"};
  for (const auto& [what, status] :
       {std::pair{"eof", "4.4.2"}, {"silence", "4.4.2"}, {"S: hello", "4.5.0"}}) {
    Script script = opening;
    script.insert(script.end(),
                  {what, std::string("0: bob@x deferred 451 ") + status + " ours", "close"});
    check(settings(), message({"bob@x"}), script);
  }
}

TEST_CASE("STARTTLS is taken where it is offered, and EHLO said anew") {
  for (const auto wish : {Client::Encryption::opportunistic, Client::Encryption::required}) {
    check(settings(wish), message({"bob@x"}),
          {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250-PIPELINING", "S: 250 STARTTLS",
           "C: STARTTLS", "S: 220 go", "tls", "C: EHLO us.example", "S: 250-x", "S: 250 STARTTLS",
           "C: MAIL FROM:<alice@us.example>", "S: 450 no", "0: bob@x deferred 450", "C: QUIT",
           "S: 221 bye", "close"});
  }
}

TEST_CASE("without STARTTLS mail goes in the clear, unless encryption is required") {
  check(settings(Client::Encryption::opportunistic), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 STARTTLS", "C: STARTTLS",
         "S: 454 not now", "C: MAIL FROM:<alice@us.example>", "S: 450 no", "0: bob@x deferred 450",
         "C: QUIT", "S: 221 bye", "close"});
  check(settings(Client::Encryption::required), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250-x", "S: 250 STARTTLS", "C: STARTTLS",
         "S: 454 4.7.0 not now", "0: bob@x deferred 454 4.7.0", "C: QUIT", "S: 221 bye", "close"});
  check(settings(Client::Encryption::required), message({"bob@x"}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "0: bob@x deferred 451 4.7.0 ours",
         "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("what stands behind the answer to STARTTLS is not read in the clear") {
  Client client(settings(Client::Encryption::required), {message({"bob@x"})});
  client.on_bytes("220 x\r\n250-x\r\n250 STARTTLS\r\n");
  const std::string_view injected = "250-x\r\n250 PIPELINING\r\n";
  const std::string bytes = "220 go\r\n" + std::string(injected);
  CHECK(client.on_bytes(bytes) == bytes.size() - injected.size());
  CHECK(client.on_bytes(injected) == 0);
  CHECK_FALSE(client.secured());
}

TEST_CASE("who has nothing to bring says so politely") {
  check(Client(settings(), {}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: QUIT", "S: 221 bye", "close"});
  check(settings(), message({}),
        {"S: 220 x", "C: EHLO us.example", "S: 250 x", "C: QUIT", "S: 221 bye", "close"});
}

TEST_CASE("patience is what RFC 5321 says for what is awaited") {
  Client client(settings(), {message({"bob@x"})});
  CHECK(client.patience() == Duration::minutes(5));
  client.on_bytes("220 x\r\n250-x\r\n250 PIPELINING\r\n250 ok\r\n250 ok\r\n");
  CHECK(client.patience() == Duration::minutes(2));
  client.on_bytes("354 go\r\n");
  CHECK(client.patience() == Duration::minutes(10));
}

}  // namespace postiche::smtp
