// SPDX-License-Identifier: MIT
#include "harness/base/ascii.h"
#include "harness/sasl/line.h"
#include "harness/smtp/client.h"

// AUTH of the sending side: RFC 4954 sec 4.

namespace postiche::smtp {

namespace {

constexpr std::size_t longest_command = 512;  // RFC 4954 sec 4, CRLF included

}  // namespace

// Whether it may be taken without being named.
bool Client::is_usable(const sasl::Mechanism& mechanism) const {
  const bool binds = mechanism.tls == sasl::TlsFacts::channel_binding;
  if (binds && bindings_.best().empty() && settings_.credentials->bindings.best().empty()) {
    return false;
  }
  if (mechanism.secret == sasl::Secret::none || mechanism.secret == sasl::Secret::token) {
    return false;
  }
  return mechanism.spoken && (secured_ || !mechanism.sends_secret());
}

const sasl::Mechanism* Client::choose_mechanism() const {
  const auto offered = offer_.words("AUTH");
  for (const std::string& name : settings_.mechanisms) {
    const sasl::Mechanism* const known = sasl::find(name);
    if (known && ascii::contains_ignoring_case(offered, name)) return known;
  }
  if (!settings_.mechanisms.empty()) return nullptr;
  for (const sasl::Mechanism& each : sasl::mechanisms()) {
    if (ascii::contains_ignoring_case(offered, each.name) && is_usable(each)) return &each;
  }
  return nullptr;
}

void Client::begin_auth() {
  const sasl::Mechanism* const mechanism = choose_mechanism();
  if (!mechanism) {
    return fail({451, "4.7.0", "The receiver offers no way to authenticate that we have"},
                Whose::ours);
  }
  sasl::Credentials own = *settings_.credentials;
  if (own.bindings.best().empty()) own.bindings = bindings_;
  exchange_.emplace(*mechanism, own);
  const std::string command = "AUTH " + std::string(mechanism->name);
  std::string line = command;
  if (const auto initial = exchange_->begin(sasl::InitialResponse::allowed)) {
    line += " " + sasl::encode_response(*initial, sasl::Part::initial_response);
  }
  if (line.size() + 2 > longest_command) {
    exchange_.emplace(*mechanism, std::move(own));
    exchange_->begin(sasl::InitialResponse::held_back);
    line = command;
  }
  say(line, {Awaited::auth});
}

void Client::on_auth(const Reply& reply) {
  if (reply.code >= 300 && reply.code < 400) return answer_auth(reply);
  if (fate_of(reply) == Fate::delivered && exchange_->believes_success() && !gave_up_auth_) {
    authenticated_ = true;
    return go_on();
  }
  if (fate_of(reply) != Fate::delivered && !gave_up_auth_) return fail(reply, Whose::receivers);
  const std::string& trouble = exchange_->trouble();
  fail({451, "4.7.0",
        trouble.empty() ? "The receiver has not proven that it knows the password"
                        : "We gave up to authenticate: " + trouble},
       Whose::ours);
}

void Client::answer_auth(const Reply& reply) {
  const std::string_view line = std::string_view(reply.text).substr(0, reply.text.find('\n'));
  const sasl::Response challenge = sasl::decode_response(line, sasl::Part::response);
  std::optional<std::string> answer;
  if (challenge.kind == sasl::Response::Kind::octets && !gave_up_auth_) {
    answer = exchange_->answer(challenge.octets);
  }
  // Where even giving up is answered with a challenge, nothing can be agreed on.
  if (!answer && gave_up_auth_) {
    return end({451, "4.7.0", "The receiver does not let us give up to authenticate"}, Whose::ours);
  }
  gave_up_auth_ = !answer;
  say(answer ? sasl::encode_response(*answer, sasl::Part::response) : "*", {Awaited::auth});
}

}  // namespace postiche::smtp
