// SPDX-License-Identifier: MIT
#include "harness/sasl/exchange.h"

#include <utility>

#include "harness/base/bug.h"

namespace postiche::sasl {

namespace {

struct Machines {
  ServerMachine server;
  ClientMachine client;
};

Machines machines_of(Id id) {
  switch (id) {
    case Id::scram_sha_256_plus:
    case Id::scram_sha_1_plus:
    case Id::scram_sha_256:
    case Id::scram_sha_1:
      return {ScramServer(), ScramClient()};
    case Id::oauthbearer:
      return {OauthbearerServer(), OauthbearerClient()};
    case Id::xoauth2:
      return {Xoauth2Server(), Xoauth2Client()};
    case Id::external:
      return {ExternalServer(), ExternalClient()};
    case Id::digest_md5:
      return {DigestMd5Server(), DigestMd5Client()};
    case Id::cram_md5:
      return {CramMd5Server(), CramMd5Client()};
    case Id::plain:
      return {PlainServer(), PlainClient()};
    case Id::login:
      return {LoginServer(), LoginClient()};
    case Id::anonymous:
      return {AnonymousServer(), AnonymousClient()};
    case Id::ntlm:
      break;
  }
  return {};
}

}  // namespace

Step UnspokenServer::open(Hearing& hearing) const {
  return hearing.fail(Failure::not_spoken,
                      std::string(hearing.mechanism->name) + " is known by name only");
}

std::optional<std::string> UnspokenClient::answer(std::string_view, Speaking& speaking) {
  return speaking.give_up(std::string(speaking.mechanism->name) + " is known by name only");
}

std::optional<std::string> OneMessage::answer(std::string_view, Speaking& speaking) const {
  return speaking.give_up("the server asks on where all is said");
}

ServerExchange::ServerExchange(const Mechanism& mechanism, Knowledge knowledge)
    : hearing_{&mechanism, std::move(knowledge), {}, {}, {}, {}, {}},
      machine_(machines_of(mechanism.id).server) {}

Step ServerExchange::begin(std::optional<std::string_view> initial_response) {
  if (stage_ != Stage::fresh) return keep(hearing_.fail(Failure::out_of_order, "it has begun"));
  stage_ = Stage::open;
  const auto open = [&](auto& machine) { return machine.open(hearing_); };
  if (!initial_response || !mechanism().spoken) return keep(std::visit(open, machine_));
  if (mechanism().first == Side::client) return go_on(*initial_response);
  if (mechanism().id != Id::login) {
    return keep(hearing_.fail(Failure::unexpected_initial_response,
                              "in " + std::string(mechanism().name) + " the server speaks first"));
  }
  // It speaks first in LOGIN too, but says nothing of use, and clients know that.
  hearing_.note("initial-response");
  return go_on(*initial_response);
}

Step ServerExchange::go_on(std::string_view response) {
  if (stage_ != Stage::open) {
    return keep(hearing_.fail(Failure::out_of_order, "there is nothing to respond to"));
  }
  return keep(
      std::visit([&](auto& machine) { return machine.hear(response, hearing_); }, machine_));
}

Step ServerExchange::cancel() {
  return keep(hearing_.fail(Failure::cancelled, "the client gave up"));
}

Step ServerExchange::keep(Step step) {
  if (step.kind != Step::Kind::challenge) stage_ = Stage::ended;
  return step;
}

const std::string& ServerExchange::authorization_identity() const {
  return hearing_.identity.empty() ? hearing_.user : hearing_.identity;
}

ClientExchange::ClientExchange(const Mechanism& mechanism, Credentials credentials)
    : speaking_{&mechanism, std::move(credentials), false, {}},
      machine_(machines_of(mechanism.id).client) {}

std::optional<std::string> ClientExchange::begin(InitialResponse allowed) {
  const auto initial = [&](auto& machine) { return machine.initial(speaking_); };
  auto response = std::visit(initial, machine_);
  if (allowed == InitialResponse::allowed) return response;
  held_back_ = std::move(response);
  return std::nullopt;
}

std::optional<std::string> ClientExchange::answer(std::string_view challenge) {
  // Whatever it says: it has been asked, and nobody puts anything of use into this one.
  if (held_back_) return std::exchange(held_back_, std::nullopt);
  return std::visit([&](auto& machine) { return machine.answer(challenge, speaking_); }, machine_);
}

}  // namespace postiche::sasl
