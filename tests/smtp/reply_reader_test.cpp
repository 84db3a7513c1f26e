// SPDX-License-Identifier: MIT
#include "harness/smtp/reply_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace postiche::smtp {

namespace {

using Names = std::vector<std::string_view>;

struct Case {
  std::string bytes;
  std::string text;  // of the reply, its code before it; "" for none
  Names deviations;
};

std::string text_of(const HeardReply& heard) {
  if (!heard.reply) return "";
  std::string out = std::to_string(heard.reply->code) + " ";
  if (!heard.reply->enhanced.empty()) out += heard.reply->enhanced + " ";
  return out + heard.reply->text;
}

void check(const Case& expected) {
  CAPTURE(expected.bytes);
  for (const std::size_t cut : {std::string::npos, std::size_t{1}, std::size_t{3}}) {
    ReplyReader reader;
    std::optional<HeardReply> heard;
    std::string_view bytes = expected.bytes;
    while (!heard && !bytes.empty()) {
      std::string_view part = bytes.substr(0, cut);
      const std::size_t size = part.size();
      heard = reader.read(part);
      bytes.remove_prefix(size - part.size());
    }
    REQUIRE(heard);
    CHECK(bytes.empty());
    CHECK(text_of(*heard) == expected.text);
    CHECK(heard->deviations == expected.deviations);
  }
}

}  // namespace

TEST_CASE("replies are read, of one line or many") {
  check({"250 OK\r\n", "250 OK", {}});
  check({"250\r\n", "250 ", {}});
  check({"250 \r\n", "250 ", {}});
  check({"250-a\r\n250-b\r\n250 c\r\n", "250 a\nb\nc", {}});
  check({"550-5.1.1 no\r\n550 5.1.1 such user\r\n", "550 5.1.1 no\nsuch user", {}});
  check({"334 VXNlcm5hbWU6\r\n", "334 VXNlcm5hbWU6", {}});
}

TEST_CASE("what is odd but plain is read, under its name") {
  check({"250 OK\n", "250 OK", {"bare-lf"}});
  check({"250OK\r\n", "250 OK", {"missing-separator"}});
  check({"250-a\r\n251 b\r\n", "251 a\nb", {"mixed-codes"}});
  check(
      {"250 a\x01"
       "b\r\n",
       "250 a\x01"
       "b",
       {"control-character"}});
  check({"250 \xC3\xBC\r\n", "250 \xC3\xBC", {"8bit-in-reply"}});
  check({"250 " + std::string(600, 'x') + "\r\n",
         "250 " + std::string(600, 'x'),
         {"over-long-line"}});
  check({"250 " + std::string(9000, 'x') + "\r\n",
         "250 " + std::string(4092, 'x'),
         {"over-long-line"}});
  check({"250-" + std::string(9000, 'x') + "\r\n250 b\r\n",
         "250 " + std::string(4092, 'x') + "\nb",
         {"over-long-line"}});
}

TEST_CASE("what is no reply is told from one") {
  check({"\r\n", "", {"garbled-code"}});
  check({"hello\r\n", "", {"garbled-code"}});
  check({"25 OK\r\n", "", {"garbled-code"}});
  check({"150 OK\r\n", "", {"garbled-code"}});
  check({"650 OK\r\n", "", {"garbled-code"}});
  check({"250-a\r\nb\r\n", "", {"garbled-code"}});
  std::string endless;
  for (int i = 0; i < 1000; ++i) endless += "250-x\r\n";
  check({endless, "", {"endless-reply"}});
}

TEST_CASE("what stands behind a reply is left") {
  ReplyReader reader;
  std::string_view bytes = "220 go ahead\r\n250 injected\r\n";
  CHECK(reader.read(bytes)->reply->code == 220);
  CHECK(bytes == "250 injected\r\n");
}

}  // namespace postiche::smtp
