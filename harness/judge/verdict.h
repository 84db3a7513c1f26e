// SPDX-License-Identifier: MIT
#pragma once
// What is said about the client, with the evidence.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/catalogue.h"
#include "harness/scenario/model.h"

namespace postiche::judge {

enum class Outcome : std::uint8_t {
  pass,
  warn,        // a should was not met
  fail,        // a must was not met
  info,        // measured, not judged
  skip,        // what it needs is not there
  unresolved,  // the situation never arose
  error,       // our fault
};

// Octets of an event that show what is meant.
struct Mark {
  std::uint64_t sequence = 0;
  std::size_t offset = 0, length = 0;
};

struct Verdict {
  std::string id;  // of the expectation or check
  Outcome outcome = Outcome::unresolved;
  scenario::Level level = scenario::Level::must;
  std::string says;      // what was asked, a sentence
  std::string measured;  // what was found, a sentence: "RCPT came once; at least 2 were expected"
  std::vector<std::uint64_t> evidence;  // sequence numbers of transcript events
  std::vector<Mark> marks;              // of the evidence, where a part of an event is guilty
  std::string source;                   // "RFC 5321 sec 2.3.8"; "" for what is the scenario's own
  bool is_enforced = false;             // the scenario wants to be failed by it
};

// Whether an expectation fails a run: a must whose situation never arose has not been shown.
bool is_failure(const Verdict& expectation);
// Which verdicts of the catalogue fail a run: those that the scenario enforces, or all that FAIL.
enum class Strictness : std::uint8_t { enforced, all };
bool is_failure(const Verdict& check, Strictness strictness);

std::string_view name(Outcome outcome);  // "PASS", "WARN" ...
std::optional<Outcome> find_outcome(std::string_view name);
// The worst of all: fail and error before unresolved, then warn. Pass where there is none.
Outcome worst(const std::vector<Verdict>& verdicts);

}  // namespace postiche::judge
