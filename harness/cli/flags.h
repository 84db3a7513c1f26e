// SPDX-License-Identifier: MIT
#pragma once
// What the subcommands share: flags, finding and loading a scenario, starting the server.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/terminal.h"
#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"
#include "harness/server/server.h"

namespace CLI {
class App;
}

namespace postiche::cli {

// Exit statuses of all subcommands.
constexpr int passed = 0;
constexpr int failed = 1;
constexpr int could_not_run = 2;

struct ServerFlags {
  std::string scenario;
  std::vector<std::string> settings;                          // --set name=value
  std::vector<std::string> cases;                             // --case name=value
  std::map<std::string, std::vector<std::string>> listeners;  // addresses, by service
  std::vector<std::string> wanted;  // services that are to be had besides, on any free port
  double clock_speed = -1;          // negative: the scenario's
  std::uint64_t seed = 1;
  std::string record, ports_file, control, ca_file, client_certificate;
  bool show_secrets = false;
  bool coverage = false;
  std::string colour = "auto";

  transcript::Secrets secrets() const;
  Colour colour_mode() const;
};

// --color, which takes auto, always or never.
void add_colour_flag(CLI::App& command, std::string& word);
Colour colour_named(const std::string& word);

// Every flag is also POSTICHE_NAME in the environment; the command line wins, then the environment,
// then the scenario file. Call take_environment() when the words are parsed: flags that may come
// often stand there in one variable, several values apart by spaces.
void add_server_flags(CLI::App& command, ServerFlags& flags);
void take_environment(ServerFlags& flags);

// Below POSTICHE_SCENARIOS, the installed share folder, or the source tree that holds the program.
scenario::Library library();
// What scenarios mean by a name in `use`; the library outlives it.
scenario::Finder finder(const scenario::Library& shelf);

// The scenario and what is wrong with it; nothing when it was not found and that has been printed.
std::optional<scenario::Loaded> load(const std::string& name,
                                     const std::vector<std::string>& settings);
// Prints what is wrong with a file, to standard error; with the line and a caret for a person.
void print(const std::vector<scenario::Diagnostic>& diagnostics, Colour colour);

// Where a service is to be had that nobody has given an address.
enum class Ports { usual, any_free };

// The running server, or nothing when the reason has been printed. It listens as the command line
// says, or else as the scenario has it.
std::unique_ptr<server::Server> start(const ServerFlags& flags, scenario::ScenarioPtr scenario,
                                      Ports ports,
                                      std::function<void(const transcript::Event&)> watch);

// "smtp=127.0.0.1:1025 ..."; the ready line and the ports file.
std::string endpoints_text(const server::Server& server);

}  // namespace postiche::cli
