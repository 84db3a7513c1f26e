// SPDX-License-Identifier: MIT
#pragma once
// Warnings about a scenario as a whole: what loads, and can't be what its author meant. Only what
// is certain is told.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostics.h"
#include "harness/scenario/model.h"

namespace postiche::scenario {

struct Lint {
  Lint(const Scenario& scenario, Diagnostics& diagnostics);
  void warn(const Place& place, std::string what, std::string hint) const;

  const Scenario& scenario;
  Diagnostics& diagnostics;
  std::vector<const Section*> parts;  // all that a connection can meet
  std::vector<const Rule*> rules;     // of all parts
  bool has_dialogue = false;          // one that drives, or one that a rule jumps into
};

// Asks every one of the functions below.
void lint(const Scenario& scenario, Diagnostics& diagnostics);

// lint/offer.cpp: commands and parameters of extensions that are not offered.
void lint_offer(const Lint& lint);
// lint/codes.cpp: replies that no server gives to that command.
void lint_codes(const Lint& lint);
// lint/reach.cpp: rules whose turn never comes.
void lint_reach(const Lint& lint);
// lint/values.cpp: conditions on values that never are, or not there.
void lint_values(const Lint& lint);
// lint/names.cpp: states and variables that nobody sets, or nobody asks for.
void lint_names(const Lint& lint);
// lint/expect.cpp: expectations that always or never hold.
void lint_expect(const Lint& lint);

// lint/honest.cpp: what the honest server offers where a scenario says nothing.
std::span<const std::string_view> honest_capabilities(Protocol protocol);
// At some stage of some part.
bool is_offered(const Lint& lint, std::string_view keyword);
// Why no server answers this verb or event with this code; nothing where one may.
std::optional<std::string> why_foreign(std::string_view word, int code);

// Whether it waits for events, and `is` holds for each of them.
bool waits_only_for(const Rule& rule, const std::function<bool(const Trigger&)>& is);
// Always speaks where its event comes, and lets no rule below speak.
bool always_speaks(const Rule& rule);
// The code that a reply begins with; 0 where that is a name.
int code_of(const ReplyStep& reply);
// "RCPT", "message", "data".
std::string word_for(const Trigger& trigger);
// The rule that sees to it that no message is accepted there; null where one may be.
const Rule* refuses_all_mail(const Lint& lint, const Section& part);

// `wanted`: not below a `not`.
using VisitLeaf = std::function<void(const Condition& leaf, bool wanted)>;
void each_leaf(const Condition& condition, const VisitLeaf& visit, bool wanted = true);
void each_step(const Lint& lint, const std::function<void(const Step&)>& visit);
void each_item(const Lint& lint, const std::function<void(const DialogueItem&)>& visit);
// Conditions of every kind: of rules, steps, routes, tallies and expectations.
void each_condition(const Lint& lint, const std::function<void(const Condition&)>& visit);
void each_text(const Step& step, const std::function<void(const Template&)>& visit);
// Forms at any level, those of `pick` included.
void each_form(const Lint& lint, const std::function<void(const Expectation&, const Form&)>& visit);

}  // namespace postiche::scenario
