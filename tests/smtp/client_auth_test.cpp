// SPDX-License-Identifier: MIT
// AUTH of the sending side.

#include <doctest/doctest.h>

#include <string>

#include "harness/sasl/line.h"
#include "tests/smtp/played_client.h"

namespace postiche::smtp {

using testing::PlayedClient;
using testing::Script;

namespace {

Client::Settings settings() {
  Client::Settings out;
  out.domain = "us.example";
  out.encryption = Client::Encryption::never;
  out.credentials = sasl::Credentials();
  out.credentials->user = "tim";
  out.credentials->secret = "tanstaaftanstaaf";
  out.credentials->nonce = "nonce";
  return out;
}

Client client(const Client::Settings& wanted) {
  mail::Message one;
  one.recipients = {"bob@x"};
  return {wanted, {one}};
}

Script said(const Client::Settings& wanted, const std::string& offered, const Script& more = {}) {
  PlayedClient played(client(wanted));
  played.follow({"S: 220 x", "S: 250-x", "S: 250 " + offered});
  played.follow(more);
  Script out = played.said();
  out.erase(out.begin(), out.begin() + 4);
  return out;
}

}  // namespace

TEST_CASE("the strongest mechanism is taken, but no password in the clear") {
  Client::Settings wanted = settings();
  CHECK(said(wanted, "AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1").front() ==
        "C: AUTH SCRAM-SHA-1 " + sasl::encode_challenge("n,,n=tim,r=nonce"));
  CHECK(said(wanted, "AUTH PLAIN CRAM-MD5").front() == "C: AUTH CRAM-MD5");
  CHECK(said(wanted, "AUTH=CRAM-MD5").front() == "C: AUTH CRAM-MD5");
  CHECK(said(wanted, "AUTH PLAIN LOGIN").front() == "0: bob@x deferred 451 4.7.0 ours");
  CHECK(said(wanted, "AUTH XOAUTH2 ANONYMOUS NTLM GSSAPI").front() ==
        "0: bob@x deferred 451 4.7.0 ours");
  CHECK(said(wanted, "HELP").front() == "0: bob@x deferred 451 4.7.0 ours");
  wanted.secured = true;
  CHECK(said(wanted, "AUTH LOGIN PLAIN").front() == "C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
  wanted.secured = false;
  wanted.mechanisms = {"GSSAPI", "login", "PLAIN"};
  CHECK(said(wanted, "AUTH PLAIN LOGIN GSSAPI").front() == "C: AUTH LOGIN");
}

TEST_CASE("a question is answered, and mail goes once it was a success") {
  CHECK(said(settings(), "AUTH CRAM-MD5",
             {"S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+", "S: 235 ok"}) ==
        Script{
            "C: AUTH CRAM-MD5", "S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
            "C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "S: 235 ok", "C: MAIL FROM:<>"});
}

TEST_CASE("a refusal decides about all mail") {
  CHECK(said(settings(), "AUTH CRAM-MD5", {"S: 535 5.7.8 no", "S: 221 bye"}) ==
        Script{"C: AUTH CRAM-MD5", "S: 535 5.7.8 no", "0: bob@x refused 535 5.7.8", "C: QUIT",
               "S: 221 bye", "close"});
}

TEST_CASE("an initial response that does not fit waits to be asked for") {
  Client::Settings wanted = settings();
  wanted.secured = true;
  wanted.credentials->secret = std::string(400, 'x');
  const Script lines = said(wanted, "AUTH PLAIN", {"S: 334 ", "S: 235 ok"});
  CHECK(lines.at(0) == "C: AUTH PLAIN");
  CHECK(lines.at(2) ==
        "C: " + sasl::encode_challenge(std::string("\0tim\0", 5) + wanted.credentials->secret));
  CHECK(lines.back() == "C: MAIL FROM:<>");
}

TEST_CASE("an odd challenge is given up") {
  CHECK(said(settings(), "AUTH CRAM-MD5", {"S: 334 what?", "S: 501 cancelled"}) ==
        Script{"C: AUTH CRAM-MD5", "S: 334 what?", "C: *", "S: 501 cancelled",
               "0: bob@x deferred 451 4.7.0 ours", "C: QUIT"});
  CHECK(said(settings(), "AUTH CRAM-MD5", {"S: 334 what?", "S: 334 what?"}) ==
        Script{"C: AUTH CRAM-MD5", "S: 334 what?", "C: *", "S: 334 what?",
               "0: bob@x deferred 451 4.7.0 ours", "close"});
}

TEST_CASE("a success without the server's proof is not believed") {
  CHECK(said(settings(), "AUTH SCRAM-SHA-256", {"S: 235 welcome"}) ==
        Script{"C: AUTH SCRAM-SHA-256 " + sasl::encode_challenge("n,,n=tim,r=nonce"),
               "S: 235 welcome", "0: bob@x deferred 451 4.7.0 ours", "C: QUIT"});
}

TEST_CASE("under TLS the client binds to the channel") {
  Client::Settings wanted = settings();
  wanted.encryption = Client::Encryption::required;
  PlayedClient played(client(wanted));
  played.follow({"S: 220 x", "S: 250-x", "S: 250 STARTTLS", "S: 220 go", "S: 250-x",
                 "S: 250 AUTH PLAIN SCRAM-SHA-256-PLUS SCRAM-SHA-256"});
  CHECK(played.said().back() ==
        "C: AUTH SCRAM-SHA-256-PLUS " + sasl::encode_challenge("p=tls-unique,,n=tim,r=nonce"));
}

}  // namespace postiche::smtp
