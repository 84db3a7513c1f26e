// SPDX-License-Identifier: MIT
// The program: hands each subcommand its words.

#include <malloc.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "harness/cli/commands.h"
#include "harness/cli/flags.h"

namespace {

constexpr const char* about =
    "postiche: a mail server that misbehaves on purpose, and a judge of mail clients";

// The first word, when it is no command of ours.
std::string unknown_command(const CLI::App& program, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return "";
  std::vector<std::string_view> names;
  for (const CLI::App* const command : program.get_subcommands({})) {
    if (command->get_name() == argv[1]) return "";
    names.push_back(command->get_name());
  }
  const std::string hint = postiche::did_you_mean(argv[1], names);
  return "no command is called '" + std::string(argv[1]) + "'; " +
         (hint.empty() ? "write serve, run, conform, sweep, judge, report, check, list or show"
                       : hint);
}

// A word that nobody wants: an option of no such name, or one word too many.
std::string unexpected(const CLI::App& command) {
  std::vector<std::string> rest = command.remaining(true);
  std::erase(rest, "--");
  if (rest.empty()) return "";
  const std::string& word = rest.front();
  if (!word.starts_with("-")) return "'" + word + "' is one word too many; try --help";
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  std::string hint = postiche::did_you_mean(word, {names.begin(), names.end()});
  const bool run = command.get_name() == "run" || command.get_name() == "conform" ||
                   command.get_name() == "sweep";
  if (hint.empty()) hint = run ? "the client and its own options stand behind --" : "try --help";
  return "unknown option '" + word + "'; " + hint;
}

// CLI11's faults in our words.
std::string sentence_for(const CLI::App& app, const CLI::Error& fault) {
  const auto chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::string what = fault.what();
  if (chosen.empty() && fault.get_name() == "RequiredError")
    return "no command; write serve, run, conform, sweep, judge, report, explain, check, list, "
           "show or schema; try --help";
  if (std::string sentence = unexpected(command); !sentence.empty()) return sentence;
  if (what == "client is required")
    return "no client; write it behind --, as in: postiche run greylisting -- ./my-mailer";
  if (what == "check is required")
    return "no id; write one such as smtp.line.crlf-only ('postiche list --checks' shows them)";
  if (what == "report is required")
    return "no report; write files, as 'conform --json FILE' makes them";
  if (what == "transcript is required")
    return "no transcript; write a file or a folder of them, as 'run --record FOLDER' makes them";
  if (what == "scenario is required")
    return "no scenario; write its name, id or file ('postiche list' shows the names)";
  return what + "; try --help";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace postiche::cli;
  // The loop's thread does nearly all allocation. An arena of its own would grow by one mprotect()
  // a page; the main one grows by this much at once.
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, 1024 * 1024);
  CLI::App program(about, "postiche");
  program.set_version_flag("--version", std::string("postiche ") + POSTICHE_VERSION);
  program.require_subcommand(1);
  program.failure_message([](const CLI::App* app, const CLI::Error& fault) {
    return "postiche: error: " + sentence_for(*app, fault) + "\n";
  });
  int status = passed;
  add_serve(program, status);
  add_run(program, status);
  add_check(program, status);
  add_list(program, status);
  add_show(program, status);
  add_explain(program, status);
  add_conform(program, status);
  add_judge(program, status);
  add_report(program, status);
  add_sweep(program, status);
  add_schema(program, status);
  if (const std::string unknown = unknown_command(program, argc, argv); !unknown.empty()) {
    complain(unknown);
    return could_not_run;
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    // CLI11 answers --help and --version by exceptions too; those are no failures.
    return program.exit(fault) == 0 ? passed : could_not_run;
  } catch (const std::exception& fault) {
    complain(std::string(fault.what()) + "; this is a fault of postiche: please report it");
    return could_not_run;
  }
  std::cout.flush();
  if (!std::cout) {
    complain("cannot write to standard output");
    return could_not_run;
  }
  return status;
}
