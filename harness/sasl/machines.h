// SPDX-License-Identifier: MIT
#pragma once
// The machines of the mechanisms, values all: one for each side, each in mechanisms/. An exchange
// holds one of them. Not for users.
//
// The server's have open(), the challenge to begin with, and hear(), which takes a response. The
// client's have initial(), nothing where the server speaks first, and answer(), which takes a
// challenge and gives nothing where it gives up. Each ends after a few steps whatever it is told.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/base/digest.h"
#include "harness/sasl/hearing.h"
#include "harness/sasl/speaking.h"

namespace postiche::sasl {

struct Directive;  // mechanisms/digest_md5.h

// Where the client speaks first, the server asks it to with an empty challenge: RFC 4422 sec 5.
struct ClientFirst {
  Step open(Hearing& hearing) const { return hearing.challenge(""); }
};

// One message, and all is said.
struct OneMessage {
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking) const;
};

struct PlainServer : ClientFirst {
  Step hear(std::string_view response, Hearing& hearing);
};
struct PlainClient : OneMessage {
  std::optional<std::string> initial(Speaking& speaking) const;
};

class LoginServer {
 public:
  Step open(Hearing& hearing) const;
  Step hear(std::string_view response, Hearing& hearing);

 private:
  bool has_user_ = false;
};
class LoginClient {
 public:
  std::optional<std::string> initial(Speaking&) const { return std::nullopt; }
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);

 private:
  int asked_ = 0;
};

class CramMd5Server {
 public:
  Step open(Hearing& hearing) const;
  Step hear(std::string_view response, Hearing& hearing);
};
class CramMd5Client {
 public:
  std::optional<std::string> initial(Speaking&) const { return std::nullopt; }
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);
};

class DigestMd5Server {
 public:
  Step open(Hearing& hearing) const;
  Step hear(std::string_view response, Hearing& hearing);

 private:
  bool proven_ = false;  // all but the client's empty last response
};
class DigestMd5Client {
 public:
  std::optional<std::string> initial(Speaking&) const { return std::nullopt; }
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);

 private:
  std::optional<std::string> answer_first(const std::vector<Directive>& directives,
                                          Speaking& speaking);

  std::string expected_;  // the digest with which the server proves itself; empty before
};

// Both of SHA-1 and SHA-256, with channel binding and without.
class ScramServer : public ClientFirst {
 public:
  Step hear(std::string_view response, Hearing& hearing);

 private:
  enum class Stage : std::uint8_t { first, final, last };
  Step hear_first(std::string_view response, Hearing& hearing);
  Step hear_final(std::string_view response, Hearing& hearing);
  std::string salt(const Hearing& hearing) const;

  Stage stage_ = Stage::first;
  std::string header_;        // gs2-header
  std::string bound_;         // octets of the channel binding
  std::string client_first_;  // without the header
  std::string server_first_;
  std::string nonce_;  // both parts
};
class ScramClient {
 public:
  std::optional<std::string> initial(Speaking& speaking);
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);

 private:
  std::optional<std::string> answer_first(std::string_view challenge, Speaking& speaking);
  std::optional<std::string> answer_final(std::string_view challenge, Speaking& speaking);

  std::string header_, bound_;
  std::string client_first_;  // without the header
  std::string expected_;      // "v=...", with which the server proves itself; empty before
};

// What both mechanisms of tokens have in common, in mechanisms/oauth.cpp: the server explains a
// refusal in a challenge, and refuses once the client has answered that with a dummy.
class TokenServer : public ClientFirst {
 protected:
  // Nothing, unless this response answers an explanation.
  std::optional<Step> hear_dummy(std::string_view response, std::string_view dummy,
                                 Hearing& hearing) const;
  // What the token has come to: success, or first the explanation.
  Step settle(Step step, std::string_view explanation, const Hearing& hearing);

 private:
  std::optional<Step> failure_;  // to come once the client has taken note of the error
};
class TokenClient {
 protected:
  std::optional<std::string> answer_explanation(std::string_view challenge, std::string_view dummy,
                                                Speaking& speaking);

 private:
  bool refused_ = false;
};

struct OauthbearerServer : TokenServer {
  Step hear(std::string_view response, Hearing& hearing);
};
struct OauthbearerClient : TokenClient {
  std::optional<std::string> initial(Speaking& speaking) const;
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);
};

struct Xoauth2Server : TokenServer {
  Step hear(std::string_view response, Hearing& hearing);
};
struct Xoauth2Client : TokenClient {
  std::optional<std::string> initial(Speaking& speaking) const;
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);
};

struct ExternalServer : ClientFirst {
  Step hear(std::string_view response, Hearing& hearing);
};
struct ExternalClient : OneMessage {
  std::optional<std::string> initial(Speaking& speaking) const;
};

struct AnonymousServer : ClientFirst {
  Step hear(std::string_view response, Hearing& hearing);
};
struct AnonymousClient : OneMessage {
  std::optional<std::string> initial(Speaking& speaking) const;
};

// NTLM: known by name.
struct UnspokenServer {
  Step open(Hearing& hearing) const;
  Step hear(std::string_view, Hearing& hearing) const { return open(hearing); }
};
struct UnspokenClient {
  std::optional<std::string> initial(Speaking&) const { return std::nullopt; }
  std::optional<std::string> answer(std::string_view challenge, Speaking& speaking);
};

using ServerMachine =
    std::variant<UnspokenServer, PlainServer, LoginServer, CramMd5Server, DigestMd5Server,
                 ScramServer, OauthbearerServer, Xoauth2Server, ExternalServer, AnonymousServer>;
using ClientMachine =
    std::variant<UnspokenClient, PlainClient, LoginClient, CramMd5Client, DigestMd5Client,
                 ScramClient, OauthbearerClient, Xoauth2Client, ExternalClient, AnonymousClient>;

// Of the hash that the mechanism's name has: SCRAM only.
digest::Hash hash_of(Id id);

}  // namespace postiche::sasl
