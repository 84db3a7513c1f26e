// SPDX-License-Identifier: MIT
// What a client of ours does not let a server do.

#include <doctest/doctest.h>

#include <string>

#include "tests/sasl/talk.h"

namespace postiche::sasl {

using testing::credentials;

namespace {

ClientExchange begun(std::string_view mechanism) {
  ClientExchange client(*find(mechanism), credentials("user", "pencil"));
  client.begin(InitialResponse::allowed);
  return client;
}

struct Case {
  std::string_view challenge;
  std::string_view trouble;
};

}  // namespace

TEST_CASE("SCRAM's client gives up at a first message that is wrong") {
  for (const Case& each : std::vector<Case>{
           {"", "the server's first message is malformed"},
           {"r=client-nonceX,s=QSXCR+Q6sek8bf92", "the server's first message is malformed"},
           {"m=x,r=client-nonceX,s=QSXC,i=4096", "the server's first message is malformed"},
           {"r=client-nonce,s=QSXC,i=4096",
            "the server's nonce does not begin with ours, or adds nothing to it"},
           {"r=other-nonce,s=QSXC,i=4096",
            "the server's nonce does not begin with ours, or adds nothing to it"},
           {"r=client-nonceX,s=,i=4096", "the server's salt is no base64"},
           {"r=client-nonceX,s=?,i=4096", "the server's salt is no base64"},
           {"r=client-nonceX,s=QSXC,i=0",
            "the server's number of iterations is not between 1 and 100000"},
           {"r=client-nonceX,s=QSXC,i=4294967297",
            "the server's number of iterations is not between 1 and 100000"},
       }) {
    CAPTURE(each.challenge);
    ClientExchange client = begun("SCRAM-SHA-256");
    CHECK_FALSE(client.answer(each.challenge));
    CHECK(client.trouble() == each.trouble);
    CHECK_FALSE(client.believes_success());
  }
}

TEST_CASE("SCRAM's client wants to see the server's proof before it believes a success") {
  ClientExchange client = begun("SCRAM-SHA-1");
  CHECK_FALSE(client.believes_success());
  CHECK(client.answer("r=client-nonceX,s=QSXC,i=1"));
  CHECK_FALSE(client.believes_success());
  ClientExchange refused = client;
  CHECK_FALSE(refused.answer("e=invalid-proof"));
  CHECK(refused.trouble() == "the server says invalid-proof");
  CHECK_FALSE(client.answer("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
  CHECK(client.trouble() == "the server does not prove that it knows the password");
  CHECK_FALSE(client.believes_success());
}

TEST_CASE("DIGEST-MD5's client gives up at a challenge that is wrong") {
  for (const Case& each : std::vector<Case>{
           {"nonce=\"x", "the server's challenge is malformed"},
           {"", "the server's challenge lacks a nonce or 'md5-sess'"},
           {"nonce=\"x\",algorithm=md5", "the server's challenge lacks a nonce or 'md5-sess'"},
           {"algorithm=md5-sess", "the server's challenge lacks a nonce or 'md5-sess'"},
           {"nonce=\"x\",algorithm=md5-sess,qop=\"auth-int,auth-conf\"",
            "the server does not offer qop 'auth'"},
       }) {
    CAPTURE(each.challenge);
    ClientExchange client = begun("DIGEST-MD5");
    CHECK_FALSE(client.answer(each.challenge));
    CHECK(client.trouble() == each.trouble);
  }
}

TEST_CASE("DIGEST-MD5's client wants to see the server's proof before it believes a success") {
  ClientExchange client = begun("DIGEST-MD5");
  CHECK(client.answer("nonce=\"x\",algorithm=md5-sess,qop=\"auth-int, auth\""));
  CHECK_FALSE(client.believes_success());
  CHECK_FALSE(client.answer("rspauth=ea40f60335c427b5527b84dbabcdfffd"));
  CHECK(client.trouble() == "the server does not prove that it knows the password");
}

TEST_CASE("DIGEST-MD5's client writes ISO 8859-1 where the server does not know UTF-8") {
  ClientExchange client(*find("DIGEST-MD5"), credentials("J\xC3\xBCrgen", "x"));
  client.begin(InitialResponse::allowed);
  const auto response = client.answer("nonce=\"x\",algorithm=md5-sess");
  REQUIRE(response);
  CHECK(response->starts_with("username=\"J\xFCrgen\",nonce=\"x\","));
}

TEST_CASE("a client is not asked more than its mechanism has to say") {
  for (const char* name : {"PLAIN", "EXTERNAL", "ANONYMOUS"}) {
    CAPTURE(name);
    ClientExchange client = begun(name);
    CHECK(client.believes_success());
    CHECK_FALSE(client.answer(""));
    CHECK_FALSE(client.believes_success());
  }
  ClientExchange login = begun("LOGIN");
  CHECK(login.answer("whatever") == "user");
  CHECK_FALSE(login.believes_success());
  CHECK(login.answer("") == "pencil");
  CHECK(login.believes_success());
  CHECK_FALSE(login.answer("Domain:"));
  ClientExchange cram = begun("CRAM-MD5");
  CHECK_FALSE(ClientExchange(cram).answer(""));
  CHECK(cram.answer("<1@x>"));
  CHECK_FALSE(cram.answer("<2@x>"));
}

TEST_CASE("a refused token is noted and answered once") {
  for (const char* name : {"OAUTHBEARER", "XOAUTH2"}) {
    CAPTURE(name);
    ClientExchange client = begun(name);
    CHECK(client.answer("{\"status\":\"401\"}") == (name[0] == 'O' ? "\x01" : ""));
    CHECK_FALSE(client.believes_success());
    CHECK(client.trouble() == "the server refuses the token: {\"status\":\"401\"}");
    CHECK_FALSE(client.answer(""));
  }
}

}  // namespace postiche::sasl
