// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "tests/smtp/talk.h"

using namespace postiche;
using namespace postiche::smtp;
using smtp::testing::codes_of;
using smtp::testing::Talk;

namespace {

Settings with_chunks(std::size_t max_message = 1000) {
  Settings settings;
  settings.offer.add("CHUNKING");
  settings.offer.add("BINARYMIME");
  settings.max_message = max_message;
  return settings;
}

struct Ready : Talk {
  explicit Ready(Settings wanted = with_chunks()) : Talk(std::move(wanted)) {
    say_all({"EHLO c", "MAIL FROM:<a@x>", "RCPT TO:<b@x>"});
  }
};

}  // namespace

TEST_CASE("the size of a chunk is read even from a line that is refused") {
  struct Case {
    std::string_view line;
    std::optional<std::uint64_t> size;
    std::string_view fault;
  };
  for (const Case& each : std::initializer_list<Case>{
           {"BDAT 0 LAST", 0, ""},
           {"bdat 86 last", 86, ""},
           {"BDAT 18446744073709551615", UINT64_MAX, ""},
           {"BDAT 18446744073709551616", std::nullopt, "bad-chunk-size"},
           {"BDAT", std::nullopt, "missing-argument"},
           {"BDAT LAST", std::nullopt, "bad-chunk-size"},
           {"BDAT -1", std::nullopt, "bad-chunk-size"},
           {"BDAT 5 FIRST", 5, "unexpected-argument"},
           {"BDAT 5 LAST now", 5, "unexpected-argument"},
       }) {
    CAPTURE(each.line);
    const Command command = parse_command(each.line);
    CHECK(command.chunk.has_value() == each.size.has_value());
    if (each.size) CHECK(command.chunk->size == *each.size);
    CHECK(command.fault == each.fault);
  }
}

TEST_CASE("a message comes in chunks, and the last one is answered as the message") {
  Ready talk;
  CHECK(talk.codes("BDAT 400") == "250 2.0.0");
  CHECK(talk.server.state() == State::bdat);
  CHECK_FALSE(talk.server.has_message());
  CHECK(talk.codes("BDAT 0") == "250 2.0.0");
  CHECK(talk.codes("BDAT 600 LAST") == "250 2.0.0");
  CHECK(talk.server.has_message());
  CHECK(talk.server.chunked() == 1000);
  CHECK(talk.codes("BDAT 1 LAST") == "503 5.5.1");
  CHECK(talk.server.answer_message(1000).code == 250);
  REQUIRE(talk.server.apply_message(250).has_value());
  CHECK(talk.server.state() == State::greeted);
  CHECK_FALSE(talk.server.has_message());
  CHECK(talk.codes("BDAT 1 LAST") == "503 5.5.1");
}

TEST_CASE("once chunks come there is nothing but chunks until the end or RSET") {
  Ready talk;
  talk.say("BDAT 4");
  CHECK(talk.codes("DATA") == "503 5.5.1");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "503 5.5.1");
  CHECK(talk.codes("RCPT TO:<c@x>") == "503 5.5.1");
  CHECK(talk.codes("NOOP") == "250 2.0.0");
  CHECK(talk.codes("RSET") == "250 2.0.0");
  CHECK(talk.server.chunked() == 0);
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250 2.1.0");
}

TEST_CASE("the limit of a message counts over its chunks, and a refused chunk spoils it") {
  Ready talk;
  CHECK(talk.codes("BDAT 1000") == "250 2.0.0");
  CHECK(talk.codes("BDAT 1") == "552 5.3.4");
  CHECK(talk.codes("BDAT 0 LAST") == "503 5.5.1");
  CHECK(talk.codes("RSET") == "250 2.0.0");
  talk.say_all({"MAIL FROM:<a@x>", "RCPT TO:<b@x>"});
  CHECK(talk.codes("BDAT 18446744073709551615") == "552 5.3.4");
  CHECK(talk.codes("BDAT 5 LAST") == "503 5.5.1");
  Ready other;
  other.believe("BDAT 5", 451);
  CHECK(other.codes("BDAT 5 LAST") == "503 5.5.1");
  CHECK(other.codes("EHLO c") == "250");
  CHECK(other.server.state() == State::greeted);
}

