// SPDX-License-Identifier: MIT
#pragma once
// A running Postiche: owns the thread, the loop, the world, the listeners and the recorder. The one
// facade that the program, the control interface and the Python module use. Safe from any thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/scenario/model.h"
#include "harness/server/evidence.h"
#include "harness/server/views.h"
#include "harness/transcript/event.h"
#include "harness/transcript/mask.h"

namespace postiche::server {

// An address to listen on as text: "1025", "127.0.0.1:0", "[::1]:25", "unix:/path". Names are never
// looked up.
struct ListenerRequest {
  std::string name = "smtp";
  std::string address = "127.0.0.1:0";
};

struct Options {
  scenario::ScenarioPtr scenario;
  std::vector<ListenerRequest> listeners;
  std::optional<double> clock_speed;  // instead of the scenario's
  std::uint64_t seed = 1;             // of every `chance`: the same seed, the same run
  std::string record_folder;          // empty: transcripts stay in memory
  transcript::Secrets secrets = transcript::Secrets::masked;  // in files
  std::size_t transcript_limit = std::size_t{1} << 30;        // octets in memory
  std::vector<std::string> hooks;  // that somebody answers, by answer_call()
  // Sees every event soon after it happened, in order, on the server's thread.
  std::function<void(const transcript::Event&)> watch;
};

// How connections are turned away: refused, reset at once, or taken and never heard.
enum class Outage { refuse, reset, stop };
// By its name in lower case.
std::optional<Outage> find_outage(std::string_view name);

class Server : public Evidence {
 public:
  // Listens and serves from here on. Errors: a hook that nobody answers, an address in use or not
  // ours, a folder that cannot be written, too few file descriptors.
  static Result<std::unique_ptr<Server>> start(Options options);
  ~Server() override;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  scenario::ScenarioPtr scenario() const;
  // For connections that begin from now on; open ones go on with theirs. Listeners, mail, accounts
  // and the clock stay.
  void replace_scenario(scenario::ScenarioPtr next);
  const std::vector<Endpoint>& endpoints() const;
  // Where the transcript is written; empty without recording.
  const std::string& record_file() const;

  // The certificate that clients must trust, and what its holder has revoked: PEM.
  std::string ca_pem() const;
  std::string crl_pem() const;
  // For a client of this name: its certificate and its key.
  std::string client_pem(const std::string& name) const;

  // Closes all connections, writes what is left, joins the thread. What was seen stays readable.
  void stop();

  // True as soon as so many were stored, or are closed; false when `timeout` (real time) has
  // passed.
  bool wait_for_messages(std::size_t count, Duration timeout) const;
  bool wait_for_sessions(std::size_t closed, Duration timeout) const;

  // Grows whenever something has happened: octets came or went, mail was stored, somebody moved the
  // clock. Time that passes alone is nothing that happens.
  std::uint64_t revision() const;
  // Returns when it is no longer `seen`, when `timeout` (real time) has passed, or at once where
  // the server is stopped.
  void wait_for_change(std::uint64_t seen, Duration timeout) const;
  // For those who wait with a loop of their own: an octet is written to `descriptor`, which must
  // not block, for each change, and at once where the server is stopped. Until unwatch().
  void watch(int descriptor) const;
  void unwatch(int descriptor) const;

  // What the scenario's `finish` waits for has come; never without one.
  bool is_finished() const;
  bool wait_until_finished(Duration timeout) const;
  // How the client under test ended, said by whoever started it: a record of the run, and what
  // expectations of the form `client` are judged by.
  struct ClientEnd {
    std::optional<int> status;  // exit status; none where it was killed
    std::string how;            // "exited with status 1", "was killed by signal 9"
    std::string output;         // what it wrote to standard output and standard error
  };
  void record_client_end(const ClientEnd& end);

  // Which phase of the scenario connections begin in, by its number from 0; entering one ends its
  // changing by itself. What was remembered stays.
  std::size_t phase() const;
  void enter_phase(std::size_t index);
  // The next connection that meets the route's conditions takes it. False where there is none so
  // called.
  bool arm(const std::string& route);

  // The whole server is off the network for so long, in the world's time, or until resume().
  void begin_outage(Outage kind, Duration time);
  void resume();
  bool is_out() const;

  // Gives the UID; who idles in that mailbox is told. Errors: no such account, a name or a flag
  // that cannot be.
  Result<std::uint32_t> deliver(const Parcel& parcel);

  VirtualTime virtual_now() const;
  void advance_clock(Duration by);
  void set_clock_speed(double speed);
  // No mail, no memory of rules, no outage, an empty transcript; listeners and open connections
  // stay.
  void reset();

  // The next question of a `call` step, waited for; none when `timeout` (real time) has passed or
  // the server is stopped.
  std::optional<HookCall> next_call(Duration timeout) const;
  // `json` is what scenario::read_answer takes; `problem`, if any, says why there is none. Late
  // answers are dropped.
  void answer_call(const HookCall& call, const std::string& json, const std::string& problem);

  // What went wrong on our side: a disk that is full, a bug, connections refused for want of file
  // descriptors, a port that was lost in an outage.
  std::vector<Error> troubles() const;

 private:
  void look(const std::function<void(const engine::World&)>& act) const override;
  transcript::Secrets secrets() const override;

  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::server
