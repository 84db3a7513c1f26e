// SPDX-License-Identifier: MIT
// Invariant: any bytes are told what is wrong with them or become a scenario, never both and never
// neither; loading the same bytes again tells the same; no input throws, hangs, or exhausts memory.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "harness/scenario/loader.h"

namespace {

using namespace postiche::scenario;

void demand(bool holds) {
  if (!holds) std::abort();
}

// Fragments are found nowhere, however they are called.
postiche::Result<std::string> find_no_file(std::string_view name) {
  return postiche::Error{{}, "no scenario is called '" + std::string(name) + "'", ""};
}

// What an author would do with it: expand each text, ask each pattern.
void use(const Condition& condition) {
  if (condition.pattern) {
    Captures captures;
    condition.pattern->matches("bob@example.com", &captures);
    condition.pattern->matches(std::nullopt);
    demand(!condition.pattern->describe().empty());
  }
  for (const Condition& part : condition.parts) use(part);
}

void use(const Scenario& scenario) {
  for (const Rule* const rule : all_rules(scenario)) {
    demand(!rule->when.empty() && !rule->steps.empty() && rule->budget.every > 0);
    use(rule->if_);
    for (const Step& step : rule->steps) {
      use(step.if_);
      const auto* reply = std::get_if<ReplyStep>(&step.what);
      if (!reply) continue;
      demand(!reply->lines.empty());
      for (const Template& line : reply->lines) {
        demand(line.leading_text().size() >= 3);
        line.expand([](std::string_view name) { return std::string(name); });
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // Files beside the scenario are the machine's affair, not the input's.
  if (text.find("file") != std::string_view::npos) return 0;
  const Loaded once = load_text(text, "nowhere/fuzz.yaml", {}, find_no_file);
  const Loaded again = load_text(text, "nowhere/fuzz.yaml", {}, find_no_file);
  bool any_error = false;
  demand(once.diagnostics.size() == again.diagnostics.size());
  for (std::size_t i = 0; i < once.diagnostics.size(); ++i) {
    const Diagnostic& one = once.diagnostics[i];
    demand(one.text() == again.diagnostics[i].text() && !one.what.empty());
    any_error = any_error || one.severity == Diagnostic::error;
  }
  demand(any_error == (once.scenario == nullptr));
  if (once.scenario) use(*once.scenario);
  return 0;
}
