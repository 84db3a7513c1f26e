// SPDX-License-Identifier: MIT
// The section `smtp`.

#include "harness/scenario/sections.h"

namespace postiche::scenario {

namespace {

void load_greeting(Reader& reader, const Node& node, Smtp& out) {
  auto lines = load_reply_lines(reader, node);
  reader.check_names({});
  if (!lines.empty()) out.greeting = std::move(lines);
}
void load_smtp_offer(Reader& reader, const Node& node, Smtp& out) {
  load_offer(reader, node, out.offer);
}
void load_smtp_pace(Reader& reader, const Node& node, Smtp& out) {
  out.pace = load_pace(reader, node);
}
void load_smtp_rules(Reader& reader, const Node& node, Smtp& out) {
  load_rules(reader, node, out.rules);
}
constexpr KeyRow<Smtp> rows[] = {
    {{"greeting", "a reply", "What the server says first."}, load_greeting},
    {{"offer", "capabilities or stages",
      "A list replaces what EHLO says; `add`, `remove` and `hide` change it."},
     load_smtp_offer},
    {{"pace", "bytes, every, rate or join",
      "How all that is written is cut, from the first octet."},
     load_smtp_pace},
    {{"rules", "a list of rules", "Asked top to bottom; the first that holds speaks."},
     load_smtp_rules},
};

}  // namespace

void load_smtp(Reader& reader, const Node& node, Smtp& out) {
  load_keys(reader, node, "'smtp'", rows, out);
}

std::vector<SectionDoc> document_smtp() { return {document("smtp", rows)}; }

}  // namespace postiche::scenario
