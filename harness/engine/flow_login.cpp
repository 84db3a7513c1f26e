// SPDX-License-Identifier: MIT
// AUTH: the exchange between the command and the reply that ends it, RFC 4422 sec 3.

#include "harness/base/ascii.h"
#include "harness/engine/flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// "alice" of "C=XX, CN=alice": the name that EXTERNAL goes by.
std::string common_name(std::string_view subject) {
  const std::size_t at = subject.rfind("CN=");
  if (at == std::string_view::npos) return std::string(subject);
  const std::string_view rest = subject.substr(at + 3);
  return std::string(rest.substr(0, rest.find(',')));
}

std::optional<sasl::Account> find_account(const scenario::Scenario& scenario,
                                          std::string_view user) {
  for (const scenario::Account& account : scenario.accounts) {
    const auto is_name = [&](std::string_view name) {
      return ascii::equal_ignoring_case(name, user);
    };
    bool known = is_name(account.user);
    for (const std::string& alias : account.aliases) known = known || is_name(alias);
    if (!known) continue;
    return sasl::Account{account.password.value_or(std::string(sasl::default_password)),
                         account.mechanisms, !account.password};
  }
  return std::nullopt;
}

std::optional<std::string> owner_of(const scenario::Scenario& scenario, std::string_view token) {
  for (const scenario::Account& account : scenario.accounts) {
    if (account.password == token) return account.user;
  }
  return std::nullopt;
}

}  // namespace

std::function<std::optional<sasl::Account>(std::string_view)> Flow::account_finder() const {
  const scenario::ScenarioPtr& scenario = director_.play().scenario;
  if (!scenario->has_accounts) return nullptr;
  return [scenario](std::string_view user) { return find_account(*scenario, user); };
}

sasl::Knowledge Flow::sasl_knowledge(std::string_view service,
                                     const std::vector<std::string_view>& offered) {
  const scenario::ScenarioPtr& scenario = director_.play().scenario;
  sasl::Knowledge known;
  known.find = account_finder();
  if (scenario->has_accounts) {
    known.owner_of_token = [scenario](std::string_view token) {
      return owner_of(*scenario, token);
    };
  }
  known.host = director_.play().domain;
  known.service = service;
  const std::string question =
      "sasl " + std::to_string(stage_.log->connection()) + " " + std::to_string(++logins_);
  known.nonce = sasl::make_nonce(stage_.world.seed, question);
  known.now = stage_.virtual_now;
  for (const std::string_view mechanism : offered) {
    known.offers_plus = known.offers_plus || ascii::to_upper(mechanism).ends_with("-PLUS");
  }
  if (!stage_.tls) return known;
  known.bindings = {stage_.tls->tls_unique, stage_.tls->tls_server_end_point,
                    stage_.tls->tls_exporter};
  if (stage_.tls->client_trusted) known.certificate_name = common_name(stage_.tls->client_subject);
  return known;
}

std::optional<std::string_view> Flow::value_of(const Turn&, scenario::Attribute attribute,
                                               std::string_view, Scratch&) const {
  using scenario::Attribute;
  if (!login_) return std::nullopt;
  switch (attribute) {
    case Attribute::mechanism:
      return unless_empty(login_->mechanism());
    case Attribute::sasl_user:
      return unless_empty(login_->user());
    case Attribute::sasl_outcome:
      return login_->word();
    case Attribute::sasl_decoded:
      return login_->decoded();
    default:
      return std::nullopt;
  }
}

void Flow::take_response(const wire::Line& line) {
  const std::string_view raw = stage_.keep(line.raw);
  const std::string_view text = raw.substr(0, line.text.size());
  if (!login_) login_ = std::make_unique<Login>();  // a scenario has said so to something else
  login_->hear(text);
  Turn turn;
  turn.occasion.kind = Occasion::Kind::sasl;
  turn.over_long = line.over_long;
  const Director::Fit fit = director_.fit_line(turn, text);
  Fields fields;
  login_->describe(fields);
  if (line.ending == wire::Line::Ending::lf) fields.add("deviation", "bare-lf");
  if (!fit.line.empty()) fields.add("dialogue", fit.line);
  stage_.append(Kind::bytes, Direction::in, raw, fields);
  director_.answer_line(turn, fit, text);
  if (!director_.is_parked()) close_turn(turn);
}

void Flow::note_authenticated(std::string_view user, std::string_view mechanism) {
  stage_.note({{"note", "authenticated"}, {"name", user}, {"mechanism", mechanism}});
}

}  // namespace postiche::engine
