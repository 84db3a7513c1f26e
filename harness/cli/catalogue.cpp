// SPDX-License-Identifier: MIT
// postiche check, list, show and schema: scenarios as files.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/cli/cases.h"
#include "harness/cli/commands.h"
#include "harness/cli/flags.h"
#include "harness/judge/catalogue.h"
#include "harness/judge/checks.h"
#include "harness/scenario/schema.h"

namespace postiche::cli {
namespace {

struct Flags {
  std::vector<std::string> names;
  std::vector<std::string> settings;
  std::string format = "text";
  std::string tag;
  bool strict = false;
  bool checks = false;
  std::string about, level;
};

void add_format(CLI::App& command, Flags& flags) {
  command.add_option("--format", flags.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->envname("POSTICHE_FORMAT");
}

nlohmann::ordered_json to_json(const scenario::Diagnostic& diagnostic) {
  const bool error = diagnostic.severity == scenario::Diagnostic::error;
  return {{"file", diagnostic.where.file},     {"line", diagnostic.where.line},
          {"column", diagnostic.where.column}, {"severity", error ? "error" : "warning"},
          {"message", diagnostic.what},        {"hint", diagnostic.hint}};
}

// "2 warnings", or nothing.
std::string count_warnings(const scenario::Loaded& loaded) {
  const auto count = loaded.diagnostics.size();
  if (count == 0) return "";
  return std::to_string(count) + (count == 1 ? " warning" : " warnings");
}

int check(const Flags& flags) {
  const scenario::Library shelf = library();
  auto problems = nlohmann::ordered_json::array();
  bool good = true;
  for (const std::string& name : flags.names) {
    const auto path = shelf.find(name);
    if (!path) {
      complain(path.error().text());
      good = false;
      continue;
    }
    const auto loaded = load_for_check(*path, shelf);
    const std::string warnings = loaded.scenario ? count_warnings(loaded) : "";
    const bool fine = loaded.scenario && (warnings.empty() || !flags.strict);
    good = good && fine;
    if (flags.format == "text") {
      print(loaded.diagnostics, Colour::automatic);
      if (loaded.scenario) {
        std::cout << *path << (fine ? ": ok, " : ": not ok, ") << loaded.scenario->id
                  << (warnings.empty() ? "" : ", " + warnings) << '\n';
      }
    }
    for (const auto& diagnostic : loaded.diagnostics) problems.push_back(to_json(diagnostic));
  }
  if (flags.format == "json") std::cout << problems.dump(2) << '\n';
  return good ? passed : could_not_run;
}

// "smtp", "smtp.data" and an area such as "pipelining" are what a requirement can be about.
bool is_about(const judge::Requirement& one, const std::string& about) {
  return about.empty() || one.subject() == about || one.area == about ||
         one.id.starts_with(about + ".") || one.id == about;
}

int list_checks(const Flags& flags) {
  auto rows = nlohmann::ordered_json::array();
  for (const judge::Requirement& one : judge::catalogue()) {
    if (!is_about(one, flags.about)) continue;
    if (!flags.level.empty() && judge::name(one.force) != flags.level) continue;
    rows.push_back({{"id", one.id},
                    {"shorthand", one.shorthand},
                    {"area", one.area},
                    {"level", judge::name(one.force)},
                    {"sources", one.sources},
                    {"says", one.says},
                    {"passive", one.is_passive()}});
    if (flags.format == "json") continue;
    std::cout << one.id << "  " << judge::name(one.force) << ", " << one.source() << "\n    "
              << one.says << '\n';
  }
  if (flags.format == "json") std::cout << rows.dump(2) << '\n';
  return passed;
}

int list(const Flags& flags) {
  if (flags.checks) return list_checks(flags);
  std::vector<scenario::Library::Entry> entries = library().list();
  if (!flags.tag.empty()) {
    std::erase_if(entries, [&](const auto& entry) {
      return std::find(entry.tags.begin(), entry.tags.end(), flags.tag) == entry.tags.end();
    });
  }
  auto rows = nlohmann::ordered_json::array();
  std::size_t width = 0;
  for (const auto& entry : entries) width = std::max(width, entry.name.size());
  for (const auto& entry : entries) {
    rows.push_back({{"name", entry.name},
                    {"id", entry.id},
                    {"title", entry.title},
                    {"tags", entry.tags},
                    {"cases", entry.cases},
                    {"path", entry.path}});
    if (flags.format == "json") continue;
    std::cout << entry.name << std::string(width + 2 - entry.name.size(), ' ')
              << (entry.id.empty() ? "(does not load: try postiche check)" : entry.title)
              << (entry.cases > 1 ? " (" + std::to_string(entry.cases) + " cases)" : "") << '\n';
  }
  if (flags.format == "json") std::cout << rows.dump(2) << '\n';
  return passed;
}

int show(const Flags& flags) {
  const scenario::Library shelf = library();
  for (const std::string& name : flags.names) {
    const auto path = shelf.find(name);
    if (!path) {
      complain(path.error().text());
      return could_not_run;
    }
    std::ifstream file(*path);
    std::cout << "# " << *path << '\n';
    const auto loaded = scenario::load_file(*path, {}, finder(shelf));
    if (loaded.scenario && !loaded.scenario->matrix.empty()) {
      for (const auto& one : scenario::cases_of(loaded.scenario->matrix)) {
        std::cout << "# case " << scenario::name_of(one, loaded.scenario->matrix) << '\n';
      }
    }
    std::cout << file.rdbuf();
  }
  return passed;
}

int schema() {
  std::cout << scenario::json_schema();
  return passed;
}

}  // namespace

void add_check(CLI::App& program, int& status) {
  auto flags = std::make_shared<Flags>();
  CLI::App* const command =
      program.add_subcommand("check", "say all that is wrong with scenario files");
  command->add_option("scenario", flags->names, "names, ids or files")->required();
  add_format(*command, *flags);
  command->add_flag("--strict", flags->strict, "take warnings for errors")
      ->envname("POSTICHE_STRICT");
  command->callback([flags, &status] { status = check(*flags); });
}

void add_list(CLI::App& program, int& status) {
  auto flags = std::make_shared<Flags>();
  CLI::App* const command = program.add_subcommand(
      "list", "list the scenarios of the library, or the requirements on clients");
  command->add_flag("--checks", flags->checks, "what is asked of clients, instead of scenarios");
  command->add_option("--about", flags->about, "of --checks: a protocol, an area or part of an id");
  command->add_option("--level", flags->level, "of --checks: those of this level")
      ->check(CLI::IsMember({"must", "should", "may", "security", "practice"}));
  command->add_option("--tag", flags->tag, "only those with this tag")->envname("POSTICHE_TAG");
  add_format(*command, *flags);
  command->callback([flags, &status] { status = list(*flags); });
}

void add_show(CLI::App& program, int& status) {
  auto flags = std::make_shared<Flags>();
  CLI::App* const command = program.add_subcommand("show", "print a scenario");
  command->add_option("scenario", flags->names, "names, ids or files")->required();
  command->callback([flags, &status] { status = show(*flags); });
}

void add_schema(CLI::App& program, int& status) {
  CLI::App* const command =
      program.add_subcommand("schema", "print the JSON Schema of scenario files, for editors");
  command->callback([&status] { status = schema(); });
}

}  // namespace postiche::cli
