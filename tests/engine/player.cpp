// SPDX-License-Identifier: MIT
#include "tests/engine/player.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "harness/scenario/library.h"
#include "harness/transcript/json_lines.h"

namespace postiche::testing {
namespace {

// 2026-01-01T00:00:00Z
constexpr VirtualTime start{1'767'225'600'000'000'000};

scenario::ScenarioPtr checked(const scenario::Loaded& loaded) {
  if (loaded.scenario) return loaded.scenario;
  std::string all;
  for (const auto& diagnostic : loaded.diagnostics) all += diagnostic.text() + "\n";
  throw std::runtime_error(all);
}

Result<std::string> finder(std::string_view name) {
  return scenario::Library({POSTICHE_SOURCE_DIR "/scenarios"}).find_name(name);
}

}  // namespace

scenario::ScenarioPtr library_scenario(const std::string& name, const scenario::Parameters& set) {
  const scenario::Library library({POSTICHE_SOURCE_DIR "/scenarios"});
  const auto path = library.find(name);
  if (!path) throw std::runtime_error(path.error().text());
  return checked(scenario::load_file(*path, set, finder));
}

scenario::ScenarioPtr text_scenario(std::string_view yaml, const scenario::Parameters& set) {
  return checked(scenario::load_text(yaml, "test.yaml", set, finder));
}

Player::Player(scenario::ScenarioPtr scenario, Cuts cuts, std::size_t transcript_limit)
    : scenario_(std::move(scenario)),
      world_(scenario_, start, transcript_limit),
      cuts_(cuts),
      random_(cuts.seed) {}

void Player::connect(std::uint32_t client) {
  engine::Peer peer;
  peer.address = "127.0.0.1";
  peer.port = static_cast<std::uint16_t>(40'000 + client);
  peer.listener = service_;
  peer.at = service_port_;
  Client& fresh = clients_[client];
  fresh.session = std::make_unique<engine::Session>(world_, std::move(peer));
  fresh.session->on_connect(now_);
  rested_ = false;  // it hears the greeting before it speaks
  pump(client);
  bury(client);
}

std::size_t Player::next_cut(std::size_t available) {
  switch (cuts_.kind) {
    case Cuts::Kind::whole:
      return available;
    case Cuts::Kind::bytewise:
      return 1;
    case Cuts::Kind::random:
      break;
  }
  const std::size_t most = random_() % 4 == 0 ? 4000 : 12;
  return std::min<std::size_t>(available, 1 + random_() % most);
}

void Player::say(std::uint32_t client, std::string_view bytes) {
  if (!bytes.empty() && !rested_) {
    now_ = now_ + say_takes_;
    said_for_ = said_for_ + say_takes_;
  }
  rested_ = false;
  while (!bytes.empty()) {
    const std::size_t size = next_cut(bytes.size());
    // Exactly as large as the segment, so that the sanitizers see a read past its end.
    const auto segment = std::make_unique<char[]>(size);
    bytes.copy(segment.get(), size);
    feed(client, {segment.get(), size});
    pump(client);
    bytes.remove_prefix(size);
  }
  bury(client);
}

void Player::feed(std::uint32_t number, std::string_view bytes) {
  Client& client = clients_.at(number);
  if (client.gone || client.ended || client.securing) return;
  if (!client.overflow.empty()) {
    client.overflow += bytes;
    return;
  }
  const std::size_t taken = client.session->on_bytes(bytes, now_);
  client.sent += bytes.substr(0, taken);
  client.overflow += bytes.substr(taken);
}

void Player::pump(std::uint32_t number) {
  Client& client = clients_.at(number);
  while (true) {
    while (!client.gone) {
      const auto effect = client.session->next_effect();
      if (!effect) break;
      perform(number, *effect);
    }
    if (client.gone || client.overflow.empty() || !client.session->hungry()) return;
    const std::string again = std::exchange(client.overflow, {});
    const std::size_t taken = client.session->on_bytes(again, now_);
    client.sent += again.substr(0, taken);
    client.overflow = again.substr(taken);
  }
}

void Player::answer(std::uint32_t number, std::string_view json) {
  Client& client = clients_.at(number);
  const engine::Call call = client.session->call();
  client.session->on_answer(call.id, scenario::read_answer(call.hook, json, call.protocol), now_);
  pump(number);
  bury(number);
}

void Player::perform(std::uint32_t number, const engine::Effect& effect) {
  using Kind = engine::Effect::Kind;
  if (effect.kind == Kind::call) return;  // answered by hand
  Client& client = clients_.at(number);
  const auto tell = [&](std::string_view what) {
    effects_ += "\n" + std::to_string(number) + " " + std::string(what);
  };
  if (effect.kind == Kind::send) {
    if (latest_writer_ != number) tell("> ");
    latest_writer_ = number;
    effects_ += effect.bytes;
    client.received += effect.bytes;
    return;
  }
  latest_writer_ = 0;
  if (effect.kind == Kind::begin_tls) {
    client.securing = begun_tls_ = true;
    return tell("tls");
  }
  switch (effect.kind) {
    case Kind::half_close:
      client.ending = "half";
      break;
    case Kind::close:
      client.ending = "fin";
      break;
    case Kind::finish:
      client.ending = "finish";
      break;
    default:
      client.ending = "rst";
      break;
  }
  tell(client.ending);
  if (effect.kind == Kind::finish) client.doomed = "fin";
  if (effect.kind == Kind::reset) client.doomed = "rst";
}

void Player::bury(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (!client.doomed.empty()) lose(client, client.doomed);
}

void Player::lose(Client& client, std::string_view how) {
  if (client.gone) return;
  client.gone = true;
  client.session->on_gone(how, now_);
}

void Player::fin(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (client.gone || client.ended) return;
  client.ended = true;
  if (client.ending == "fin") return lose(client, "fin");
  client.session->on_eof(now_);
  pump(number);
  bury(number);
}

void Player::secure(std::uint32_t number, std::string_view version, std::string_view server_name) {
  Client& client = clients_.at(number);
  if (client.gone || !std::exchange(client.securing, false)) return;
  tls::Facts facts;
  facts.version = version;
  facts.server_name = server_name;
  facts.cipher = "TLS-AES-128-GCM-SHA256";
  client.session->on_secured(facts, now_);
  pump(number);
  bury(number);
}

void Player::fail_tls(std::uint32_t number, std::string_view why) {
  Client& client = clients_.at(number);
  if (client.gone || !std::exchange(client.securing, false)) return;
  client.session->on_tls_failed(why, engine::Effect::Kind::finish, now_);
  pump(number);
  bury(number);
}

void Player::cut(std::uint32_t number) {
  Client& client = clients_.at(number);
  if (client.gone || std::exchange(client.ended, true)) return;
  client.session->on_cut(now_);
  pump(number);
  bury(number);
}

void Player::rst(std::uint32_t client) { lose(clients_.at(client), "rst"); }

void Player::advance(Duration by) {
  if (world_.clock.speed() <= 0.0) return world_.clock.advance(by);
  by = std::max(Duration{}, by - std::exchange(said_for_, Duration{}));
  rested_ = say_takes_.ns > 0;
  const Instant end = world_.clock.real(world_.clock.at(now_) + by);
  for (int spins = 0; now_ < end;) {
    Instant next = end;
    if (const auto due = world_.deadline()) next = std::min(next, std::max(*due, now_));
    for (const auto& [number, client] : clients_) {
      if (const auto due = deadline(client)) next = std::min(next, std::max(*due, now_));
    }
    spins = next == now_ ? spins + 1 : 0;
    if (spins > 1000) throw std::runtime_error("a session asks to be woken again and again");
    now_ = next;
    world_.on_time(now_);
    wake();
  }
}

std::optional<Instant> Player::deadline(const Client& client) {
  if (client.gone || client.ending == "fin") return std::nullopt;
  return client.session->deadline();
}

void Player::wake() {
  for (auto& [number, client] : clients_) {
    const auto due = deadline(client);
    const bool is_due = due && *due <= now_;
    const bool is_curious = !client.gone && client.session->has_news();
    if (!is_due && !is_curious) continue;
    client.session->on_time(now_);
    pump(number);
    bury(number);
  }
}

void Player::exit(std::string_view status, std::string_view output) {
  const std::string how = "exited with status " + std::string(status);
  transcript::Fields fields{{"note", "client-ended"}, {"how", how}, {"status", status}};
  if (!output.empty()) fields.add("output", output);
  world_.note(now_, fields);
}

void Player::shut() {
  for (auto& [number, client] : clients_) lose(client, "shutdown");
}

std::string Player::take(std::uint32_t client) {
  Client& at_hand = clients_.at(client);
  return at_hand.received.substr(std::exchange(at_hand.taken, at_hand.received.size()));
}

std::string Player::json_lines() const {
  std::string out;
  transcript::write_header(out, {scenario_->id, "", {}});
  for (const transcript::Event* const event : events()) {
    transcript::write_event(out, *event, transcript::Secrets::shown);
  }
  return out;
}

}  // namespace postiche::testing
