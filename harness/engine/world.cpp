// SPDX-License-Identifier: MIT
#include "harness/engine/world.h"

#include <algorithm>

#include "harness/engine/stock.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::engine {
namespace {

// So that no mailbox has one that it has had in an earlier run: RFC 9051 sec 2.3.1.1.
std::uint32_t uid_validity_at(VirtualTime start) {
  const auto seconds = static_cast<std::uint64_t>(start.ns) / 1'000'000'000;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(seconds, 1, 0x7FFFFFFF));
}

}  // namespace

std::string_view name(Outage::Kind kind) {
  switch (kind) {
    case Outage::Kind::refuse:
      return "refuse";
    case Outage::Kind::reset:
      return "reset";
    default:
      return "stop";
  }
}

World::World(scenario::ScenarioPtr given, VirtualTime start, std::size_t transcript_limit,
             std::uint64_t chance_seed)
    : scenario(std::move(given)),
      store({}, uid_validity_at(scenario->clock.start.value_or(start))),
      clock(scenario->clock.start.value_or(start), scenario->clock.speed, Instant{}),
      tallies(*scenario, memory),
      transcript(transcript_limit),
      seed(chance_seed),
      began_(clock.at(Instant{})) {
  prepare();
  if (scenario->has_accounts) store.close_to_strangers();
  for (const scenario::Account& account : scenario->accounts) {
    store.add_account({account.user, account.aliases, account.quota, account.since});
  }
  accounts_of_ = scenario;
  stock();
}

void World::prepare() {
  plays_.clear();
  armed_.clear();
  for (const scenario::Route& route : scenario->route) armed_.push_back(route.armed);
  phase_ = 0;
  phase_over_ = false;
  // The tallies count from the start.
  plays(service_of(name(scenario::Protocol::smtp)));
  for (const auto& [protocol, section] : scenario->sections) plays(service_of(name(protocol)));
}

const std::vector<PlayPtr>& World::plays(const Service& service) {
  std::vector<PlayPtr>& all = plays_[{service.protocol, service.mode}];
  if (!all.empty()) return all;
  std::vector<PlayPtr> routes;
  for (const scenario::Route& route : scenario->route) {
    const bool leads = route.serves(service.protocol);
    const auto& section = section_of(route.sections, service.protocol);
    routes.push_back(leads ? make_play(section, service) : nullptr);
  }
  const auto add = [&](const scenario::Sections& sections, const std::string& phase) {
    const auto play = make_play(section_of(sections, service.protocol), service);
    play->phase = phase;
    play->routes = routes;
    all.push_back(play);
  };
  for (const scenario::Phase& phase : scenario->phases) add(phase.sections, phase.name);
  if (all.empty()) add(scenario->sections, "");
  return all;
}

PlayPtr World::begin(const Service& service) {
  if (phase_over_ && !by_hand_ && phase_ + 1 < scenario->phases.size()) ++phase_;
  phase_over_ = false;
  return plays(service).at(phase_);
}

void World::happened(scenario::Event event, std::string_view verb) {
  if (scenario->phases.empty()) return;
  const auto& until = scenario->phases[phase_].until;
  const scenario::Event wanted = until ? until->event : scenario::Event::close;
  if (event == wanted && (!until || scenario::covers(until->verb, verb))) phase_over_ = true;
}

void World::enter_phase(std::size_t index) {
  phase_ = std::min(index, std::max<std::size_t>(1, scenario->phases.size()) - 1);
  by_hand_ = true;
}

bool World::take_route(std::size_t index) {
  if (!armed_[index]) return false;
  armed_[index] = false;
  return true;
}

bool World::arm(std::string_view route) {
  bool found = false;
  for (std::size_t i = 0; i < armed_.size(); ++i) {
    if (scenario->route[i].name != route) continue;
    armed_[i] = found = true;
  }
  return found;
}

std::shared_ptr<Play> World::make_play(const scenario::Section& section, const Service& service) {
  std::vector<std::size_t> numbers;
  for (const scenario::Rule& rule : section.rules) {
    const auto [known, is_new] =
        numbers_.emplace(std::pair(rule.name, rule.place.text()), last_number_);
    if (is_new) ++last_number_;
    numbers.push_back(known->second);
  }
  tallies.heed(section.rules);
  return std::make_shared<Play>(scenario, section, service, seed, std::move(numbers));
}

