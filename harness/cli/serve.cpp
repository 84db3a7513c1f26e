// SPDX-License-Identifier: MIT
// postiche serve: a server until it is told to end.

#include <CLI/CLI.hpp>
#include <memory>
#include <set>

#include "harness/cli/cases.h"
#include "harness/cli/commands.h"
#include "harness/cli/flags.h"
#include "harness/cli/live_view.h"
#include "harness/cli/report.h"
#include "harness/cli/signals.h"
#include "harness/cli/watcher.h"
#include "harness/control/interface.h"

namespace postiche::cli {
namespace {

struct ServeFlags {
  ServerFlags server;
  bool quiet = false;
  bool watch = false;
  std::string outage_kind = "refuse";
};

// SIGUSR1: the server leaves the network, or comes back.
void toggle_outage(const ServeFlags& flags, server::Server& server) {
  if (server.is_out()) return server.resume();
  server.begin_outage(*server::find_outage(flags.outage_kind), Duration::forever());
}

// Plays what the files say now; what they said before goes on while they are wrong.
void reload(const ServeFlags& flags, const Terminal& terminal, server::Server& server,
            Watcher& watcher) {
  const auto cases = load_cases(flags.server);
  if (cases.empty()) return complain("the scenario is wrong now; the one before goes on");
  watcher.follow(cases.front().scenario->files);
  server.replace_scenario(cases.front().scenario);
  terminal.line("postiche: reloaded " + cases.front().scenario->id);
}

// Until SIGINT, SIGTERM or the scenario's own end; troubles of ours are told once, when they show.
void wait_for_end(const ServeFlags& flags, const Terminal& terminal, const Signals& signals,
                  server::Server& server, Watcher& watcher) {
  const bool hurries = flags.watch || server.scenario()->finish.is_set();
  const Duration turn = hurries ? Duration::milliseconds(50) : Duration::seconds(1);
  std::set<std::string> told;
  for (;;) {
    const auto signal = signals.wait(turn);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (signal == SIGUSR1) toggle_outage(flags, server);
    if (signal) continue;
    if (server.is_finished()) return settle(server);
    if (flags.watch && watcher.has_changed()) reload(flags, terminal, server, watcher);
    for (const Error& trouble : server.troubles()) {
      // Counts in the sentence grow; the hint is the same for one kind of trouble.
      if (told.insert(trouble.hint).second) complain(trouble.text());
    }
  }
}

int serve(const ServeFlags& flags) {
  const Signals signals({SIGUSR1});
  const Terminal terminal(stdout, flags.server.colour_mode());
  const auto cases = load_cases(flags.server);
  if (cases.empty()) return could_not_run;
  const scenario::ScenarioPtr scenario = cases.front().scenario;
  // Before anybody is told that it is served: who knows may change a file at once.
  Watcher watcher(scenario->files);
  if (cases.size() > 1) {
    complain("this is the first of " + std::to_string(cases.size()) + " cases, " +
             cases.front().name + "; choose with --case name=value");
  }
  LiveView view(terminal, flags.server.secrets());
  std::function<void(const transcript::Event&)> watch;
  if (!flags.quiet) watch = [&](const transcript::Event& event) { view.show(event); };
  const auto server = start(flags.server, scenario, Ports::usual, watch);
  if (!server) return could_not_run;
  std::unique_ptr<control::Interface> interface;
  if (!flags.server.control.empty()) {
    auto opened = control::Interface::start(*server, flags.server.control);
    if (!opened) {
      complain(opened.error().text());
      return could_not_run;
    }
    interface = std::move(*opened);
  }
  // One line for programs, whatever else is shown: its form is a promise.
  std::string ready = "postiche: ready " + endpoints_text(*server);
  if (interface) ready += " control=" + interface->address();
  terminal.line(ready);
  wait_for_end(flags, terminal, signals, *server, watcher);
  interface.reset();
  server->stop();
  if (!flags.quiet) {
    terminal.line("");
    print_summary(terminal, *server, flags.server.coverage);
    print_verdicts(terminal, server->verdicts());
  }
  return print_troubles(*server) ? could_not_run : passed;
}

}  // namespace

void add_serve(CLI::App& program, int& status) {
  auto flags = std::make_shared<ServeFlags>();
  CLI::App* const command = program.add_subcommand("serve", "play a scenario until Ctrl-C");
  add_server_flags(*command, flags->server);
  command->add_flag("-q,--quiet", flags->quiet, "show nothing but the ready line")
      ->envname("POSTICHE_QUIET");
  command->add_flag("--watch", flags->watch, "play the scenario anew when its files change")
      ->envname("POSTICHE_WATCH");
  command
      ->add_option("--outage-kind", flags->outage_kind,
                   "the outage that SIGUSR1 begins, and ends the next time")
      ->check(CLI::IsMember({"refuse", "reset", "stop"}))
      ->capture_default_str()
      ->envname("POSTICHE_OUTAGE_KIND");
  command->footer(
      "Listens for SMTP on 127.0.0.1:1025 unless an address or the scenario says otherwise.\n"
      "SIGUSR1 takes the server off the network, and the next one brings it back.");
  command->callback([flags, &status] {
    take_environment(flags->server);
    status = serve(*flags);
  });
}

}  // namespace postiche::cli
