// SPDX-License-Identifier: MIT
// What clients say that they should not: each oddity has a name, and what it leads to.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/sasl/talk.h"

namespace postiche::sasl {

namespace {

constexpr Failure good = Failure::none;  // success, or a challenge that goes on

struct Case {
  std::string response;
  Failure failure;
  Deviations deviations;
};

// Exactly as large as the octets, so that reading past them is seen.
Step hear(ServerExchange& server, std::string_view response) {
  const auto heap = std::make_unique<char[]>(response.size());
  response.copy(heap.get(), response.size());
  return server.go_on({heap.get(), response.size()});
}

void check(ServerExchange server, const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.response);
    ServerExchange copy = server;
    CHECK(hear(copy, each.response).failure == each.failure);
    CHECK(copy.deviations() == each.deviations);
  }
}

ServerExchange asked(std::string_view mechanism, Knowledge what = testing::knowledge()) {
  ServerExchange server(*find(mechanism), std::move(what));
  REQUIRE(server.begin(std::nullopt).kind == Step::Kind::challenge);
  return server;
}

// A literal with NULs in it.
template <std::size_t N>
std::string octets(const char (&literal)[N]) {
  return {literal, N - 1};
}

}  // namespace

TEST_CASE("oddities of PLAIN") {
  check(asked("PLAIN"),
        {{octets("\0alice\0wonder,land="), good, {}},
         {octets("\0alice\0wonder,land=\0\0"), good, {"trailing-nul"}},
         {octets("alice\0\0wonder,land="), good, {"missing-authcid"}},
         {octets("\0al\xC2\xADice\0wonder,land="), good, {}},
         {"", Failure::malformed, {"missing-nul"}},
         {"alice", Failure::malformed, {"missing-nul"}},
         {octets("alice\0wonder,land="), Failure::malformed, {"missing-nul"}},
         {octets("\0alice\0wonder\0land"), Failure::malformed, {"extra-nul"}},
         {octets("\0\0secret"), Failure::malformed, {"empty-user"}},
         {octets("\0alice\0"), Failure::malformed, {"empty-password"}},
         {octets("\0\0"), Failure::malformed, {"empty-user"}},
         {octets("\0\xFF\0secret"), Failure::unknown_user, {"invalid-utf8"}},
         {octets("\0alice\0wonder,land=\n"), Failure::wrong_password, {"prohibited-character"}}});
}

TEST_CASE("an empty password is none even where anything goes") {
  ServerExchange server(*find("PLAIN"), {});
  CHECK(server.begin(octets("\0anybody\0")).failure == Failure::malformed);
  ServerExchange other(*find("PLAIN"), {});
  CHECK(other.begin(octets("\0anybody\0x")).kind == Step::Kind::success);
}

TEST_CASE("oddities of LOGIN") {
  check(asked("LOGIN"), {{"alice", good, {}},
                         {octets("alice\0"), good, {"trailing-nul"}},
                         {"alice\n", good, {"trailing-newline", "prohibited-character"}},
                         {"", Failure::malformed, {"empty-user"}}});
  ServerExchange server = asked("LOGIN");
  CHECK(server.go_on("alice").challenge == "Password:");
  check(server,
        {{"wonder,land=", good, {}},
         {octets("wonder,land=\0"), good, {"trailing-nul"}},
         {"wonder,land=\n", Failure::wrong_password, {"trailing-newline", "prohibited-character"}},
         {"", Failure::malformed, {"empty-password"}}});
}

