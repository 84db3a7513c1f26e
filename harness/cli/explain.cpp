// SPDX-License-Identifier: MIT
// postiche explain: what one requirement of the catalogue asks, and how it is judged.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "harness/cli/commands.h"
#include "harness/cli/flags.h"
#include "harness/judge/catalogue.h"
#include "harness/judge/checks.h"
#include "harness/judge/examples.h"

namespace postiche::cli {
namespace {

using judge::Force;
using judge::Requirement;

constexpr std::size_t width = 80;

// Words in lines of at most `width` columns, each behind `indent`.
void print_wrapped(const std::string& indent, const std::string& text) {
  std::istringstream words(text);
  std::string line = indent, word;
  while (words >> word) {
    const bool is_first = line.size() == indent.size();
    if (!is_first && line.size() + 1 + word.size() > width) {
      std::cout << line << '\n';
      line = indent;
    }
    line += (line.size() == indent.size() ? "" : " ") + word;
  }
  std::cout << line << '\n';
}

void print_section(const std::string& title, const std::string& text) {
  if (text.empty()) return;
  std::cout << '\n' << title << '\n';
  print_wrapped("  ", text);
}

void print_example(const std::string& title, const judge::Example& example) {
  if (example.empty()) return;
  std::cout << '\n' << title << '\n';
  for (const std::string& line : example.lines) std::cout << "  " << line << '\n';
  if (!example.outcome.empty()) print_wrapped("  = ", example.outcome);
}

std::string force_of(const Requirement& one) {
  switch (one.force) {
    case Force::must:
      return "MUST";
    case Force::should:
      return "SHOULD";
    case Force::may:
      return "MAY";
    case Force::security:
      return "security: judged as a MUST";
    case Force::practice:
      break;
  }
  return "good practice: no standard demands it";
}

// The names of the scenarios whose expectations bear this id.
std::vector<std::string> scenarios_for(const std::string& id) {
  std::vector<std::string> names;
  const scenario::Library shelf = library();
  for (const auto& entry : shelf.list()) {
    if (std::find(entry.expects.begin(), entry.expects.end(), id) == entry.expects.end()) continue;
    names.push_back(entry.name);
  }
  return names;
}

std::string how_it_is_seen(const Requirement& one) {
  if (const auto check = judge::known_check(one.id)) {
    const std::string until =
        check->is_excused ? ", up to where the server breaks a rule itself" : "";
    return "In any run: every transcript is judged by it" + until + ".";
  }
  const auto names = scenarios_for(one.id);
  if (names.empty()) return "Not yet: no scenario of the library provokes it.";
  std::string text = "By the scenario" + std::string(names.size() == 1 ? " " : "s ");
  for (const std::string& name : names) text += (&name == &names.front() ? "" : ", ") + name;
  return text + ".";
}

int explain(const std::string& wanted) {
  const Requirement* const one = judge::find_requirement(wanted);
  if (!one) {
    std::vector<std::string_view> ids;
    for (const Requirement& row : judge::catalogue()) ids.push_back(row.id);
    const std::string hint = did_you_mean(wanted, ids);
    complain("no requirement is called '" + wanted + "'; " +
             (hint.empty() ? "postiche list --checks shows them all" : hint));
    return could_not_run;
  }
  std::cout << one->id << " (" << one->shorthand << ")\n";
  print_wrapped("", one->says);
  std::cout << '\n' << force_of(*one) << " by " << one->source() << '\n';
  print_section("How it is judged", one->judged);
  print_section("What it takes to see it", one->provoked);
  print_section("Where it is judged", how_it_is_seen(*one));
  print_example("An example of right", judge::example_of(one->id, "right"));
  print_example("An example of wrong", judge::example_of(one->id, "wrong"));
  return passed;
}

}  // namespace

void add_explain(CLI::App& program, int& status) {
  auto wanted = std::make_shared<std::string>();
  CLI::App* const command =
      program.add_subcommand("explain", "say what a requirement on clients is about");
  command->add_option("check", *wanted, "its id, such as smtp.line.crlf-only")->required();
  command->callback([wanted, &status] { status = explain(*wanted); });
}

}  // namespace postiche::cli