TEST_CASE("chunks need a recipient, and EHLO") {
  Talk talk(with_chunks());
  CHECK(talk.codes("BDAT 1") == "503");
  talk.say("HELO c");
  talk.say_all({"MAIL FROM:<a@x>", "RCPT TO:<b@x>"});
  CHECK(talk.codes("BDAT 1") == "503");
  talk.say_all({"EHLO c", "MAIL FROM:<a@x>"});
  CHECK(talk.codes("BDAT 1 LAST") == "503 5.5.1");
  talk.store.add_account("alice@x");
  CHECK(talk.codes("RCPT TO:<b@x>") == "550 5.1.1");
  CHECK(talk.codes("BDAT 1 LAST") == "554 5.5.1");
  CHECK(talk.codes("RCPT TO:<alice@x>") == "250 2.1.5");
  CHECK(talk.codes("BDAT 1 LAST") == "250 2.0.0");
}

TEST_CASE("a binary message is not for DATA") {
  Talk talk(with_chunks());
  talk.say_all({"EHLO c", "MAIL FROM:<a@x> BODY=BINARYMIME", "RCPT TO:<b@x>"});
  CHECK(talk.codes("DATA") == "503 5.5.1");
  CHECK(talk.codes("BDAT 4 LAST") == "250 2.0.0");
  talk.say_all({"RSET", "MAIL FROM:<a@x> BODY=8BITMIME", "RCPT TO:<b@x>"});
  CHECK(talk.codes("DATA") == "354");
  CHECK(Offer({"BINARYMIME"}).line_limit(Verb::mail) == 528);
}

TEST_CASE("chunks are refused where they are not offered") {
  Ready talk{Settings()};
  CHECK(talk.codes("BDAT 4 LAST") == "502 5.5.1");
  CHECK(talk.codes("DATA") == "354");
}

TEST_CASE("in LMTP each accepted recipient has a reply of its own at the end of content") {
  Settings settings(Mode::lmtp);
  settings.offer.add("CHUNKING");
  Talk talk(settings);
  talk.store.add_account({"full@x", {}, 10});
  talk.store.add_account("b@x");
  CHECK(encode(talk.server.greeting(), true) == "220 mx.example.com LMTP\r\n");
  CHECK(talk.codes("EHLO c") == "500");
  CHECK(talk.codes("HELO c") == "500");
  CHECK(talk.codes("MAIL FROM:<a@x>") == "503");
  CHECK(talk.codes("LHLO c") == "250");
  CHECK(talk.server.extended());
  CHECK(talk.codes("MAIL FROM:<a@x>") == "250 2.1.0");
  CHECK(talk.codes("RCPT TO:<nobody@x>") == "550 5.1.1");
  CHECK(talk.codes("DATA") == "503 5.5.1");
  CHECK(talk.codes("BDAT 11 LAST") == "503 5.5.1");
  talk.say_all({"RCPT TO:<full@x>", "RCPT TO:<b@x> "});
  for (const char* line : {"DATA", "BDAT 11 LAST"}) {
    CAPTURE(line);
    Server server = talk.server;
    server.apply(parse_command(line), server.answer(parse_command(line)).code);
    CHECK((server.receiving_data() || server.has_message()));
    REQUIRE(server.message_replies() == 2);
    CHECK(codes_of(server.answer_message(11, 0)) == "452 4.2.2");
    CHECK(codes_of(server.answer_message(11, 1)) == "250 2.1.5");
    const auto accepted = server.apply_message(std::vector<int>{452, 250});
    REQUIRE(accepted.has_value());
    CHECK(accepted->recipients == std::vector<std::string>{"b@x"});
    CHECK(accepted->recipient_parameters.size() == 1);
    CHECK(server.state() == State::greeted);
  }
  CHECK_FALSE(talk.server.apply_message(std::vector<int>{452, 552}).has_value());
}

TEST_CASE("LHLO is for LMTP alone") {
  Talk talk;
  CHECK(talk.codes("LHLO c") == "502");
}