TEST_CASE("oddities of CRAM-MD5") {
  Knowledge what = testing::knowledge();
  what.find = [](std::string_view user) {
    return user == "tim" ? std::optional(Account{"tanstaaftanstaaf", {}}) : std::nullopt;
  };
  what.host = "postoffice.reston.mci.net";
  what.nonce = "1896";
  what.now = VirtualTime{697170952'000'000'000};
  check(asked("CRAM-MD5", what),
        {{"tim b913a602c7eda7a495b4e6e7334d3890", good, {}},
         {"tim B913A602C7EDA7A495B4E6E7334D3890", good, {"upper-case-hex"}},
         {"tim  b913a602c7eda7a495b4e6e7334d3890", good, {"extra-space"}},
         {"tim b913a602c7eda7a495b4e6e7334d3890 ", good, {"extra-space"}},
         {"tim b913a602c7eda7a495b4e6e7334d3890\r\n", good, {"trailing-newline"}},
         {"tim b913a602c7eda7a495b4e6e7334d3891", Failure::wrong_password, {}},
         {"tim s b913a602c7eda7a495b4e6e7334d3890", Failure::unknown_user, {}},
         {"", Failure::malformed, {"missing-digest"}},
         {"tim", Failure::malformed, {"missing-digest"}},
         {"tim b913a602", Failure::malformed, {"bad-digest"}},
         {"tim x913a602c7eda7a495b4e6e7334d3890", Failure::malformed, {"bad-digest"}},
         {" b913a602c7eda7a495b4e6e7334d3890", Failure::malformed, {"missing-digest"}}});
}

TEST_CASE("oddities of DIGEST-MD5") {
  Knowledge what = testing::knowledge();
  what.find = [](std::string_view user) {
    return user == "chris" ? std::optional(Account{"secret", {}}) : std::nullopt;
  };
  what.host = "elwood.innosoft.com";
  what.service = "imap";
  what.nonce = "OA6MG9tEQGm2hh";
  const std::string names = "username=\"chris\",realm=\"elwood.innosoft.com\",";
  const std::string nonces = "nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",";
  const std::string uri = "digest-uri=\"imap/elwood.innosoft.com\",";
  const std::string proof = "response=d388dad90d4bbd760a152321f2143af7";
  const std::string all = names + nonces + uri + proof;
  const auto with = [&](const std::string& more) { return all + "," + more; };
  check(asked("DIGEST-MD5", what),
        {{all, good, {}},
         {", " + names + " ,\t" + nonces + uri + proof + ",", good, {}},
         {with("maxbuf=1024,cipher=\"rc4\",x=y,x=z"), good, {}},
         {names + "nonce=OA6MG9tEQGm2hh,nc=\"00000001\",cnonce=\"OA6MHXh6VqTrRk\"," + uri + proof,
          good,
          {"unquoted-value", "quoted-value"}},
         {names + nonces + uri + "Response=D388DAD90D4BBD760A152321F2143AF7",
          good,
          {"upper-case-directive", "upper-case-hex"}},
         {"username=\"ch\\ris\",realm=\"elwood.innosoft.com\"," + nonces + uri + proof, good, {}},
         {"", Failure::malformed, {"missing-username"}},
         {"nonsense", Failure::malformed, {"bad-directive"}},
         {"username=\"chris", Failure::malformed, {"bad-directive"}},
         {"username=\"chris\"x", Failure::malformed, {"bad-directive"}},
         {names + uri + proof, Failure::malformed, {"missing-nonce"}},
         {names + nonces + proof, Failure::malformed, {"missing-digest-uri"}},
         {names + nonces + uri, Failure::malformed, {"missing-response"}},
         {names + nonces + uri + "response=d388", Failure::malformed, {"bad-response"}},
         {with("nc=00000001"), Failure::malformed, {"duplicate-directive"}},
         {with("charset=utf-8,charset=utf-8"), Failure::malformed, {"duplicate-directive"}},
         {with("charset=latin1"), Failure::malformed, {"unknown-charset"}},
         {with("qop=auth-int"), Failure::malformed, {"unknown-qop"}},
         {names + "nonce=\"other\",nc=00000001,cnonce=\"x\"," + uri + proof,
          Failure::wrong_nonce,
          {}},
         {names + "nonce=\"OA6MG9tEQGm2hh\",nc=00000002,cnonce=\"x\"," + uri + proof,
          Failure::wrong_nonce,
          {}},
         {"username=\"chris\"," + nonces + uri + proof, Failure::wrong_password, {"other-realm"}},
         {names + nonces + "digest-uri=\"smtp/localhost\"," + proof,
          Failure::wrong_password,
          {"other-service", "other-host"}},
         {std::string(4097, 'x'), Failure::malformed, {"response-too-long"}}});
}

TEST_CASE("oddities of SCRAM's first message") {
  check(asked("SCRAM-SHA-256"),
        {{"n,,n=alice,r=x", good, {}},
         {"n,,n=a=2Cb=3d,r=x", good, {"lower-case-escape"}},
         {"n,,n=al\xC2\xADice,r=x", good, {"unprepared-name"}},
         {"n,,n=alice,r=x,e=more", good, {"unknown-attribute"}},
         {"", Failure::malformed, {"bad-gs2-header"}},
         {"n,", Failure::malformed, {"bad-gs2-header"}},
         {"x,,n=alice,r=x", Failure::malformed, {"bad-gs2-header"}},
         {"p=,,n=alice,r=x", Failure::malformed, {"bad-gs2-header"}},
         {"n,bob,n=alice,r=x", Failure::malformed, {"bad-gs2-header"}},
         {"n,a=,n=alice,r=x", Failure::malformed, {"bad-gs2-header"}},
         {"n,a=b=,n=alice,r=x", Failure::malformed, {"bad-escape"}},
         {"n,,n=a=b,r=x", Failure::malformed, {"bad-escape"}},
         {"n,,m=x,n=alice,r=x", Failure::malformed, {"mandatory-extension"}},
         {"n,,", Failure::malformed, {"missing-name"}},
         {"n,,r=x,n=alice", Failure::malformed, {"missing-name"}},
         {"n,,n=alice", Failure::malformed, {"missing-nonce"}},
         {"n,,n=alice,r=", Failure::malformed, {"bad-nonce"}},
         {"n,,n=alice,r=a b", Failure::malformed, {"bad-nonce"}},
         {"n,,n=,r=x", Failure::malformed, {"empty-user"}},
         {"p=tls-unique,,n=alice,r=x", Failure::malformed, {"binding-without-plus"}}});
  Knowledge what = testing::knowledge();
  what.bindings = testing::bindings();
  check(asked("SCRAM-SHA-256-PLUS", what),
        {{"p=tls-unique,,n=alice,r=x", good, {}},
         {"n,,n=alice,r=x", Failure::malformed, {"plus-without-binding"}},
         {"y,,n=alice,r=x", Failure::malformed, {"plus-without-binding"}},
         {"p=tls-unheard-of,,n=alice,r=x", Failure::binding_unsupported, {}}});
}

TEST_CASE("oddities of SCRAM's last messages") {
  ServerExchange server = asked("SCRAM-SHA-1");
  REQUIRE(server.go_on("n,,n=alice,r=x").challenge.starts_with("r=xserver-nonce,s="));
  const std::string zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  check(server,
        {{"c=biws,r=xserver-nonce,p=" + zeros, Failure::wrong_password, {}},
         {"c=biws,r=xserver-nonce,x=y,p=" + zeros, Failure::wrong_password, {"unknown-attribute"}},
         {"c=biws,r=x,p=" + zeros, Failure::wrong_nonce, {}},
         {"c=eSws,r=xserver-nonce,p=" + zeros, Failure::binding_mismatch, {}},
         {"", Failure::malformed, {"missing-channel-binding"}},
         {"r=xserver-nonce,p=" + zeros, Failure::malformed, {"missing-channel-binding"}},
         {"c=biws,p=" + zeros, Failure::malformed, {"missing-nonce"}},
         {"c=biws,r=xserver-nonce", Failure::malformed, {"missing-proof"}},
         {"c=biws,p=" + zeros + ",r=xserver-nonce", Failure::malformed, {"missing-nonce"}},
         {"c=!,r=xserver-nonce,p=" + zeros, Failure::malformed, {"bad-channel-binding"}},
         {"c=biws,r=xserver-nonce,p=!", Failure::malformed, {"bad-proof"}}});
}

TEST_CASE("the last response, to the server's proof, is empty") {
  for (const char* name : {"SCRAM-SHA-1", "DIGEST-MD5"}) {
    for (const char* response : {"", "ok"}) {
      ServerExchange server(*find(name), testing::knowledge());
      ClientExchange client(*find(name), testing::credentials("alice", "wonder,land="));
      Step step = server.begin(client.begin(InitialResponse::allowed));
      while (!client.believes_success()) {
        const std::string said = client.answer(step.challenge).value();
        if (client.believes_success()) break;
        step = server.go_on(said);
      }
      CHECK(server.go_on(response).kind == Step::Kind::success);
      CHECK(server.deviations().empty() == (*response == '\0'));
    }
  }
}

TEST_CASE("oddities of OAUTHBEARER") {
  const std::string right = "auth=Bearer wonder,land=";
  check(
      asked("OAUTHBEARER"),
      {{"n,a=alice,\x01" + right + "\x01\x01", good, {"odd-token"}},
       {"n,a=alice,\x01" + right, good, {"missing-end", "odd-token"}},
       {"n,a=alice,\x01host=elsewhere\x01" + right + "\x01\x01", good, {"odd-token", "other-host"}},
       {"n,a=alice,\x01"
        "auth=bearer  x\x01\x01",
        good,
        {}},
       {"n,a=alice,\x01"
        "auth=\x01\x01",
        good,
        {}},
       {"", Failure::malformed, {"bad-gs2-header"}},
       {"\x01", Failure::malformed, {"bad-gs2-header"}},
       {"p=tls-unique,,\x01" + right + "\x01\x01", Failure::malformed, {"bad-gs2-header"}},
       {"n,a=alice," + right + "\x01\x01", Failure::malformed, {"bad-pair"}},
       {"n,a=alice,\x01nonsense\x01\x01", Failure::malformed, {"bad-pair"}},
       {"n,a=alice,\x01\x01", Failure::malformed, {"missing-auth"}},
       {"n,a=alice,\x01"
        "auth=Basic eDp5\x01\x01",
        Failure::malformed,
        {"unknown-scheme"}}});
}

TEST_CASE("oddities of XOAUTH2") {
  check(asked("XOAUTH2"), {{"user=alice\x01"
                            "auth=Bearer x\x01\x01",
                            good,
                            {}},
                           {"user=alice\x01"
                            "auth=Bearer x\x01",
                            good,
                            {"missing-end"}},
                           {"", Failure::malformed, {"missing-end", "missing-auth"}},
                           {"auth=Bearer x\x01\x01", Failure::malformed, {"missing-user"}},
                           {"user=alice\x01\x01", Failure::malformed, {"missing-auth"}},
                           {"alice\x01"
                            "auth=Bearer x\x01\x01",
                            Failure::malformed,
                            {"bad-pair"}}});
}

TEST_CASE("a refused token is explained first, then refused") {
  const std::string rest = "auth=Bearer x\x01\x01";
  ServerExchange modern = asked("OAUTHBEARER");
  CHECK(modern.go_on("n,a=alice,\x01" + rest).challenge == "{\"status\":\"invalid_token\"}");
  check(modern, {{"\x01", Failure::wrong_password, {}},
                 {"", Failure::wrong_password, {"odd-dummy-response"}}});
  ServerExchange old = asked("XOAUTH2");
  CHECK(old.go_on("user=alice\x01" + rest).challenge ==
        "{\"status\":\"401\",\"schemes\":\"Bearer\"}");
  check(old, {{"", Failure::wrong_password, {}},
              {"\x01", Failure::wrong_password, {"odd-dummy-response"}}});
}

TEST_CASE("oddities of EXTERNAL and ANONYMOUS") {
  Knowledge what = testing::knowledge();
  what.certificate_name = "alice";
  check(asked("EXTERNAL", what), {{"", good, {}},
                                  {octets("alice\0"), Failure::malformed, {"nul-byte"}},
                                  {"\xFF", Failure::other_authorization, {"invalid-utf8"}}});
  check(asked("ANONYMOUS"), {{"", good, {}},
                             {"\xFF", good, {"invalid-utf8"}},
                             {std::string(255, 'x'), good, {}},
                             {std::string(256, 'x'), Failure::malformed, {"trace-too-long"}},
                             {octets("a\0"), Failure::malformed, {"nul-byte"}}});
}

}  // namespace postiche::sasl
