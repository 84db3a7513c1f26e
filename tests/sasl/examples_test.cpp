// SPDX-License-Identifier: MIT
// The exchanges that the RFCs show, octet for octet, on both sides.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/base64.h"
#include "tests/sasl/talk.h"

namespace postiche::sasl {

namespace {

using Lines = std::vector<std::string>;
using testing::talk;

Knowledge knowing(std::string_view user, std::string_view password) {
  Knowledge what;
  what.find = [name = std::string(user), secret = std::string(password)](std::string_view asked) {
    return asked == name ? std::optional(Account{secret, {}}) : std::nullopt;
  };
  return what;
}

Credentials of(std::string_view user, std::string_view password) {
  Credentials who;
  who.user = user;
  who.secret = password;
  return who;
}

void check(const testing::Talk& talk, const Lines& lines) {
  CHECK(talk.success());
  CHECK(talk.lines == lines);
  CHECK(talk.server.deviations().empty());
}

}  // namespace

// RFC 5802 sec 5
TEST_CASE("SCRAM-SHA-1 goes as the RFC shows it") {
  Knowledge what = knowing("user", "pencil");
  what.nonce = "3rfcNHYJY1ZVvWVs7j";
  what.salt = *base64::decode("QSXCR+Q6sek8bf92");
  Credentials who = of("user", "pencil");
  who.nonce = "fyko+d2lbbFgONRv9qkxdawL";
  check(talk(*find("SCRAM-SHA-1"), what, who),
        {"C: n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
         "S: r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
         "C: c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
         "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
         "S: v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "C: "});
}

// RFC 7677 sec 3
TEST_CASE("SCRAM-SHA-256 goes as the RFC shows it") {
  Knowledge what = knowing("user", "pencil");
  what.nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  what.salt = *base64::decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  Credentials who = of("user", "pencil");
  who.nonce = "rOprNGfwEbeRWgbNEkqO";
  check(talk(*find("SCRAM-SHA-256"), what, who),
        {"C: n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
         "S: r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
         "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
         "C: c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
         "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
         "S: v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "C: "});
}

// RFC 2195 sec 2
TEST_CASE("CRAM-MD5 goes as the RFC shows it") {
  Knowledge what = knowing("tim", "tanstaaftanstaaf");
  what.host = "postoffice.reston.mci.net";
  what.nonce = "1896";
  what.now = VirtualTime{697170952'000'000'000};
  check(
      talk(*find("CRAM-MD5"), what, of("tim", "tanstaaftanstaaf")),
      {"S: <1896.697170952@postoffice.reston.mci.net>", "C: tim b913a602c7eda7a495b4e6e7334d3890"});
}

// RFC 2831 sec 4
TEST_CASE("DIGEST-MD5 goes as the RFC shows it") {
  Knowledge what = knowing("chris", "secret");
  what.host = "elwood.innosoft.com";
  what.service = "imap";
  what.nonce = "OA6MG9tEQGm2hh";
  Credentials who = of("chris", "secret");
  who.host = "elwood.innosoft.com";
  who.service = "imap";
  who.nonce = "OA6MHXh6VqTrRk";
  check(talk(*find("DIGEST-MD5"), what, who),
        {"S: realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\","
         "algorithm=md5-sess,charset=utf-8",
         "C: charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\","
         "nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\","
         "digest-uri=\"imap/elwood.innosoft.com\","
         "response=d388dad90d4bbd760a152321f2143af7,qop=auth",
         "S: rspauth=ea40f60335c427b5527b84dbabcdfffd", "C: "});
}

// RFC 2831 sec 4, the second: another service
TEST_CASE("DIGEST-MD5 goes as the RFC shows it for ACAP") {
  Knowledge what = knowing("chris", "secret");
  what.host = "elwood.innosoft.com";
  what.service = "acap";
  what.nonce = "OA9BSXrbuRhWay";
  ServerExchange server(*find("DIGEST-MD5"), what);
  CHECK(server.begin(std::nullopt).kind == Step::Kind::challenge);
  const Step step = server.go_on(
      "username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA9BSXrbuRhWay\","
      "cnonce=\"OA9BSuZWMSpW8m\",nc=00000001,qop=auth,digest-uri=\"acap/elwood.innosoft.com\","
      "response=6084c6db3fede7352c551284490fd0fc");
  CHECK(step.challenge == "rspauth=2f0b3d7c3c2e486600ef710726aa2eae");
  CHECK(server.deviations().empty());
}

// RFC 4616 sec 4
TEST_CASE("PLAIN goes as the RFC shows it") {
  check(talk(*find("PLAIN"), knowing("tim", "tanstaaftanstaaf"), of("tim", "tanstaaftanstaaf")),
        {std::string("C: \0tim\0tanstaaftanstaaf", 24)});
  Knowledge what = knowing("Kurt", "xipj3plmq");
  Credentials who = of("Kurt", "xipj3plmq");
  who.identity = "Ursel";
  const auto refused = talk(*find("PLAIN"), what, who);
  CHECK(refused.lines == Lines{std::string("C: Ursel\0Kurt\0xipj3plmq", 23)});
  CHECK(refused.last.failure == Failure::other_authorization);
}

// RFC 7628 sec 4.1, 4.2
TEST_CASE("OAUTHBEARER goes as the RFC shows it") {
  const std::string token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
  Knowledge what = knowing("user@example.com", token);
  what.host = "server.example.com";
  Credentials who = of("user@example.com", token);
  who.host = "server.example.com";
  who.port = 143;
  check(talk(*find("OAUTHBEARER"), what, who),
        {"C: n,a=user@example.com,\x01host=server.example.com\x01port=143\x01"
         "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01"});
  who.secret = "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==";
  const auto refused = talk(*find("OAUTHBEARER"), what, who);
  CHECK(refused.lines.at(1) == "S: {\"status\":\"invalid_token\"}");
  CHECK(refused.lines.at(2) == "C: \x01");
  CHECK(refused.last.failure == Failure::wrong_password);
  CHECK(refused.server.deviations().empty());
}

}  // namespace postiche::sasl
