// SPDX-License-Identifier: MIT
#include "harness/server/conversation.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "harness/engine/session.h"
#include "harness/engine/world.h"
#include "harness/scenario/answer.h"
#include "harness/scenario/language.h"
#include "harness/server/mailroom.h"

namespace postiche::server {
namespace {

using engine::Effect;

// A session that asks again and again to be woken at once would never end.
constexpr int most_turns_at_once = 10'000;

struct Client {
  std::unique_ptr<engine::Session> session;
  std::string told;
  std::string overflow;        // said, and not yet taken for want of room
  bool has_ended = false;      // the client's direction
  bool is_closed = false;      // the server's
  bool is_gone = false;        // both
  const char* lost = nullptr;  // how the connection goes as soon as all is done that is to be
};

Error no_such_service(const std::string& name) {
  std::vector<std::string_view> names;
  for (const scenario::ServiceRow& row : scenario::services()) names.push_back(row.word);
  return {{}, "no service is named '" + name + "'", did_you_mean(name, names)};
}

bool is_service(const std::string& name) {
  const auto rows = scenario::services();
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.word == name; });
}

}  // namespace

class Conversation::Impl {
 public:
  Impl(scenario::ScenarioPtr scenario, VirtualTime start) : world(std::move(scenario), start) {
    // Nothing goes by itself here, so that only the way matters.
    world.clock.set_speed(1.0, now);
  }

  std::uint32_t open(const std::string& service) {
    engine::Peer peer;
    peer.address = "127.0.0.1";
    peer.listener = service;
    const std::uint32_t number = ++last_;
    Client& client = clients[number];
    client.session = std::make_unique<engine::Session>(world, std::move(peer));
    client.session->on_connect(now);
    settle();
    return number;
  }

  void say(std::uint32_t number, std::string_view octets) {
    Client& client = clients.at(number);
    if (client.is_gone || client.has_ended) return;
    client.overflow += octets;
    feed(client);
    settle();
  }

  void end(std::uint32_t number) {
    Client& client = clients.at(number);
    if (client.is_gone || std::exchange(client.has_ended, true)) return;
    client.session->on_eof(now);
    settle();
  }

  void abort(std::uint32_t number) {
    lose(clients.at(number), "rst");
    settle();
  }

  std::optional<HookCall> next_call() {
    while (!calls_.empty()) {
      HookCall call = std::move(calls_.front());
      calls_.pop_front();
      if (!call.hook.empty()) return call;
      answer(call.id, scenario::no_answer("web servers are not asked in memory"));
    }
    return std::nullopt;
  }

  void answer(std::uint64_t id, const scenario::Answer& answer) {
    const auto asked = asked_.find(id);
    if (asked == asked_.end()) return;
    Client& client = clients.at(asked->second);
    asked_.erase(asked);
    if (!client.is_gone) client.session->on_answer(id, answer, now);
    settle();
  }

  // From deadline to deadline.
  void advance(Duration by) {
    const Instant end = now + by;
    int turns = 0;
    while (now < end) {
      const Instant next = std::clamp(deadline(), now, end);
      turns = next == now ? turns + 1 : 0;
      POSTICHE_CHECK(turns < most_turns_at_once);
      now = next;
      world.on_time(now);
      wake();
      settle();
    }
  }

  // Those who wait for news have them.
  void settle() {
    bool is_restless = true;
    for (int turns = 0; is_restless && turns < most_turns_at_once; ++turns) {
      is_restless = false;
      for (auto& [number, client] : clients) {
        pump(number, client);
        if (client.is_gone || !client.session->has_news()) continue;
        client.session->on_time(now);
        is_restless = true;
      }
    }
  }

  std::mutex mutex;
  engine::World world;
  Instant now{};
  std::map<std::uint32_t, Client> clients;

 private:
  Instant deadline() const {
    Instant next = world.deadline().value_or(Instant::never());
    for (const auto& [number, client] : clients) {
      if (client.is_gone || client.is_closed) continue;
      next = std::min(next, client.session->deadline().value_or(Instant::never()));
    }
    return next;
  }

  void wake() {
    for (auto& [number, client] : clients) {
      if (client.is_gone || client.is_closed) continue;
      const auto due = client.session->deadline();
      if (due && *due <= now) client.session->on_time(now);
    }
  }

  void feed(Client& client) {
    const std::string octets = std::exchange(client.overflow, {});
    const std::size_t taken = client.session->on_bytes(octets, now);
    client.overflow = octets.substr(taken);
  }

