// SPDX-License-Identifier: MIT
// The program: hands each subcommand its words.

#include <malloc.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "harness/cli/commands.h"
#include "harness/cli/flags.h"

namespace {

constexpr const char* about =
    "postiche: a mail server that misbehaves on purpose, and a judge of mail clients";

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
  program.failure_message([](const CLI::App*, const CLI::Error& fault) {
    return "postiche: error: " + std::string(fault.what()) + "; try --help\n";
  });
  int status = passed;
  add_serve(program, status);
  add_run(program, status);
  add_check(program, status);
  add_list(program, status);
  add_show(program, status);
  add_schema(program, status);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& fault) {
    // CLI11 answers --help and --version by exceptions too; those are no failures.
    return program.exit(fault) == 0 ? passed : could_not_run;
  } catch (const std::exception& fault) {
    complain(std::string(fault.what()) + "; this is a fault of postiche: please report it");
    return could_not_run;
  }
  return status;
}
