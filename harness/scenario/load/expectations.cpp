// SPDX-License-Identifier: MIT
// `expect`: what the client is expected to do, at which level.

#include <algorithm>

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- forms ---

constexpr KeyRow<Form> form_rows[] = {
    {{"count", "event and bounds", "How often an event came."}, load_count_form},
    {{"seen", "an event, or event and if", "It happened at least once."}, load_seen_form},
    {{"never", "an event, or event and if", "It did not happen."}, load_never_form},
    {{"gap", "between and bounds", "How long it was between two of a kind, each time."},
     load_gap_form},
    {{"within", "event, after, time", "One event came so soon after another, each time."},
     load_within_form},
    {{"order", "events in order",
      "On each connection no event came before the one that stands before it here."},
     load_order_form},
    {{"same", "values, across", "Values stayed the same from one attempt to the next."},
     load_same_form},
    {{"message", "what it holds", "Some accepted message meets all of this."}, load_message_form},
    {{"ending", "by, how", "How every connection ended."}, load_ending_form},
    {{"client", "status, output", "What the client told its user; `postiche run` started it."},
     load_client_form},
    {{"stream", "equals, drop, substitute",
      "All command lines of the client, connections in order of opening, content apart."},
     load_stream_form},
};

void load_form(Reader& reader, const Node& node, Form& out) {
  load_keys(reader, node, "an expectation's form", form_rows, out);
  if (node.kind == Node::Kind::map && node.entries.size() != 1) {
    std::string words;
    for (const KeyRow<Form>& row : form_rows) {
      words += (words.empty() ? "one of " : ", ") + std::string(row.doc.key);
    }
    reader.error(node, "one form is expected here, found " + std::to_string(node.entries.size()),
                 words);
  }
}

// --- pick ---

template <PickedForm::Means means>
void load_means(Reader& reader, const Node& node, PickedForm& out) {
  out.means = means;
  load_form(reader, node, out.form);
}
void load_picked_says(Reader& reader, const Node& node, PickedForm& out) {
  if (auto says = reader.text(node)) out.says = std::move(*says);
}
constexpr KeyRow<PickedForm> picked_rows[] = {
    {{"pass", "a form", "A client that did this is right."}, load_means<PickedForm::Means::pass>},
    {{"info", "a form", "Noted, for the reader."}, load_means<PickedForm::Means::info>},
    {{"warn", "a form", "It should not have."}, load_means<PickedForm::Means::warn>},
    {{"fail", "a form", "It must not have."}, load_means<PickedForm::Means::fail>},
    {{"says", "a sentence", "What has happened then, for people."}, load_picked_says},
};

// Tells if not exactly one of `words` is a key of the map.
void check_one_of(Reader& reader, const Node& node, const Words& words, const Words& all,
                  std::string_view what, std::string_view kind) {
  const auto is_in = [](const Words& list, const Node::Entry& entry) {
    return std::find(list.begin(), list.end(), entry.key->text) != list.end();
  };
  std::size_t found = 0;
  for (const Node::Entry& entry : node.entries) {
    if (!is_in(all, entry)) return;  // another message tells of it
    if (is_in(words, entry)) ++found;
  }
  if (found == 1) return;
  std::string hint;
  for (const std::string_view word : words) {
    hint += (hint.empty() ? "one of " : ", ") + std::string(word);
  }
  reader.error(node,
               std::string(what) + (found == 0 ? " needs " : " has one ") +
                   (found == 0 ? "a " : "") + std::string(kind),
               hint);
}

void load_picked(Reader& reader, const Node& node, Expectation& out) {
  PickedForm one;
  load_keys(reader, node, "an outcome", picked_rows, one);
  if (node.kind == Node::Kind::map) {
    check_one_of(reader, node, {"pass", "info", "warn", "fail"},
                 keys_of(std::span<const KeyRow<PickedForm>>(picked_rows)), "an outcome",
                 "meaning");
  }
  out.pick.push_back(std::move(one));
}

void load_pick(Reader& reader, const Node& node, Expectation& out) {
  if (node.kind != Node::Kind::list || node.items.empty()) {
    reader.error(node, "'pick' is a list of outcomes, the first that is met decides",
                 "such as - pass: {seen: QUIT}");
    return;
  }
  for (const Node* item : node.items) load_picked(reader, *item, out);
}

// --- one expectation ---

void load_id(Reader& reader, const Node& node, Expectation& out) {
  if (auto id = reader.text(node)) out.id = std::move(*id);
}
void load_says(Reader& reader, const Node& node, Expectation& out) {
  if (auto says = reader.text(node)) out.says = std::move(*says);
}
void load_arises(Reader& reader, const Node& node, Expectation& out) {
  load_seen_form(reader, node, out.arises.emplace());
}
template <Level level>
void load_level(Reader& reader, const Node& node, Expectation& out) {
  out.level = level;
  load_form(reader, node, out.form);
}
constexpr KeyRow<Expectation> expectation_rows[] = {
    {{"id", "a word", "What verdicts call it; where `expect` is a map, its keys."}, load_id},
    {{"must", "a form", "A client that does otherwise fails."}, load_level<Level::must>},
    {{"should", "a form", "A client that does otherwise is warned."}, load_level<Level::should>},
    {{"may", "a form", "Noted; either is right."}, load_level<Level::may>},
    {{"info", "a form", "Noted, for the reader."}, load_level<Level::info>},
    {{"pick", "a list of outcomes", "The first outcome that is met says how good that is."},
     load_pick},
    {{"arises", "an event, or event and if",
      "The situation that this is about; UNRESOLVED where it never arose."},
     load_arises},
    {{"says", "a sentence", "What holds when it is met, for people."}, load_says},
};

void load_expectation(Reader& reader, const Node& node, std::string_view id,
                      std::vector<Expectation>& out) {
  Expectation one;
  one.id = id;
  one.place = reader.place(node);
  load_keys(reader, node, "an expectation", expectation_rows, one);
  if (node.kind == Node::Kind::map) {
    check_one_of(reader, node, {"must", "should", "may", "info", "pick"},
                 keys_of(std::span<const KeyRow<Expectation>>(expectation_rows)), "an expectation",
                 "level");
  }
  const bool known = std::any_of(out.begin(), out.end(),
                                 [&](const Expectation& other) { return other.id == one.id; });
  if (!one.id.empty() && known) {
    reader.error(node, "another expectation has the id '" + one.id + "'");
  } else if (one.id.empty() && node.kind == Node::Kind::map && !node.find("id")) {
    missing_key(reader, node, "an expectation", "id");
  }
  out.push_back(std::move(one));
}

}  // namespace

void load_expectations(Reader& reader, const Node& node, std::vector<Expectation>& out) {
  if (node.kind == Node::Kind::list) {
    for (const Node* item : node.items) load_expectation(reader, *item, {}, out);
  } else if (node.kind == Node::Kind::map) {
    for (const Node::Entry& entry : node.entries) {
      load_expectation(reader, *entry.value, entry.key->text, out);
    }
  } else {
    reader.error(node, "'expect' must be a list or a map, not " + node.describe(),
                 "begin each expectation with '- ' or with its id");
  }
}

std::vector<SectionDoc> document_expectations() {
  return {document("expect", expectation_rows), document("pick", picked_rows),
          document("forms", form_rows)};
}

}  // namespace postiche::scenario
