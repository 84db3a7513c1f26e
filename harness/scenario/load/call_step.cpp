// SPDX-License-Identifier: MIT
// The step that asks a function of yours: `call`.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

void load_python(Reader& reader, const Node& node, CallStep& out) {
  const auto name = reader.text(node);
  if (!name) return;
  const bool is_word = !name->empty() && std::all_of(name->begin(), name->end(), [](char c) {
    return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
  });
  if (!is_word) {
    return reader.error(node, "'" + *name + "' is no name for a hook", "a word such as recipient");
  }
  out.hook = *name;
}
void load_timeout(Reader& reader, const Node& node, CallStep& out) {
  const auto time = reader.duration(node);
  if (!time) return;
  if (time->ns <= 0 || time->is_forever()) {
    reader.error(node, "a timeout needs a time that passes", "such as 5s");
  }
  out.timeout = *time;
}

constexpr KeyRow<CallStep> rows[] = {
    {{"python", "a word", "The name of the function in `postiche.serve(..., hooks={name: ...})`.",
      Need::required},
     load_python},
    {{"timeout", "a time", "So long its answer is waited for, in real time; 5s."}, load_timeout},
};

}  // namespace

void load_call_step(Reader& reader, const Node& node, Step& out) {
  CallStep step;
  load_keys(reader, node, "'call'", rows, step);
  out.what = std::move(step);
}

void check_calls(Reader& reader, const Rule& rule) {
  for (const Step& step : rule.steps) {
    if (!std::holds_alternative<CallStep>(step.what)) continue;
    if (&step != &rule.steps.back()) {
      reader.error(step.place, "nothing stands behind 'call'", "its answer can say what follows");
    } else if (rule.also) {
      reader.error(step.place, "a rule that says 'also' cannot 'call'",
                   "the rules below would speak before the answer came");
    }
  }
}

std::vector<SectionDoc> document_call_step() { return {document("call", rows)}; }

}  // namespace postiche::scenario
