// SPDX-License-Identifier: MIT
#include "harness/engine/world.h"

namespace postiche::engine {
namespace {

mail::Message message_from(const scenario::StoredMessage& stored, const std::string& from,
                           const std::string& to) {
  mail::Message message;
  message.reverse_path = stored.from.value_or(from);
  message.recipients = {stored.to.value_or(to)};
  message.recipient_parameters = {""};
  message.content.append(*stored.content, stored.content);
  return message;
}

}  // namespace

World::World(scenario::ScenarioPtr given, VirtualTime start, std::size_t transcript_limit,
             std::uint64_t chance_seed)
    : scenario(std::move(given)),
      clock(scenario->clock.start.value_or(start), scenario->clock.speed, Instant{}),
      tallies(*scenario, memory),
      transcript(transcript_limit),
      seed(chance_seed) {
  play = make_play(scenario->smtp);
  stock();
}

PlayPtr World::make_play(const scenario::Smtp& section) {
  auto made = std::make_shared<const Play>(scenario, section, seed, rules_);
  tallies.heed(section.rules);
  rules_ += section.rules.size();
  return made;
}

// What the store has before anybody connects.
void World::stock() {
  if (scenario->has_accounts) store.close_to_strangers();
  for (const scenario::Account& account : scenario->accounts) {
    store.add_account(mail::Account{account.user, account.aliases, account.quota});
  }
  for (const auto& [domain, messages] : scenario->queue) {
    for (const scenario::StoredMessage& message : messages) {
      store.enqueue(domain, message_from(message, "postmaster@" + play->settings.domain,
                                         "postmaster@" + domain));
    }
  }
}

void World::reset() {
  store.clear();
  memory.clear();
  variables.clear();
  transcript.clear();
}

void World::note(Instant now, const transcript::Fields& fields) {
  const auto log = transcript.open(0);
  transcript.append(*log, transcript::Kind::note, transcript::Direction::none, now, clock.at(now),
                    {}, fields);
  transcript.close(*log);
}

}  // namespace postiche::engine
