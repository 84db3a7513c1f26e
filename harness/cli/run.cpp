// SPDX-License-Identifier: MIT
// postiche run: one client against one scenario, judged.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "harness/base/ascii.h"
#include "harness/cli/baseline.h"
#include "harness/cli/cases.h"
#include "harness/cli/client.h"
#include "harness/cli/commands.h"
#include "harness/cli/flags.h"
#include "harness/cli/letter.h"
#include "harness/cli/live_view.h"
#include "harness/cli/profile_flags.h"
#include "harness/cli/report.h"
#include "harness/cli/report_flags.h"
#include "harness/cli/scratch.h"
#include "harness/cli/signals.h"

namespace postiche::cli {
namespace {

struct RunFlags {
  ServerFlags server;
  std::vector<std::string> client;
  std::string timeout = "5m";
  bool verbose = false;
  bool strict = false;
  ProfileFlags profile;
  std::string message;  // file of the letter to send
  ReportFlags reports;
  std::string baseline_file;
  Baseline baseline;
};

bool is_named(const std::vector<std::string>& words, const std::string& name) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return word.find("{" + name + "}") != std::string::npos;
  });
}

// What {names} in the client's arguments mean; the environment has them as POSTICHE_SMTP_PORT.
std::map<std::string, std::string> values_of(const server::Server& server) {
  std::map<std::string, std::string> values;
  for (const server::Endpoint& endpoint : server.endpoints()) {
    if (values.contains(endpoint.name + ".address")) continue;  // the first of each kind
    values[endpoint.name + ".host"] = endpoint.host;
    values[endpoint.name + ".port"] = std::to_string(endpoint.port);
    values[endpoint.name + ".path"] = endpoint.path;
    values[endpoint.name + ".address"] = endpoint.text();
    values[endpoint.name + ".url"] = endpoint.name + "://" + endpoint.text();
  }
  return values;
}

std::map<std::string, std::string> environment_of(
    const std::map<std::string, std::string>& values) {
  std::map<std::string, std::string> environment;
  for (const auto& [name, value] : values) {
    std::string variable = "POSTICHE_" + ascii::to_upper(name);
    for (char& c : variable) {
      if (c == '.' || c == '-') c = '_';
    }
    environment[variable] = value;
  }
  return environment;
}

// What the catalogue asks counts where the scenario or the caller wants it to.
bool is_met(const RunFlags& flags, const std::vector<judge::Verdict>& checks) {
  const auto strictness = flags.strict ? judge::Strictness::all : judge::Strictness::enforced;
  return std::none_of(checks.begin(), checks.end(), [&](const judge::Verdict& verdict) {
    return judge::is_failure(verdict, strictness);
  });
}

bool is_passed(const std::vector<judge::Verdict>& verdicts) {
  return std::none_of(verdicts.begin(), verdicts.end(),
                      [](const judge::Verdict& verdict) { return judge::is_failure(verdict); });
}

// What the client writes is kept only where somebody asks: through a pipe some clients speak
// differently than to a terminal.
bool wants_output(const scenario::Scenario& scenario) {
  const auto asks = [](const scenario::Form& form) {
    const auto* const client = std::get_if<scenario::ClientForm>(&form);
    return client && client->output;
  };
  return std::any_of(scenario.expect.begin(), scenario.expect.end(), [&](const auto& one) {
    return asks(one.form) || std::any_of(one.pick.begin(), one.pick.end(),
                                         [&](const auto& picked) { return asks(picked.form); });
  });
}

struct CaseEnd {
  int status = passed;
  bool interrupted = false;
};

bool is_good(const ClientEnd& end) { return !end.timed_out && (end.signal == 0 || end.finished); }

