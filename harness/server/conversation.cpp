// SPDX-License-Identifier: MIT
#include "harness/server/conversation.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "harness/engine/world.h"
#include "harness/scenario/answer.h"
#include "harness/scenario/language.h"
#include "harness/server/mailroom.h"
#include "harness/transport/network.h"

namespace postiche::server {
namespace {

using engine::Effect;

struct Client {
  std::string told;
  bool is_closed = false;  // by the server
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
  Impl(scenario::ScenarioPtr scenario, VirtualTime start)
      : world(std::move(scenario), start),
        network(world, [this](std::uint32_t number, const Effect& effect) {
          perform(number, clients.at(number), effect);
        }) {
    // Nothing goes by itself here, so that only the way matters.
    world.clock.set_speed(1.0, network.now());
  }

  std::uint32_t open(const std::string& service) {
    engine::Peer peer;
    peer.address = "127.0.0.1";
    peer.listener = service;
    const std::uint32_t number = ++last_;
    clients[number] = {};
    network.connect(number, std::move(peer));
    network.settle();
    return number;
  }

  void say(std::uint32_t number, std::string_view octets) {
    network.say(number, octets);
    network.rest(number);
    network.settle();
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
    const std::uint32_t number = asked->second;
    asked_.erase(asked);
    network.answer(number, id, answer);
    network.settle();
  }

  std::mutex mutex;
  engine::World world;
  transport::Network network;
  std::map<std::uint32_t, Client> clients;

 private:
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
      case Effect::Kind::break_tls:
        return network.drop(number, "fin");
      case Effect::Kind::call:
        return ask(number, network.call(number));
      case Effect::Kind::begin_tls:
        return begin_tls(number, effect);
      case Effect::Kind::finish:
      case Effect::Kind::reset:
      case Effect::Kind::compress:
        return;
    }
  }

  void ask(std::uint32_t number, const engine::Call& call) {
    asked_[call.id] = number;
    calls_.push_back({call.id, call.protocol, call.url.empty() ? call.hook : "", call.facts});
  }

  void begin_tls(std::uint32_t number, const Effect& effect) {
    if (effect.tls && effect.tls->breaks) {
      return network.fail_tls(number, "broken off, as the scenario wants it");
    }
    tls::Facts facts;
    facts.version = "TLSv1.3";
    facts.cipher = "none: in memory";
    network.secure(number, facts);
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
void Conversation::end(std::uint32_t client) {
  const Held impl = held();
  impl->network.end(client);
  impl->network.settle();
}
void Conversation::abort(std::uint32_t client) {
  const Held impl = held();
  impl->network.drop(client, "rst");
  impl->network.settle();
}
std::string Conversation::told(std::uint32_t client) const {
  return held()->clients.at(client).told;
}
bool Conversation::is_closed(std::uint32_t client) const {
  const Held impl = held();
  return impl->clients.at(client).is_closed || impl->network.is_over(client);
}

std::optional<HookCall> Conversation::next_call() { return held()->next_call(); }
void Conversation::answer_call(const HookCall& call, const std::string& json,
                               const std::string& problem) {
  held()->answer(call.id, problem.empty() ? scenario::read_answer(call.hook, json, call.protocol)
                                          : scenario::no_answer(problem));
}

Result<std::uint32_t> Conversation::deliver(const Parcel& parcel) {
  const Held impl = held();
  auto uid = put(impl->world, parcel, impl->network.now());
  impl->network.settle();
  return uid;
}

VirtualTime Conversation::virtual_now() const {
  const Held impl = held();
  return impl->world.clock.at(impl->network.now());
}
void Conversation::advance_clock(Duration by) {
  const Held impl = held();
  impl->network.advance(impl->network.now() + by);
}

void Conversation::reset() {
  const Held impl = held();
  impl->world.reset();
  impl->network.settle();
}

void Conversation::look(const std::function<void(const engine::World&)>& act) const {
  const Held impl = held();
  act(impl->world);
}
transcript::Secrets Conversation::secrets() const { return transcript::Secrets::masked; }

}  // namespace postiche::server