  void pump(std::uint32_t number, Client& client) {
    while (!client.is_gone) {
      while (const auto effect = client.session->next_effect()) perform(number, client, *effect);
      if (client.lost) return lose(client, client.lost);
      const std::size_t waiting = client.overflow.size();
      if (waiting == 0 || !client.session->hungry()) return;
      feed(client);
      if (client.overflow.size() == waiting) return;
    }
  }

  void perform(std::uint32_t number, Client& client, const Effect& effect) {
    switch (effect.kind) {
      case Effect::Kind::send:
        // What is said without end would fill all memory.
        if (client.told.size() < SessionView::most_copied) client.told += effect.bytes;
        return;
      case Effect::Kind::half_close:
        client.is_closed = true;
        return;
      case Effect::Kind::close:  // the client follows at once
      case Effect::Kind::finish:
      case Effect::Kind::break_tls:
        client.lost = "fin";
        return;
      case Effect::Kind::reset:
        client.lost = "rst";
        return;
      case Effect::Kind::call:
        return ask(number, client.session->call());
      case Effect::Kind::begin_tls:
        return begin_tls(client, effect);
      case Effect::Kind::compress:
        return;
    }
  }

  void ask(std::uint32_t number, const engine::Call& call) {
    asked_[call.id] = number;
    calls_.push_back({call.id, call.protocol, call.url.empty() ? call.hook : "", call.facts});
  }

  void begin_tls(Client& client, const Effect& effect) {
    if (effect.tls && effect.tls->breaks) {
      return client.session->on_tls_failed("broken off, as the scenario wants it",
                                           Effect::Kind::finish, now);
    }
    tls::Facts facts;
    facts.version = "TLSv1.3";
    facts.cipher = "none: in memory";
    client.session->on_secured(facts, now);
  }

  void lose(Client& client, const char* how) {
    if (std::exchange(client.is_gone, true)) return;
    client.is_closed = true;
    client.session->on_gone(how, now);
  }

  std::uint32_t last_ = 0;
  std::deque<HookCall> calls_;
  std::map<std::uint64_t, std::uint32_t> asked_;  // who waits for the answer to which call
};

class Conversation::Held {
 public:
  explicit Held(Impl& impl) : lock_(impl.mutex), impl_(impl) {}
  Impl* operator->() const { return &impl_; }

 private:
  std::lock_guard<std::mutex> lock_;
  Impl& impl_;
};
Conversation::Held Conversation::held() const { return Held(*impl_); }

Conversation::Conversation(scenario::ScenarioPtr scenario, VirtualTime start)
    : impl_(std::make_unique<Impl>(std::move(scenario), start)) {}
Conversation::~Conversation() = default;

Result<std::uint32_t> Conversation::open(const std::string& service) {
  if (!is_service(service)) return no_such_service(service);
  const Held impl = held();
  const auto& outage = impl->world.outage();
  if (outage && outage->kind == engine::Outage::Kind::refuse) {
    return Error{{}, "the connection is refused", "an outage of the scenario has begun"};
  }
  return impl->open(service);
}

void Conversation::say(std::uint32_t client, std::string_view octets) {
  held()->say(client, octets);
}
void Conversation::end(std::uint32_t client) { held()->end(client); }
void Conversation::abort(std::uint32_t client) { held()->abort(client); }
std::string Conversation::told(std::uint32_t client) const {
  return held()->clients.at(client).told;
}
bool Conversation::is_closed(std::uint32_t client) const {
  const Held impl = held();
  const Client& at_hand = impl->clients.at(client);
  return at_hand.is_closed || at_hand.has_ended;
}

std::optional<HookCall> Conversation::next_call() { return held()->next_call(); }
void Conversation::answer_call(const HookCall& call, const std::string& json,
                               const std::string& problem) {
  held()->answer(call.id, problem.empty() ? scenario::read_answer(call.hook, json, call.protocol)
                                          : scenario::no_answer(problem));
}

Result<std::uint32_t> Conversation::deliver(const Parcel& parcel) {
  const Held impl = held();
  auto uid = put(impl->world, parcel, impl->now);
  impl->settle();
  return uid;
}

VirtualTime Conversation::virtual_now() const {
  const Held impl = held();
  return impl->world.clock.at(impl->now);
}
void Conversation::advance_clock(Duration by) { held()->advance(by); }

void Conversation::reset() {
  const Held impl = held();
  impl->world.reset();
  impl->settle();
}

void Conversation::look(const std::function<void(const engine::World&)>& act) const {
  const Held impl = held();
  act(impl->world);
}
transcript::Secrets Conversation::secrets() const { return transcript::Secrets::masked; }

}  // namespace postiche::server
