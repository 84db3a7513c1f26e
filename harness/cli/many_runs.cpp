// SPDX-License-Identifier: MIT
#include "harness/cli/many_runs.h"

#include <CLI/CLI.hpp>

#include "harness/cli/flags.h"

namespace postiche::cli {

void add_many_runs_flags(CLI::App& command, ManyRunsFlags& flags) {
  command.add_option("client", flags.client, "the client and its arguments, behind --")->required();
  command.add_option("-j,--jobs", flags.jobs, "run so many at once")
      ->check(CLI::Range(1, 64))
      ->envname("POSTICHE_JOBS")
      ->capture_default_str();
  command.add_option("--timeout", flags.timeout, "kill the client after this real time")
      ->type_name("TIME")
      ->envname("POSTICHE_TIMEOUT")
      ->capture_default_str();
  command.add_option("--message", flags.message, "the letter that {message} names")
      ->type_name("FILE")
      ->envname("POSTICHE_MESSAGE");
  command.add_option("--name", flags.name, "what the report calls the client");
  add_profile_flags(command, flags.profile);
  add_report_flags(command, flags.reports);
  add_colour_flag(command, flags.colour);
}

std::vector<std::string> words_of_run(const ManyRunsFlags& flags, const std::string& scenario,
                                      const std::string& json,
                                      const std::vector<std::string>& more) {
  std::vector<std::string> words{"run", scenario};
  const auto add = [&](const std::string& flag, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {flag, value});
  };
  add("--json", json);
  add("--role", flags.profile.role);
  add("--tls", flags.profile.tls);
  add("--timeout", flags.timeout);
  add("--message", flags.message);
  words.insert(words.end(), more.begin(), more.end());
  words.emplace_back("--");
  words.insert(words.end(), flags.client.begin(), flags.client.end());
  return words;
}

}  // namespace postiche::cli
