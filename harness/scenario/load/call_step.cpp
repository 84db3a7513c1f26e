// SPDX-License-Identifier: MIT
// The step that asks a function or a web server of yours: `call`.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/numeric_address.h"
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

// Nothing is encrypted that nobody but the tester sees.
void load_url(Reader& reader, const Node& node, CallStep& out) {
  const auto url = reader.text(node);
  if (!url) return;
  constexpr std::string_view scheme = "http://";
  std::string_view rest = *url;
  const bool is_http = ascii::starts_with_ignoring_case(rest, scheme);
  if (is_http) rest.remove_prefix(scheme.size());
  std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    host = is_port(host.substr(colon + 1)) ? host.substr(0, colon) : std::string_view();
  }
  if (!is_http || !(host == "localhost" || is_numeric_host(host))) {
    return reader.error(node, "'" + *url + "' is nothing that can be asked",
                        "such as http://127.0.0.1:8080/path; an address or localhost, no name");
  }
  out.url = *url;
}
void load_timeout(Reader& reader, const Node& node, CallStep& out) {
  const auto time = reader.duration(node);
  if (!time) return;
  if (time->ns <= 0 || time->is_forever()) {
    reader.error(node, "a timeout needs a time that passes", "such as 5s");
  }
  out.timeout = *time;
}

constexpr KeyRow<CallStep> call_rows[] = {
    {{"python", "a word", "The name of the function in `postiche.serve(..., hooks={name: ...})`."},
     load_python},
    {{"url", "an address", "Or a web server: POST, with what rules can ask as a JSON object."},
     load_url},
    {{"timeout", "a time", "So long its answer is waited for, in real time; 5s."}, load_timeout},
};

}  // namespace

void load_call_step(Reader& reader, const Node& node, Step& out) {
  CallStep step;
  load_keys(reader, node, "'call'", call_rows, step);
  const bool python = node.find("python"), url = node.find("url");
  if (python && url) {
    reader.error(node, "'call' asks one: a function or a web server", "leave out python or url");
  } else if (!python && !url && node.kind == Node::Kind::map) {
    missing_key(reader, node, "'call'", "python' or 'url");
  }
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

std::vector<SectionDoc> document_call_step() { return {document("call", call_rows)}; }

}  // namespace postiche::scenario
