// SPDX-License-Identifier: MIT
// The steps that leave a note for later rules, for the reader and for the judge: `state`, `mark`
// and `verdict`.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return ascii::is_alnum(c) || c == '-' || c == '.';
  });
}

struct VerdictDraft {
  VerdictStep step;
  const Node* decided = nullptr;  // the level that was named first
};

template <VerdictStep::Level level>
void load_level(Reader& reader, const Node& node, VerdictDraft& out) {
  if (out.decided) {
    return reader.error(node, "a verdict has one level, this one has two",
                        "write one of fail, warn, pass and info");
  }
  out.decided = &node;
  out.step.level = level;
  if (auto says = reader.template_text(node)) out.step.says = std::move(*says);
}
void load_verdict_id(Reader& reader, const Node& node, VerdictDraft& out) {
  const auto id = reader.text(node);
  if (!id) return;
  if (!is_word(*id)) {
    reader.error(node, "'" + *id + "' is no id", "letters, digits, hyphens and dots");
    return;
  }
  out.step.id = *id;
}

constexpr KeyRow<VerdictDraft> verdict_rows[] = {
    {{"fail", "a sentence", "The client has done what it must not."},
     load_level<VerdictStep::Level::fail>},
    {{"warn", "a sentence", "The client has done what it should not."},
     load_level<VerdictStep::Level::warn>},
    {{"pass", "a sentence", "The client has done what it should."},
     load_level<VerdictStep::Level::pass>},
    {{"info", "a sentence", "Noted, for the reader."}, load_level<VerdictStep::Level::info>},
    {{"id", "a word", "What the verdict is called; without it, as the rule is."}, load_verdict_id},
};

}  // namespace

void load_state_step(Reader& reader, const Node& node, Step& out) {
  const auto name = reader.text(node);
  if (!name) return;
  if (!is_word(*name)) {
    reader.error(node, "'" + *name + "' is no name for a state", "a word such as locked");
    return;
  }
  out.what = StateStep{*name};
}

void load_mark_step(Reader& reader, const Node& node, Step& out) {
  if (auto text = reader.template_text(node)) out.what = MarkStep{std::move(*text)};
}

void load_verdict_step(Reader& reader, const Node& node, Step& out) {
  VerdictDraft draft;
  load_keys(reader, node, "'verdict'", verdict_rows, draft);
  const bool is_empty = node.kind == Node::Kind::map && node.entries.empty();
  if (!draft.decided && (is_empty || !draft.step.id.empty())) {
    reader.error(node, "'verdict' needs a level", "such as {fail: the client named no recipient}");
  }
  out.what = std::move(draft.step);
}

std::vector<SectionDoc> document_noting_steps() { return {document("verdict", verdict_rows)}; }

}  // namespace postiche::scenario
