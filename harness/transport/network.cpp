// SPDX-License-Identifier: MIT
#include "harness/transport/network.h"

#include <algorithm>
#include <utility>

#include "harness/base/bug.h"

namespace postiche::transport {
namespace {

// A session that asks again and again to be woken at once would never end.
constexpr int most_turns_at_once = 10'000;

}  // namespace

void Network::connect(std::uint32_t number, engine::Peer peer) {
  Client& client = clients_.try_emplace(number, world_, std::move(peer)).first->second;
  client.session.on_connect(now_);
  follow(number);
}

bool Network::say(std::uint32_t number, std::string_view segment) {
  Client& client = clients_.at(number);
  if (client.is_gone || client.has_ended || client.is_securing) return false;
  if (client.unheard.empty()) {
    hear(client, segment);
  } else {
    client.unheard += segment;
  }
  pump(number, client);
  return true;
}

void Network::hear(Client& client, std::string_view bytes) {
  const std::size_t taken = client.session.on_bytes(bytes, now_);
  client.unheard = bytes.substr(taken);
}

void Network::rest(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (!client.doom.empty()) lose(client, client.doom);
}

void Network::end(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (client.is_gone || std::exchange(client.has_ended, true)) return;
  if (client.is_closing) return lose(client, "fin");
  client.session.on_eof(now_);
  follow(number);
}

void Network::cut(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (client.is_gone || std::exchange(client.has_ended, true)) return;
  client.session.on_cut(now_);
  follow(number);
}

void Network::secure(std::uint32_t number, const tls::Facts& facts) {
  Client& client = clients_.at(number);
  if (client.is_gone || !std::exchange(client.is_securing, false)) return;
  client.session.on_secured(facts, now_);
  follow(number);
}

void Network::fail_tls(std::uint32_t number, std::string_view why) {
  Client& client = clients_.at(number);
  if (client.is_gone || !std::exchange(client.is_securing, false)) return;
  client.session.on_tls_failed(why, engine::Effect::Kind::finish, now_);
  follow(number);
}

const engine::Call& Network::call(std::uint32_t number) const {
  return clients_.at(number).session.call();
}

void Network::answer(std::uint32_t number, std::uint64_t id, const scenario::Answer& answer) {
  Client& client = clients_.at(number);
  if (client.is_gone) return;
  client.session.on_answer(id, answer, now_);
  follow(number);
}

void Network::shut() {
  for (auto& [number, client] : clients_) lose(client, "shutdown");
}

void Network::advance(Instant end) {
  int turns = 0;
  while (now_ < end) {
    const Instant next = std::clamp(deadline(), now_, end);
    turns = next == now_ ? turns + 1 : 0;
    POSTICHE_CHECK(turns < most_turns_at_once);
    now_ = next;
    world_.on_time(now_);
    for (auto& [number, client] : clients_) {
      const auto due = deadline(client);
      if (due && *due <= now_) wake(number, client);
    }
    settle();
  }
}

void Network::settle() {
  bool is_restless = true;
  for (int turns = 0; is_restless && turns < most_turns_at_once; ++turns) {
    is_restless = false;
    for (auto& [number, client] : clients_) {
      if (client.is_gone || !client.session.has_news()) continue;
      wake(number, client);
      is_restless = true;
    }
  }
}

void Network::wake(std::uint32_t number, Client& client) {
  client.session.on_time(now_);
  follow(number);
}

std::optional<Instant> Network::deadline(const Client& client) {
  if (client.is_gone || client.is_closing) return std::nullopt;
  return client.session.deadline();
}

Instant Network::deadline() const {
  Instant next = world_.deadline().value_or(Instant::never());
  for (const auto& [number, client] : clients_) {
    next = std::min(next, deadline(client).value_or(Instant::never()));
  }
  return next;
}

bool Network::is_over(std::uint32_t number) const {
  const Client& client = clients_.at(number);
  return client.is_gone || client.has_ended;
}

void Network::follow(std::uint32_t number) {
  pump(number, clients_.at(number));
  rest(number);
}

void Network::pump(std::uint32_t number, Client& client) {
  while (true) {
    while (!client.is_gone) {
      const auto effect = client.session.next_effect();
      if (!effect) break;
      perform(number, client, *effect);
    }
    if (client.is_gone || client.unheard.empty() || !client.session.hungry()) return;
    hear(client, std::exchange(client.unheard, {}));
  }
}

void Network::perform(std::uint32_t number, Client& client, const engine::Effect& effect) {
  using Kind = engine::Effect::Kind;
  if (effect.kind == Kind::finish) client.doom = "fin";
  if (effect.kind == Kind::reset) client.doom = "rst";
  client.is_closing = client.is_closing || effect.kind == Kind::close;
  client.is_securing = client.is_securing || effect.kind == Kind::begin_tls;
  watcher_(number, effect);
}

void Network::lose(Client& client, std::string_view how) {
  if (std::exchange(client.is_gone, true)) return;
  client.session.on_gone(how, now_);
}

}  // namespace postiche::transport
