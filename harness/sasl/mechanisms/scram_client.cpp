// SPDX-License-Identifier: MIT
// SCRAM, the client's side. RFC 5802 sec 5, 6.

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/gs2.h"
#include "harness/sasl/mechanisms/scram.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

// What a server may make us compute; ten times what careful ones ask for.
constexpr std::uint64_t most_iterations = 100'000;

// With -PLUS the best that the channel has. Without it: we would have bound to the channel, but the
// server did not offer it ('y'), or there is nothing to bind to ('n'). RFC 5802 sec 6
char flag_of(const Speaking& speaking, std::string_view binding) {
  if (is_plus(speaking.mechanism->name)) return 'p';
  return binding.empty() ? 'n' : 'y';
}

std::string quoted_nonce(std::string_view nonce) { return ",r=" + std::string(nonce); }

}  // namespace

std::optional<std::string> ScramClient::initial(Speaking& speaking) {
  const Credentials& own = speaking.credentials;
  const std::string_view best = own.bindings.best();
  const char flag = flag_of(speaking, best);
  if (flag == 'p' && best.empty()) return std::nullopt;
  const std::string_view binding = flag == 'p' ? best : std::string_view();
  header_ = gs2_header(flag, binding, own.identity);
  bound_ = own.bindings.of(binding);
  client_first_ = "n=" + escape_name(prepared_or_same(own.user)) + quoted_nonce(own.nonce);
  return header_ + client_first_;
}

std::optional<std::string> ScramClient::answer(std::string_view challenge, Speaking& speaking) {
  if (client_first_.empty()) return speaking.give_up("this channel has nothing to bind to");
  if (speaking.satisfied) return speaking.give_up("the server asks on where all is said");
  return expected_.empty() ? answer_first(challenge, speaking) : answer_final(challenge, speaking);
}

// server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
//                                                                 RFC 5802 sec 7
std::optional<std::string> ScramClient::answer_first(std::string_view challenge,
                                                     Speaking& speaking) {
  const Credentials& own = speaking.credentials;
  const auto attributes = read_scram(challenge);
  if (!attributes || attributes->size() < 3 || (*attributes)[0].name != 'r' ||
      (*attributes)[1].name != 's' || (*attributes)[2].name != 'i') {
    return speaking.give_up("the server's first message is malformed");
  }
  const std::string_view nonce = (*attributes)[0].value;
  if (!is_scram_nonce(nonce) || !nonce.starts_with(own.nonce) || nonce.size() == own.nonce.size()) {
    return speaking.give_up("the server's nonce does not begin with ours, or adds nothing to it");
  }
  const auto salt = base64::decode((*attributes)[1].value);
  if (!salt || salt->empty()) return speaking.give_up("the server's salt is no base64");
  const auto iterations = ascii::parse_number((*attributes)[2].value);
  if (!iterations || *iterations == 0 || *iterations > most_iterations) {
    return speaking.give_up("the server's number of iterations is not between 1 and " +
                            std::to_string(most_iterations));
  }
  const std::string without_proof = "c=" + base64::encode(header_ + bound_) + quoted_nonce(nonce);
  const std::string all = client_first_ + "," + std::string(challenge) + "," + without_proof;
  const ScramSalting salting{hash_of(speaking.mechanism->id), *salt,
                             static_cast<std::uint32_t>(*iterations)};
  const ScramProof proof = scram_proof(salting, own.secret, all);
  expected_ = "v=" + base64::encode(proof.server_signature);
  return without_proof + ",p=" + base64::encode(proof.client_proof);
}

// server-final-message = (server-error / verifier) ["," extensions]
//                                                                 RFC 5802 sec 7
std::optional<std::string> ScramClient::answer_final(std::string_view challenge,
                                                     Speaking& speaking) {
  if (challenge.starts_with("e=")) {
    return speaking.give_up("the server says " + std::string(challenge.substr(2)));
  }
  if (challenge.substr(0, challenge.find(',')) != expected_) {
    return speaking.give_up("the server does not prove that it knows the password");
  }
  speaking.satisfied = true;
  return "";
}

}  // namespace postiche::sasl
