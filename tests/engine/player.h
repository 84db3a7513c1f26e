// SPDX-License-Identifier: MIT
#pragma once
// Plays clients on a network in memory, with a clock moved by hand and octets cut as the test wants
// it. Tests and fuzz targets say what clients send and read what came back.

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/world.h"
#include "harness/scenario/loader.h"
#include "harness/transport/network.h"

namespace postiche::testing {

// How the network cuts what a client sends.
struct Cuts {
  enum class Kind { whole, bytewise, random };
  Kind kind = Kind::whole;
  std::uint32_t seed = 0;
};

// "greylisting" from the library, or a scenario's text. Throws where it cannot be loaded.
scenario::ScenarioPtr library_scenario(const std::string& name, const scenario::Parameters& set);
scenario::ScenarioPtr text_scenario(std::string_view yaml, const scenario::Parameters& set = {});

class Player {
 public:
  explicit Player(scenario::ScenarioPtr scenario, Cuts cuts = {},
                  std::size_t transcript_limit = transcript::Transcript::default_limit);

  // What clients connect to from now on; else "smtp".
  void listen_as(std::string_view service, std::uint16_t port = 0) {
    service_ = service;
    service_port_ = port;
  }
  // Connects client 1, 2, ... from 127.0.0.1.
  void connect(std::uint32_t client);
  bool connected(std::uint32_t client) const { return clients_.contains(client); }
  // What a hook answers to the client's session; as the network's other end, in JSON.
  void answer(std::uint32_t client, std::string_view json);
  // As the first client.
  void say(std::string_view bytes) { say(1, bytes); }
  void say(std::uint32_t client, std::string_view bytes);
  void fin(std::uint32_t client = 1) { network_.end(client); }
  void rst(std::uint32_t client = 1) { network_.drop(client, "rst"); }
  // Ends the handshake that the client is in, if any: what it says meanwhile is cipher, and nobody
  // hears it.
  void secure(std::uint32_t client = 1, std::string_view version = "TLSv1.3",
              std::string_view server_name = "");
  void fail_tls(std::uint32_t client = 1, std::string_view why = "as the test wants it") {
    network_.fail_tls(client, why);
  }
  // The end of the stream, of which TLS had said nothing.
  void cut(std::uint32_t client = 1) { network_.cut(client); }
  // The session has begun a handshake with some client.
  bool has_begun_tls() const { return begun_tls_; }
  // From now on each say() comes a little later than what was before it, as on a network.
  void take_time() { say_takes_ = Duration{1000}; }
  // Virtual time goes on, from deadline to deadline.
  void advance(Duration by);
  // The client's program ends with this status and has written this, as `postiche run` sees it.
  void exit(std::string_view status, std::string_view output = {});
  // The server is stopped: every connection is gone.
  void shut() { network_.shut(); }

  // What the client has received and lost sight of: its text, and how it ended ("", "half", "fin",
  // "finish", "rst").
  const std::string& received(std::uint32_t client = 1) const {
    return clients_.at(client).received;
  }
  const std::string& ending(std::uint32_t client = 1) const { return clients_.at(client).ending; }
  // All that it received since the last call.
  std::string take(std::uint32_t client = 1);
  // All octets that sessions took from clients.
  std::string_view sent(std::uint32_t client) const;
  // All effects of all clients in order, neighbouring writes joined.
  const std::string& effects() const { return effects_; }

  engine::World& world() { return world_; }
  std::vector<const transcript::Event*> events() const { return world_.transcript.events(); }
  // The transcript as JSON Lines, every secret shown.
  std::string json_lines() const;

 private:
  struct Client {
    std::string received, ending, said;
    std::size_t taken = 0;  // of received, by take()
  };

  void perform(std::uint32_t number, const engine::Effect& effect);
  std::size_t next_cut(std::size_t available);

  scenario::ScenarioPtr scenario_;
  engine::World world_;
  transport::Network network_;
  std::map<std::uint32_t, Client> clients_;
  // A transcript counts what was said meanwhile to the time that went on behind it.
  Duration say_takes_{}, said_for_{};
  bool rested_ = false;
  Cuts cuts_;
  std::mt19937 random_;
  std::string effects_;
  std::uint32_t latest_writer_ = 0;
  std::string service_ = "smtp";
  std::uint16_t service_port_ = 0;
  bool begun_tls_ = false;
};

}  // namespace postiche::testing
