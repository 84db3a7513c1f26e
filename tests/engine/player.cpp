// SPDX-License-Identifier: MIT
#include "tests/engine/player.h"

#include <algorithm>
#include <memory>
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
      network_(world_, [this](std::uint32_t client,
                              const engine::Effect& effect) { perform(client, effect); }),
      cuts_(cuts),
      random_(cuts.seed) {}

void Player::connect(std::uint32_t client) {
  engine::Peer peer;
  peer.address = "127.0.0.1";
  peer.port = static_cast<std::uint16_t>(40'000 + client);
  peer.listener = service_;
  peer.at = service_port_;
  clients_[client] = {};
  network_.connect(client, std::move(peer));
  rested_ = false;  // it hears the greeting before it speaks
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
    network_.advance(network_.now() + say_takes_);
    said_for_ = said_for_ + say_takes_;
  }
  rested_ = false;
  while (!bytes.empty()) {
    const std::size_t size = next_cut(bytes.size());
    // Exactly as large as the segment, so that the sanitizers see a read past its end.
    const auto segment = std::make_unique<char[]>(size);
    bytes.copy(segment.get(), size);
    if (network_.say(client, {segment.get(), size})) {
      clients_.at(client).said += bytes.substr(0, size);
    }
    bytes.remove_prefix(size);
  }
  network_.rest(client);
}

std::string_view Player::sent(std::uint32_t client) const {
  const std::string_view said = clients_.at(client).said;
  return said.substr(0, said.size() - network_.unheard(client));
}

void Player::answer(std::uint32_t client, std::string_view json) {
  const engine::Call& call = network_.call(client);
  network_.answer(client, call.id, scenario::read_answer(call.hook, json, call.protocol));
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
    begun_tls_ = true;
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
}

void Player::secure(std::uint32_t client, std::string_view version, std::string_view server_name) {
  tls::Facts facts;
  facts.version = version;
  facts.server_name = server_name;
  facts.cipher = "TLS-AES-128-GCM-SHA256";
  network_.secure(client, facts);
}

void Player::advance(Duration by) {
  if (world_.clock.speed() <= 0.0) return world_.clock.advance(by);
  by = std::max(Duration{}, by - std::exchange(said_for_, Duration{}));
  rested_ = say_takes_.ns > 0;
  network_.advance(world_.clock.real(world_.clock.at(network_.now()) + by));
}

void Player::exit(std::string_view status, std::string_view output) {
  const std::string how = "exited with status " + std::string(status);
  transcript::Fields fields{{"note", "client-ended"}, {"how", how}, {"status", status}};
  if (!output.empty()) fields.add("output", output);
  world_.note(network_.now(), fields);
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
