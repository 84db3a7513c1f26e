// SPDX-License-Identifier: MIT
// SCRAM, the server's side. RFC 5802 sec 5, 6.

#include <utility>

#include "harness/base/base64.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/mechanisms/gs2.h"
#include "harness/sasl/mechanisms/scram.h"
#include "harness/sasl/prepare.h"

// Theory of operation. Three messages of the client, two of the server:
//
//   client-first   n,,n=user,r=NONCE             whether it binds to the channel, who it is
//   server-first   r=NONCEnonce,s=SALT,i=4096
//   client-final   c=biws,r=NONCEnonce,p=PROOF   the header again, and the proof over all of it
//   server-final   v=SIGNATURE                   the server's own
//   (nothing)
//
// That a user is unknown shows at the end only, as with any real server.

namespace postiche::sasl {

namespace {

// What the client said of channel binding, against what there is: RFC 5802 sec 6.
std::optional<Step> object_to_binding(const Gs2Header& header, Hearing& hearing) {
  const bool plus = is_plus(hearing.mechanism->name);
  if (plus && header.flag != 'p') return hearing.malformed("plus-without-binding");
  if (!plus && header.flag == 'p') return hearing.malformed("binding-without-plus");
  if (header.flag == 'y' && hearing.knowledge.offers_plus) {
    return hearing.fail(Failure::downgrade,
                        "the client believes that -PLUS is not offered, but it is");
  }
  if (plus && hearing.knowledge.bindings.of(header.binding).empty()) {
    return hearing.fail(Failure::binding_unsupported, "this channel has no binding of that type");
  }
  return std::nullopt;
}

}  // namespace

Step ScramServer::hear(std::string_view response, Hearing& hearing) {
  switch (stage_) {
    case Stage::first:
      return hear_first(response, hearing);
    case Stage::final:
      return hear_final(response, hearing);
    case Stage::last:
      break;
  }
  if (!response.empty()) hearing.note("response-to-final-data");
  return hearing.grant();
}

// client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
//                                                                 RFC 5802 sec 7
Step ScramServer::hear_first(std::string_view response, Hearing& hearing) {
  const auto [header, fault] = read_gs2_header(response, hearing.deviations);
  if (!header) return hearing.malformed(fault);
  hearing.identity = prepared_or_same(header->identity, hearing.deviations);
  header_ = response.substr(0, header->size);
  client_first_ = response.substr(header->size);
  const auto attributes = read_scram(client_first_);
  // An extension that must be understood, and none is: RFC 5802 sec 5.1.
  if (client_first_.starts_with("m=")) return hearing.malformed("mandatory-extension");
  if (!attributes || attributes->front().name != 'n') return hearing.malformed("missing-name");
  const auto user = unescape_name(attributes->front().value, hearing.deviations);
  if (!user) return hearing.malformed("bad-escape");
  hearing.user = prepared_or_same(*user, hearing.deviations);
  // It is the client who has to prepare it: RFC 5802 sec 5.1.
  if (hearing.user != *user) hearing.note("unprepared-name");
  if (hearing.user.empty()) return hearing.malformed("empty-user");
  if (attributes->size() < 2 || (*attributes)[1].name != 'r') {
    return hearing.malformed("missing-nonce");
  }
  if (!is_scram_nonce((*attributes)[1].value)) return hearing.malformed("bad-nonce");
  if (attributes->size() > 2) hearing.note("unknown-attribute");
  if (auto objection = object_to_binding(*header, hearing)) return std::move(*objection);
  bound_ = hearing.knowledge.bindings.of(header->binding);
  nonce_ = std::string((*attributes)[1].value) + hearing.knowledge.nonce;
  server_first_ = "r=" + nonce_ + ",s=" + base64::encode(salt(hearing)) +
                  ",i=" + std::to_string(hearing.knowledge.iterations);
  stage_ = Stage::final;
  return hearing.challenge(server_first_);
}

// client-final-message = channel-binding "," nonce ["," extensions] "," proof
//                                                                 RFC 5802 sec 7
Step ScramServer::hear_final(std::string_view response, Hearing& hearing) {
  const auto attributes = read_scram(response);
  if (!attributes || attributes->front().name != 'c') {
    return hearing.malformed("missing-channel-binding");
  }
  if (attributes->size() < 2 || (*attributes)[1].name != 'r') {
    return hearing.malformed("missing-nonce");
  }
  const ScramAttribute& last = attributes->back();
  if (last.name != 'p') return hearing.malformed("missing-proof");
  if (attributes->size() > 3) hearing.note("unknown-attribute");
  const auto binding = base64::decode(attributes->front().value);
  if (!binding) return hearing.malformed("bad-channel-binding");
  const auto proof = base64::decode(last.value);
  if (!proof) return hearing.malformed("bad-proof");
  if ((*attributes)[1].value != nonce_) {
    return hearing.fail(Failure::wrong_nonce, "the nonce is not the one of this exchange");
  }
  if (*binding != header_ + bound_) {
    return hearing.fail(Failure::binding_mismatch,
                        "the client is bound to another channel, or its header was changed");
  }
  const auto known = hearing.account();
  if (!known) return hearing.unknown_user();
  const std::string_view without_proof = response.substr(0, response.rfind(",p="));
  const std::string all = client_first_ + "," + server_first_ + "," + std::string(without_proof);
  const ScramSalting salting{hash_of(hearing.mechanism->id), salt(hearing),
                             hearing.knowledge.iterations};
  const ScramProof wanted = scram_proof(salting, known->password, all);
  if (*proof != wanted.client_proof) return hearing.wrong_password();
  stage_ = Stage::last;
  return hearing.challenge("v=" + base64::encode(wanted.server_signature));
}

// The same for a user each time, as if it stood beside a stored key; unknown users have one too.
std::string ScramServer::salt(const Hearing& hearing) const {
  if (!hearing.knowledge.salt.empty()) return hearing.knowledge.salt;
  const std::string question = hearing.knowledge.host + '\0' + hearing.user;
  return digest::sum(digest::Hash::sha256, question).substr(0, 16);
}

}  // namespace postiche::sasl
