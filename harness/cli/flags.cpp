// SPDX-License-Identifier: MIT
#include "harness/cli/flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "harness/base/ascii.h"

namespace postiche::cli {
namespace {

constexpr const char* any_free_port = "127.0.0.1:0";

std::vector<std::string> words_of_environment(const char* name) {
  const char* const value = std::getenv(name);
  std::istringstream text(value == nullptr ? "" : value);
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

std::string upper(const std::string& name) { return ascii::to_upper(name); }

// CLI11 asks it for a sentence, empty when all is well.
std::string fault_of_speed(const std::string& text) {
  char* end = nullptr;
  const double speed = std::strtod(text.c_str(), &end);
  const bool whole = !text.empty() && *end == '\0';
  if (whole && speed >= 0 && speed <= 1e6) return "";
  return "'" + text + "' is no speed: write a number from 0 (the clock stands still) to 1000000";
}

}  // namespace

transcript::Secrets ServerFlags::secrets() const {
  return show_secrets ? transcript::Secrets::shown : transcript::Secrets::masked;
}

Colour colour_named(const std::string& word) {
  if (word == "always") return Colour::always;
  return word == "never" ? Colour::never : Colour::automatic;
}

Colour ServerFlags::colour_mode() const { return colour_named(colour); }

void add_colour_flag(CLI::App& command, std::string& word) {
  command.add_option("--color", word, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->envname("POSTICHE_COLOR");
}

void add_server_flags(CLI::App& command, ServerFlags& flags) {
  command.add_option("scenario", flags.scenario, "name, id or file of the scenario")
      ->envname("POSTICHE_SCENARIO")
      ->required();
  command.add_option("--set", flags.settings, "give a parameter of the scenario another value")
      ->type_name("NAME=VALUE (Env:POSTICHE_SET)")
      ->expected(1)
      ->allow_extra_args(false)  // else it would eat the -- before the client
      ->take_all();
  command
      .add_option("--case", flags.cases, "of a scenario with a matrix: only cases with this value")
      ->type_name("NAME=VALUE (Env:POSTICHE_CASE)")
      ->expected(1)
      ->allow_extra_args(false)  // else it would eat the -- before the client
      ->take_all();
  for (const scenario::ServiceRow& row : scenario::services()) {
    const std::string name(row.word);
    command
        .add_option("--" + name, flags.listeners[name],
                    "listen here for " + upper(name) +
                        ": PORT, IP:PORT, [IPv6]:PORT or unix:PATH; port 0 is any free one")
        ->type_name("ADDRESS (Env:POSTICHE_" + upper(name) + ")")
        ->expected(1)
        ->allow_extra_args(false)  // else it would eat the -- before the client
        ->take_all();
  }
  command.add_option("--ca-file", flags.ca_file, "write the certificate that clients must trust")
      ->type_name("FILE")
      ->envname("POSTICHE_CA_FILE");
  command
      .add_option("--client-certificate", flags.client_certificate,
                  "write a certificate and key for a client, in one file")
      ->type_name("FILE")
      ->envname("POSTICHE_CLIENT_CERTIFICATE");
  command.add_option("--clock-speed", flags.clock_speed, "virtual seconds per real second")
      ->check(fault_of_speed)
      ->type_name("NUMBER")
      ->envname("POSTICHE_CLOCK_SPEED");
  command.add_option("--seed", flags.seed, "decides every 'chance': the same seed, the same run")
      ->envname("POSTICHE_SEED");
  command.add_option("--record", flags.record, "write the transcript to a new file in this folder")
      ->type_name("FOLDER")
      ->envname("POSTICHE_RECORD");
  command.add_option("--ports-file", flags.ports_file, "write NAME=ADDRESS lines to this file")
      ->type_name("FILE")
      ->envname("POSTICHE_PORTS_FILE");
  command.add_option("--control", flags.control, "serve the HTTP control interface here")
      ->type_name("ADDRESS")
      ->envname("POSTICHE_CONTROL");
  command
      .add_flag("--coverage", flags.coverage,
                "tell at the end how often each rule and each line of a dialogue was played")
      ->envname("POSTICHE_COVERAGE");
  command
      .add_flag("--show-secrets", flags.show_secrets, "do not mask passwords in what is written")
      ->envname("POSTICHE_SHOW_SECRETS");
  add_colour_flag(command, flags.colour);
}

void take_environment(ServerFlags& flags) {
  for (auto& [name, addresses] : flags.listeners) {
    if (addresses.empty()) addresses = words_of_environment(("POSTICHE_" + upper(name)).c_str());
  }
  if (flags.cases.empty()) flags.cases = words_of_environment("POSTICHE_CASE");
  // The command line stands behind and so wins, parameter by parameter.
  const auto settings = words_of_environment("POSTICHE_SET");
  flags.settings.insert(flags.settings.begin(), settings.begin(), settings.end());
}

scenario::Library library() {
  std::vector<std::string> roots;
  if (const char* const named = std::getenv("POSTICHE_SCENARIOS")) {
    for (const std::string_view root : ascii::split(named, ':')) {
      if (!root.empty()) roots.emplace_back(root);
    }
  }
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  if (!unknown) {
    const auto folder = program.parent_path();
    roots.push_back((folder / "../share/postiche/scenarios").lexically_normal().string());
    roots.push_back((folder / "../../scenarios").lexically_normal().string());
  }
  return scenario::Library(std::move(roots));
}

scenario::Finder finder(const scenario::Library& shelf) {
  return [&shelf](std::string_view name) { return shelf.find_name(name); };
}

void print(const std::vector<scenario::Diagnostic>& diagnostics, Colour colour) {
  const Terminal terminal(stderr, colour);
  const bool with_caret = !terminal.tinted(Tone::bad, "").empty();
  for (const scenario::Diagnostic& diagnostic : diagnostics) {
    const bool error = diagnostic.severity == scenario::Diagnostic::error;
    terminal.line(terminal.tinted(error ? Tone::bad : Tone::caution, diagnostic.text()));
    if (!with_caret || diagnostic.line_text.empty() || diagnostic.where.column < 1) continue;
    terminal.line("  " + diagnostic.line_text);
    const auto indent = static_cast<std::size_t>(diagnostic.where.column) + 1;
    terminal.line(std::string(indent, ' ') + terminal.tinted(Tone::bad, "^"));
  }
}

std::optional<scenario::Loaded> load(const std::string& name,
                                     const std::vector<std::string>& settings) {
  scenario::Parameters parameters;
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      complain("'" + setting + "' sets nothing; write --set name=value");
      return std::nullopt;
    }
    parameters[setting.substr(0, equals)] = setting.substr(equals + 1);
  }
  const scenario::Library shelf = library();
  const auto path = shelf.find(name);
  if (!path) {
    complain(path.error().text());
    return std::nullopt;
  }
  return scenario::load_file(*path, parameters, finder(shelf));
}

namespace {

std::string usual_address(const std::string& service) {
  for (const scenario::ServiceRow& row : scenario::services()) {
    if (row.word == service) return "127.0.0.1:" + std::to_string(row.port);
  }
  return any_free_port;
}

std::vector<server::ListenerRequest> listeners_of(const ServerFlags& flags,
                                                  const scenario::Scenario& scenario, Ports ports) {
  std::vector<server::ListenerRequest> out;
  for (const auto& [name, addresses] : flags.listeners) {
    for (const std::string& address : addresses) out.push_back({name, address});
  }
  const bool told = !out.empty();
  for (const std::string& name :
       told ? std::vector<std::string>() : scenario::services_of(scenario)) {
    out.push_back({name, ports == Ports::usual ? usual_address(name) : any_free_port});
  }
  for (const std::string& name : flags.wanted) {
    const bool listens = std::any_of(out.begin(), out.end(),
                                     [&](const auto& request) { return request.name == name; });
    if (!listens) out.push_back({name, any_free_port});
  }
  return out;
}

// Whole or not at all: who waits for the file must not read half of it.
bool write_file(const std::string& file, const std::string& text, const std::string& what,
                std::filesystem::perms rights) {
  const std::string draft = file + ".new";
  std::ofstream out(draft);
  std::error_code failure;
  std::filesystem::permissions(draft, rights, failure);
  out << text;
  out.close();
  if (out && !failure) std::filesystem::rename(draft, file, failure);
  if (out && !failure) return true;
  complain("cannot write " + what + " '" + file + "'; choose a folder that exists and is yours");
  return false;
}

// False when one cannot be written and the reason has been printed.
bool write_files(const ServerFlags& flags, const server::Server& server) {
  using std::filesystem::perms;
  constexpr perms for_all =
      perms::owner_read | perms::owner_write | perms::group_read | perms::others_read;
  constexpr perms for_owner = perms::owner_read | perms::owner_write;
  std::string ports;
  for (const server::Endpoint& endpoint : server.endpoints()) {
    ports += endpoint.name + "=" + endpoint.text() + "\n";
  }
  // Last: who waits for it finds the others.
  return (flags.ca_file.empty() ||
          write_file(flags.ca_file, server.ca_pem(), "the certificate", for_all)) &&
         (flags.client_certificate.empty() ||
          write_file(flags.client_certificate, server.client_pem("client.example"),
                     "the client's certificate", for_owner)) &&
         (flags.ports_file.empty() ||
          write_file(flags.ports_file, ports, "the ports file", for_all));
}

}  // namespace

std::unique_ptr<server::Server> start(const ServerFlags& flags, scenario::ScenarioPtr scenario,
                                      Ports ports,
                                      std::function<void(const transcript::Event&)> watch) {
  server::Options options;
  options.scenario = std::move(scenario);
  options.listeners = listeners_of(flags, *options.scenario, ports);
  if (flags.clock_speed >= 0) options.clock_speed = flags.clock_speed;
  options.seed = flags.seed;
  options.record_folder = flags.record;
  options.secrets = flags.secrets();
  options.watch = std::move(watch);
  auto started = server::Server::start(std::move(options));
  if (!started) {
    complain(started.error().text());
    return nullptr;
  }
  if (!write_files(flags, **started)) return nullptr;
  return std::move(*started);
}

std::string endpoints_text(const server::Server& server) {
  std::string text;
  for (const server::Endpoint& endpoint : server.endpoints()) {
    if (!text.empty()) text += ' ';
    text += endpoint.name + "=" + endpoint.text();
  }
  return text;
}

}  // namespace postiche::cli
