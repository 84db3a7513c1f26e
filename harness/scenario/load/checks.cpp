// SPDX-License-Identifier: MIT
// The section `checks`: what a scenario says about checks of the catalogue.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

using PolicyHow = CheckPolicy::How;

void take_reason(Reader& reader, const Node& node, PolicyHow how, CheckPolicy& out) {
  out.how = how;
  out.reason = ascii::trim(reader.text(node).value_or("-"));
  if (!out.reason.empty()) return;
  reader.error(node, "a reason is wanted", "what a reader has to know, in a sentence");
}

constexpr KeyRow<CheckPolicy> policy_rows[] = {
    {{"enforce", "a sentence", "The client is judged by it, whatever others say; the reason why."},
     [](Reader& r, const Node& n, CheckPolicy& out) {
       take_reason(r, n, PolicyHow::enforce, out);
     }},
    {{"skip", "a sentence", "The client is not judged by it; the reason why."},
     [](Reader& r, const Node& n, CheckPolicy& out) { take_reason(r, n, PolicyHow::skip, out); }},
    {{"downgrade", "a sentence", "A client that fails it is only warned; the reason why."},
     [](Reader& r, const Node& n, CheckPolicy& out) {
       take_reason(r, n, PolicyHow::downgrade, out);
     }},
};

void load_word(Reader& reader, const Node& node, CheckPolicy& out) {
  constexpr Choice<PolicyHow> choices[] = {{"enforce", PolicyHow::enforce},
                                           {"skip", PolicyHow::skip},
                                           {"downgrade", PolicyHow::downgrade}};
  const auto how = reader.choose(node, choices, "way to treat a check");
  if (!how) return;
  out.how = *how;
  if (out.how == PolicyHow::enforce) return;
  reader.error(node, "'" + node.text + "' needs a reason",
               "such as {" + node.text + ": the server is broken in the same place}");
}

}  // namespace

void load_checks(Reader& reader, const Node& node, std::vector<CheckPolicy>& out) {
  if (!expect_map(reader, node, "'checks'")) return;
  for (const Node::Entry& entry : node.entries) {
    CheckPolicy one;
    one.id = entry.key->text;
    one.place = reader.place(*entry.key);
    if (!is_id(one.id)) {
      reader.error(*entry.key, "'" + one.id + "' is no id of a check",
                   "lower-case words joined by dots and hyphens, such as smtp.data.dot-stuffing");
    }
    if (entry.value->kind == Node::Kind::text) {
      load_word(reader, *entry.value, one);
    } else if (entry.value->kind == Node::Kind::map && entry.value->entries.size() != 1) {
      reader.error(*entry.value, "a check is treated in one way",
                   "one of enforce, skip, downgrade");
    } else {
      load_keys(reader, *entry.value, "'checks'", policy_rows, one);
    }
    out.push_back(std::move(one));
  }
}

std::vector<SectionDoc> document_checks() { return {document("checks", policy_rows)}; }

}  // namespace postiche::scenario
