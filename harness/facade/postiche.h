// SPDX-License-Identifier: MIT
#pragma once
// Postiche for the tests of C++ programs: a mail server that misbehaves on purpose, in this
// process. The one header that is installed; it needs the standard library alone.
//
//   postiche::Server server("greylisting", {.parameters = {{"delay", "5m"}}});
//   my_mailer.send(server.endpoint("smtp").port);  // refused: 451
//   server.advance_clock(std::chrono::minutes(5));
//   my_mailer.send(server.endpoint("smtp").port);
//   assert(server.complaint().empty());

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace postiche {
// Inline, since for those who include this header there is no other room.
inline namespace facade {

// Why there is no server: the text says what was wrong, in which file and line, and what to try.
class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Where the scenarios are that were installed with this header: it is the header who knows the
// place, for the library can be linked into a program anywhere.
inline std::string installed_scenarios() {
  const std::string header = __FILE__;
  return header.substr(0, header.rfind('/')) + "/../../share/postiche/scenarios";
}

// A service ("smtp", "smtps", "submission", "submissions", "lmtp", "pop3", "pop3s", "imap",
// "imaps") at an address: "1025", "127.0.0.1:0" with 0 for any free port, "[::1]:25", "unix:/path".
struct Listener {
  std::string service = "smtp";
  std::string address = "127.0.0.1:0";
};

struct Options {
  std::map<std::string, std::string> parameters;  // of the scenario: {"delay", "10s"}
  // None: the services that the scenario is about, each at any free port.
  std::vector<Listener> listeners;
  // Where scenarios are looked up by name, the first folder first.
  std::vector<std::string> folders = {installed_scenarios()};
  std::optional<double> clock_speed;  // virtual seconds per real second; 0: it stands still
  std::uint64_t seed = 1;             // decides every `chance`: the same seed, the same run
  std::string record_folder;          // for the transcript as a file; empty: none
};

struct Endpoint {
  std::string service;
  std::string host;  // empty for a Unix socket
  std::uint16_t port = 0;
  std::string path;  // of a Unix socket
};

struct Message {
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::string content;  // as it was sent, dot-stuffing undone (RFC 5321 sec 4.5.2)
  std::string helo;
  std::string client;  // its address
};

struct Session {
  std::string listener, client;
  std::vector<std::string> commands;  // lines without their endings
  std::vector<std::string> replies;   // with all their lines, as they were sent
  std::vector<std::string> rules;     // of the scenario, those that spoke
  std::string closed_by, closed_how;  // empty while it is open
  std::string heard, said;            // every octet
};

enum class Outcome { pass, warn, fail, info, skip, unresolved, error };

struct Verdict {
  std::string id;  // of what the scenario expects
  Outcome outcome = Outcome::unresolved;
  std::string says;      // what was asked
  std::string measured;  // what was found
};

// Listens from its making on until stop() or its end. Safe from any thread. What it saw stays
// readable after stop(). It neither copies nor moves.
class Server {
 public:
  // `scenario` is a name or id ("greylisting"), the path of a file, or YAML text, which has line
  // breaks in it. Throws Refusal.
  explicit Server(const std::string& scenario, Options options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::vector<Endpoint> endpoints() const;
  // The first of that service. Throws Refusal where there is none.
  Endpoint endpoint(const std::string& service) const;
  // The certificate that clients must trust, as PEM.
  std::string ca_pem() const;

  // True as soon as so many came; false when `timeout`, which is real time, has passed.
  bool wait_for_messages(std::size_t count, std::chrono::nanoseconds timeout) const;
  bool wait_for_closed_sessions(std::size_t count, std::chrono::nanoseconds timeout) const;

  std::vector<Message> messages() const;
  std::vector<Session> sessions() const;
  std::vector<Verdict> verdicts() const;
  // What the client did that the scenario does not let pass, and the transcript; empty where all is
  // well.
  std::string complaint() const;
  std::string transcript() const;

  // The virtual clock, which all times of a scenario follow.
  void advance_clock(std::chrono::nanoseconds by);
  void set_clock_speed(double speed);

  // No mail, no memory of rules, an empty transcript; listeners stay.
  void reset();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facade
}  // namespace postiche