CaseEnd report(const RunFlags& flags, const LoadedCase& one, const server::Server& server,
               const std::vector<ClientEnd>& ends, const std::optional<std::string>& letter,
               judge::Report& reported) {
  const Terminal terminal(stdout, flags.server.colour_mode());
  const auto verdicts = server.verdicts();
  const scenario::ScenarioPtr scenario = server.scenario();
  terminal.line(scenario->id + ": " + scenario->title +
                (one.name.empty() ? "" : " [" + one.name + "]"));
  const auto& phases = scenario->phases;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::string where = phases.empty() ? "" : "phase '" + phases[i].name + "': ";
    terminal.line("  " + where + "the client " + ends[i].text());
  }
  if (server.summary().connections == 0) {
    const std::string service = server.endpoints().front().name;
    terminal.line("  it never connected to " + endpoints_text(server) + ": tell it where, with {" +
                  service + ".host} and {" + service + ".port}");
  }
  print_verdicts(terminal, verdicts);
  const auto checks = server.check_verdicts(flags.profile.profile(), letter);
  print_checks(terminal, checks);
  auto all = verdicts;
  all.insert(all.end(), checks.begin(), checks.end());
  reported.cases.push_back(server.report_case(one.name, all));
  print_summary(terminal, server, flags.server.coverage);
  const bool ours = print_troubles(server);
  if (ours || ends.back().interrupted) return {could_not_run, ends.back().interrupted};
  // A client that crashes or hangs has failed, whatever it sent before.
  const judge::ReportCase& found = reported.cases.back();
  const bool good =
      is_passed(flags.baseline.left(found, verdicts)) &&
      is_met(flags, flags.baseline.left(found, checks)) &&
      (std::all_of(ends.begin(), ends.end(), is_good) || flags.baseline.knows_end(found));
  std::string word = terminal.tinted(good ? Tone::good : Tone::bad, good ? "passed" : "failed");
  if (good && verdicts.empty()) word += " (the scenario expects nothing)";
  terminal.line("postiche: " + word);
  return {good ? passed : failed};
}

// What the client remembers from one phase to the next it can keep in a folder that is new to each
// case; nothing when the reason why not has been printed.
std::optional<std::map<std::string, std::string>> values_for(const RunFlags& flags,
                                                             const server::Server& server,
                                                             const Letter& letter,
                                                             Scratch& memory) {
  auto values = values_of(server);
  values["ca"] = flags.server.ca_file;
  values["client-certificate"] = flags.server.client_certificate;
  letter.name_in(values);
  if (!is_named(flags.client, "folder")) return values;
  const auto folder = memory.file("client");
  std::error_code fault;
  if (!folder || !std::filesystem::create_directory(*folder, fault)) {
    complain("there is no room for a temporary folder");
    return std::nullopt;
  }
  values["folder"] = *folder;
  return values;
}

// Runs the client once a phase, or once; nothing when the reason why not has been printed.
std::vector<ClientEnd> run_phases(const RunFlags& flags, server::Server& server,
                                  const Signals& signals, Duration timeout,
                                  const std::map<std::string, std::string>& values) {
  const scenario::ScenarioPtr held = server.scenario();
  const scenario::Scenario& scenario = *held;
  std::vector<std::string> words;
  for (const std::string& word : flags.client) words.push_back(fill_in(word, values));
  std::function<bool()> is_over;
  if (scenario.finish.is_set()) is_over = [&server] { return server.is_finished(); };
  std::vector<ClientEnd> ends;
  for (std::size_t phase = 0; phase < std::max<std::size_t>(1, scenario.phases.size()); ++phase) {
    server.enter_phase(phase);
    auto environment = environment_of(values);
    if (!scenario.phases.empty()) environment["POSTICHE_PHASE"] = scenario.phases[phase].name;
    const auto end =
        run_client(words, environment, signals, timeout, wants_output(scenario), is_over);
    if (!end) {
      complain(end.error().text());
      return {};
    }
    settle(server);
    server.record_client_end({end->status, end->text(), end->output});
    ends.push_back(*end);
    if (end->interrupted) break;
  }
  return ends;
}

CaseEnd run_case(const RunFlags& flags, const LoadedCase& one, const Signals& signals,
                 Duration timeout, Scratch& scratch, judge::Report& reported) {
  const Terminal errors(stderr, flags.server.colour_mode());
  LiveView view(errors, flags.server.secrets());
  std::function<void(const transcript::Event&)> watch;
  if (flags.verbose) watch = [&](const transcript::Event& event) { view.show(event); };
  const auto file = library().find(flags.server.scenario);
  const LetterChoice choice{flags.message, flags.client, file ? *file : ""};
  const auto letter = choose_letter(choice, *one.scenario, scratch);
  if (!letter) return {could_not_run};
  const auto server = start(flags.server, one.scenario, Ports::any_free, watch);
  if (!server) return {could_not_run};
  Scratch memory;
  const auto values = values_for(flags, *server, *letter, memory);
  if (!values) return {could_not_run};
  const auto ends = run_phases(flags, *server, signals, timeout, *values);
  if (ends.empty()) return {could_not_run};
  server->stop();
  return report(flags, one, *server, ends, letter->content, reported);
}