// The mail that is there before anybody connects.
void World::stock() {
  for (const scenario::Account& account : accounts_of_->accounts) {
    store::MailboxTree& tree = *store.mailboxes_of(account.user);
    for (const auto& [name, messages] : account.mailboxes) {
      tree.create(name);
      const auto mailbox = tree.find(name);
      for (const scenario::StoredMessage& message : messages)
        engine::stock(message, *mailbox, began_);
    }
  }
  for (const auto& [domain, messages] : accounts_of_->queue) {
    for (const scenario::StoredMessage& message : messages) enqueue(domain, message);
  }
}

void World::enqueue(const std::string& domain, const scenario::StoredMessage& stored) {
  store::Mailbox all(1);
  engine::stock(stored, all, began_);
  mail::Message message;
  message.reverse_path = stored.from.value_or("postmaster@" + plays({}).front()->domain);
  message.recipients = {stored.to.value_or("postmaster@" + domain)};
  message.recipient_parameters = {""};
  for (const store::Message& one : all.messages()) {
    message.content = *one.body.read();
    store.enqueue(domain, message);
  }
}

bool World::is_finished(VirtualTime now) const {
  const scenario::Finish& finish = scenario->finish;
  const std::size_t closed = transcript.connections() - transcript.open_logs().size();
  return (finish.messages && accepted >= *finish.messages) ||
         (finish.sessions && closed >= *finish.sessions) ||
         (finish.time && now - began_ >= *finish.time);
}

void World::replace(scenario::ScenarioPtr next) {
  former_.push_back(std::exchange(scenario, std::move(next)));
  // Nothing is remembered of rules that may mean something else now.
  numbers_.clear();
  tallies = TallyBook(*scenario, memory);
  prepare();
}

void World::reset() {
  prepare();
  accepted = 0;
  store.clear();
  stock();
  memory.clear();
  variables.clear();
  logins.clear();
  arrivals_.clear();
  errands_.clear();
  outage_.reset();
  transcript.clear();
}

void World::send(Errand errand) {
  constexpr std::size_t most = 1000;
  if (errands_.size() < most) errands_.push_back(std::move(errand));
}

std::optional<Errand> World::next_errand() {
  if (errands_.empty()) return std::nullopt;
  Errand errand = std::move(errands_.front());
  errands_.pop_front();
  return errand;
}

bool World::deliver_later(VirtualTime due, mail::Message message) {
  constexpr std::size_t most = 10'000;
  if (arrivals_.size() >= most) return false;
  arrivals_.emplace(due, std::move(message));
  return true;
}

void World::on_time(Instant now) {
  const VirtualTime virtual_now = clock.at(now);
  if (outage_ && outage_->until <= virtual_now) end_outage(now);
  while (!arrivals_.empty() && arrivals_.begin()->first <= virtual_now) {
    mail::Message message = std::move(arrivals_.begin()->second);
    message.received_at = arrivals_.begin()->first;
    arrivals_.erase(arrivals_.begin());
    const std::string to = message.recipients.front();
    const auto id = store.deliver(std::move(message));
    note(now, {{"note", id ? "arrived" : "lost"}, {"name", "mail for " + to}});
  }
}

std::optional<Instant> World::deadline() const {
  VirtualTime due = outage_ ? outage_->until : VirtualTime::never();
  if (!arrivals_.empty()) due = std::min(due, arrivals_.begin()->first);
  const Instant real = clock.real(due);
  return real.is_never() ? std::nullopt : std::optional(real);
}

void World::begin_outage(const Outage& outage, Instant now) {
  outage_ = outage;
  const std::string words = "begins: " + std::string(name(outage.kind));
  note(now, {{"note", "outage"}, {"name", words}});
}

void World::end_outage(Instant now) {
  if (!outage_) return;
  outage_.reset();
  note(now, {{"note", "outage"}, {"name", "over"}});
}

void World::note(Instant now, const transcript::Fields& fields) {
  const auto log = transcript.open(0);
  transcript.append(*log, transcript::Kind::note, transcript::Direction::none, now, clock.at(now),
                    {}, fields);
  transcript.close(*log);
}

}  // namespace postiche::engine
