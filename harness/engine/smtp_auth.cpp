// SPDX-License-Identifier: MIT
// AUTH: the exchange between the command and the reply that ends it, RFC 4954 sec 4.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

smtp::Exchange exchange_of(sasl::Failure failure) {
  using sasl::Failure;
  switch (failure) {
    case Failure::cancelled:
      return smtp::Exchange::cancelled;
    case Failure::malformed:
      return smtp::Exchange::malformed;
    case Failure::unexpected_initial_response:
      return smtp::Exchange::unexpected_initial;
    case Failure::mechanism_refused:
      return smtp::Exchange::too_weak;
    default:
      return smtp::Exchange::rejected;
  }
}

// As `sasl.outcome` has it.
std::string_view word_for(const sasl::Step& step, smtp::Exchange outcome) {
  if (step.kind == sasl::Step::Kind::challenge) return "challenged";
  switch (outcome) {
    case smtp::Exchange::accepted:
      return "accepted";
    case smtp::Exchange::cancelled:
      return "cancelled";
    case smtp::Exchange::rejected:
    case smtp::Exchange::too_weak:
      return "rejected";
    default:
      return "malformed";
  }
}

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
    if (known && account.password) return sasl::Account{*account.password, account.mechanisms};
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

sasl::Knowledge SmtpFlow::knowledge() {
  const scenario::ScenarioPtr& scenario = director_.play().scenario;
  sasl::Knowledge known;
  if (scenario->has_accounts) {
    known.find = [scenario](std::string_view user) { return find_account(*scenario, user); };
    known.owner_of_token = [scenario](std::string_view token) {
      return owner_of(*scenario, token);
    };
  }
  known.host = settings().domain;
  known.service = settings().mode == smtp::Mode::lmtp ? "lmtp" : "smtp";
  const std::string question =
      "sasl " + std::to_string(stage_.log->connection()) + " " + std::to_string(++logins_);
  known.nonce = sasl::make_nonce(stage_.world.seed, question);
  known.now = stage_.virtual_now;
  for (const std::string_view word : server_.offer().words("AUTH")) {
    known.offers_plus = known.offers_plus || ascii::to_upper(word).ends_with("-PLUS");
  }
  if (!stage_.tls) return known;
  known.bindings = {stage_.tls->tls_unique, stage_.tls->tls_server_end_point,
                    stage_.tls->tls_exporter};
  if (stage_.tls->client_trusted) known.certificate_name = common_name(stage_.tls->client_subject);
  return known;
}

// What the mechanism makes of the command is known before anybody answers it.
void SmtpFlow::begin_login(const smtp::Command& command) {
  login_ = std::make_unique<Login>();
  login_->mechanism = ascii::to_upper(command.mechanism);
  const sasl::Mechanism* const mechanism = sasl::find(command.mechanism);
  if (mechanism && mechanism->spoken) login_->exchange.emplace(*mechanism, knowledge());
  if (!command.initial_response) {
    if (login_->exchange) login_->see(login_->exchange->begin(std::nullopt));
    return;
  }
  login_->hear(sasl::decode_response(*command.initial_response, sasl::Part::initial_response),
               true);
}

void SmtpFlow::Login::hear(sasl::Response response, bool is_initial) {
  using Heard = sasl::Response::Kind;
  decoded.reset();
  deviations.assign(response.deviations.begin(), response.deviations.end());
  step = {};
  switch (response.kind) {
    case Heard::cancelled:
      if (exchange) exchange->cancel();
      outcome = smtp::Exchange::cancelled;
      return;
    case Heard::malformed:
      outcome = smtp::Exchange::not_base64;
      return;
    case Heard::over_long:
      outcome = smtp::Exchange::too_long;
      return;
    default:
      break;
  }
  decoded = std::move(response.octets);
  outcome = smtp::Exchange::rejected;
  if (!exchange) return;
  see(is_initial ? exchange->begin(*decoded) : exchange->go_on(*decoded));
}

void SmtpFlow::Login::see(sasl::Step next) {
  step = std::move(next);
  outcome =
      step.kind == sasl::Step::Kind::success ? smtp::Exchange::accepted : exchange_of(step.failure);
  for (const std::string_view deviation : exchange->deviations()) {
    if (std::find(deviations.begin(), deviations.end(), deviation) == deviations.end()) {
      deviations.push_back(deviation);
    }
  }
}

void SmtpFlow::describe_login(Scene& scene) const {
  if (!login_) return;
  scene.mechanism = login_->mechanism;
  if (login_->exchange) scene.sasl_user = login_->exchange->user();
  scene.sasl_outcome = word_for(login_->step, login_->outcome);
  if (login_->decoded) scene.sasl_decoded = *login_->decoded;
}

void SmtpFlow::add_login(Fields& fields) const {
  fields.add("sasl", word_for(login_->step, login_->outcome));
  fields.add("mechanism", login_->mechanism);
  if (login_->exchange && !login_->exchange->user().empty()) {
    fields.add("sasl-user", login_->exchange->user());
  }
  for (const std::string_view deviation : login_->deviations) fields.add("deviation", deviation);
}

smtp::Reply SmtpFlow::answer_login() const {
  if (login_->step.kind == sasl::Step::Kind::challenge) {
    return {334, "", sasl::encode_challenge(login_->step.challenge)};
  }
  return server_.answer_sasl(login_->outcome);
}

// --- lines behind the command ---

void SmtpFlow::take_response(const wire::Line& line) {
  const std::string_view raw = stage_.keep(line.raw);
  const std::string_view text = raw.substr(0, line.text.size());
  if (!login_) login_ = std::make_unique<Login>();  // a scenario has said 334 to something else
  login_->hear(sasl::decode_response(text, sasl::Part::response), false);
  Turn turn;
  turn.occasion.kind = Occasion::Kind::sasl;
  turn.over_long = line.over_long;
  const Director::Fit fit = director_.fit_line(turn, text);
  Fields fields;
  add_login(fields);
  if (line.ending == wire::Line::Ending::lf) fields.add("deviation", "bare-lf");
  if (!fit.line.empty()) fields.add("dialogue", fit.line);
  stage_.append(Kind::bytes, Direction::in, raw, fields);
  director_.answer_line(turn, fit, text);
  if (!director_.is_parked()) close_turn(turn);
}

// The reply was said: to AUTH, or to a line behind it.
void SmtpFlow::believe_login(const smtp::Command* command, int code) {
  const bool was_known = server_.authenticated();
  if (login_ && login_->exchange) server_.claim(login_->exchange->user());
  command ? server_.apply(*command, code) : server_.apply_sasl(code);
  if (server_.authenticated() && !was_known) {
    stage_.note(
        {{"note", "authenticated"}, {"name", server_.user()}, {"mechanism", server_.mechanism()}});
  }
}

}  // namespace postiche::engine