// One line over all cases, for those who do not read them all.
void sum_up(const RunFlags& flags, const std::vector<LoadedCase>& cases,
            const std::vector<std::string>& bad) {
  if (cases.size() < 2) return;
  std::string line = "postiche: " + std::to_string(cases.size()) + " cases, ";
  line += bad.empty() ? "all passed" : std::to_string(bad.size()) + " not passed:";
  for (const std::string& name : bad) line += (&name == &bad.front() ? " " : "; ") + name;
  Terminal(stdout, flags.server.colour_mode()).line(line);
}

// What the client's arguments name is written, also where no flag says to which file.
bool choose_file(const RunFlags& flags, const std::string& name, Scratch& scratch,
                 std::string& file) {
  if (!is_named(flags.client, name) || !file.empty()) return true;
  const auto chosen = scratch.file(name + ".pem");
  if (!chosen) {
    complain("there is no room for temporary files; say with --ca-file where they may be");
    return false;
  }
  file = *chosen;
  return true;
}

// A client that is told of a service wants it to be there, whatever the scenario listens as.
void listen_for(const std::vector<std::string>& words, ServerFlags& server) {
  for (const scenario::ServiceRow& row : scenario::services()) {
    const std::string name(row.word);
    const bool named = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return word.find("{" + name + ".") != std::string::npos;
    });
    if (named) server.wanted.push_back(name);
  }
}

int run(RunFlags flags) {
  const Signals signals;
  Scratch scratch;
  if (!choose_file(flags, "ca", scratch, flags.server.ca_file) ||
      !choose_file(flags, "client-certificate", scratch, flags.server.client_certificate)) {
    return could_not_run;
  }
  listen_for(flags.client, flags.server);
  const auto timeout = parse_duration(flags.timeout);
  if (!timeout) {
    complain("'" + flags.timeout + "' is no time; write --timeout 30s");
    return could_not_run;
  }
  auto baseline = Baseline::load(flags.baseline_file);
  if (!baseline) return could_not_run;
  flags.baseline = *std::move(baseline);
  const auto cases = load_cases(flags.server);
  if (cases.empty()) return could_not_run;
  int worst = passed;
  std::vector<std::string> bad;
  judge::Report reported = begin_report(flags.client, flags.profile);
  for (const LoadedCase& one : cases) {
    const CaseEnd end = run_case(flags, one, signals, *timeout, scratch, reported);
    worst = std::max(worst, end.status);
    if (end.status != passed) bad.push_back(one.name);
    if (end.interrupted) return worst;
  }
  sum_up(flags, cases, bad);
  flags.baseline.print(Terminal(stdout, flags.server.colour_mode()), reported);
  return write_reports(flags.reports, {reported}) ? worst : could_not_run;
}

}  // namespace

void add_run(CLI::App& program, int& status) {
  auto flags = std::make_shared<RunFlags>();
  CLI::App* const command =
      program.add_subcommand("run", "run a client against a scenario and judge it");
  add_server_flags(*command, flags->server);
  add_profile_flags(*command, flags->profile);
  command
      ->add_flag("--strict", flags->strict,
                 "fail by every must of the standards, not only by what the scenario expects")
      ->envname("POSTICHE_STRICT");
  command->add_option("client", flags->client, "the client and its arguments, behind --")
      ->required();
  command->add_option("--timeout", flags->timeout, "kill the client after this real time")
      ->type_name("TIME")
      ->envname("POSTICHE_TIMEOUT");
  command
      ->add_option("--message", flags->message,
                   "the letter that the client is to send, which {message} names")
      ->type_name("FILE")
      ->envname("POSTICHE_MESSAGE");
  add_report_flags(*command, flags->reports);
  add_baseline_flag(*command, flags->baseline_file);
  command->add_flag("-v,--verbose", flags->verbose, "show the conversation on standard error")
      ->envname("POSTICHE_VERBOSE");
  command->footer(
      "In the client's arguments {smtp.host}, {smtp.port}, {smtp.address} and {smtp.url} are "
      "filled in, those of other services as well, and the files {ca} and {client-certificate};\n"
      "its environment has them as POSTICHE_SMTP_HOST, POSTICHE_CA and so on.\n"
      "{message} is a letter to send; {sender}, {recipient}, {user} and {password} are those that "
      "the library's scenarios know. {folder} is empty when a case begins, for what the client "
      "remembers.\n"
      "Exit status: 0 passed, 1 failed, 2 could not run.\n\n"
      "  postiche run greylisting --set delay=2s -- curl {smtp.url} --mail-from a@example.org \\\n"
      "      --mail-rcpt b@example.com --upload-file letter.eml");
  command->callback([flags, &status] {
    take_environment(flags->server);
    status = run(*flags);
  });
}

}  // namespace postiche::cli
