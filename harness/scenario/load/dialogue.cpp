// SPDX-License-Identifier: MIT
// `dialogue` and `dialogues`: one row for each kind of item, and the blocks that hold others.

#include <algorithm>
#include <array>

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

struct Context {
  const DialogueNames& names;
  std::vector<std::string> captured;  // by what stands above
};

struct DialogueDraft {
  Context& context;
  DialogueItem item;
};

void load_items(Reader& reader, const Node& node, Context& context, DialogueLines& out);

// --- items ---

void load_said_item(Reader& reader, const Node& node, DialogueDraft& out) {
  out.item.line = true;
  load_said(reader, node, out.item);
}
void load_heard_item(Reader& reader, const Node& node, DialogueDraft& out) {
  out.item.line = true;
  load_heard(reader, node, out.context.captured, out.item);
}
void load_message(Reader& reader, const Node& node, DialogueDraft& out) {
  out.item.line = true;
  out.item.shown = "message";
  out.item.what = HearMessageItem{};
  if (node.kind != Node::Kind::null) reader.yes_or_no(node);
}

// A block has to begin with what tells that it comes.
void load_block(Reader& reader, const Node& node, Context& context, DialogueLines& out) {
  load_items(reader, node, context, out);
  if (!out.empty() && !std::holds_alternative<HearItem>(out.front().what)) {
    const Node& first = node.kind == Node::Kind::list ? *node.items.front() : node;
    reader.error(first, "a block begins with the C: line that shows that it comes",
                 "what is always said or heard belongs in front of the block");
  }
}

void load_maybe(Reader& reader, const Node& node, DialogueDraft& out) {
  LoopItem loop;
  load_block(reader, node, out.context, loop.lines);
  out.item.what = std::move(loop);
}

struct Loop {
  Context& context;
  LoopItem item;
};
void load_loop_lines(Reader& reader, const Node& node, Loop& out) {
  load_block(reader, node, out.context, out.item.lines);
}
void load_at_least(Reader& reader, const Node& node, Loop& out) {
  out.item.at_least = reader.number(node).value_or(0);
}
void load_at_most(Reader& reader, const Node& node, Loop& out) {
  out.item.at_most = reader.number(node, 1).value_or(LoopItem::no_end);
}
constexpr KeyRow<Loop> repeat_rows[] = {
    {{"lines", "a list of items", "The block.", Need::required}, load_loop_lines},
    {{"at-least", "a number", "So often or more; 0."}, load_at_least},
    {{"at-most", "a number", "So often or less; without it there is no end."}, load_at_most},
};
void load_repeat(Reader& reader, const Node& node, DialogueDraft& out) {
  Loop loop{out.context, {}};
  loop.item.at_most = LoopItem::no_end;
  if (node.kind == Node::Kind::list) {
    load_block(reader, node, out.context, loop.item.lines);
  } else {
    load_keys(reader, node, "'repeat'", repeat_rows, loop);
  }
  if (loop.item.at_least > loop.item.at_most) {
    reader.error(node, "'at-least' is more than 'at-most'");
  }
  out.item.what = std::move(loop.item);
}

void load_any_order(Reader& reader, const Node& node, DialogueDraft& out) {
  constexpr std::size_t most = 32;
  if (node.kind != Node::Kind::list || node.items.size() < 2 || node.items.size() > most) {
    reader.error(node, "'any-order' is a list of 2 to 32 blocks, each a list of items",
                 "such as [[C: NOOP, S: 250 OK], [C: RSET, S: 250 OK]]");
    return;
  }
  AnyOrderItem any;
  for (const Node* const block : node.items) {
    load_block(reader, *block, out.context, any.blocks.emplace_back());
  }
  out.item.what = std::move(any);
}

void load_play(Reader& reader, const Node& node, DialogueDraft& out) {
  auto name = reader.text(node);
  if (!name || !reader.use_dialogue(node, *name)) return;
  const auto& captures = out.context.names.by_dialogue.at(*name);
  auto& captured = out.context.captured;
  captured.insert(captured.end(), captures.begin(), captures.end());
  out.item.what = PlayItem{std::move(*name)};
}

// --- honest ---

void load_until(Reader& reader, const Node& node, HandOverItem& out) {
  auto until = load_trigger(reader, node);
  out.until.emplace();
  if (!until) return;
  constexpr std::array events = {Event::command, Event::command_named, Event::unknown,
                                 Event::garbage, Event::message};
  if (std::find(events.begin(), events.end(), until->event) == events.end()) {
    reader.error(node, "a dialogue can't go on at '" + node.text + "'",
                 "a verb, command, unknown, garbage or message");
  }
  out.until = std::move(until);
}
constexpr KeyRow<HandOverItem> hand_over_rows[] = {
    {{"until", "an event", "When this comes, the dialogue goes on with it.", Need::required},
     load_until},
};
void load_honest(Reader& reader, const Node& node, DialogueDraft& out) {
  // With changes it is the step that gives one answer.
  const auto has = [&](std::string_view key) { return node.find(key) != nullptr; };
  if (has("before") || has("after") || has("change") || has("only")) {
    Step step;
    load_honest_step(reader, node, step);
    out.item.what = std::move(step);
    return;
  }
  HandOverItem item;
  if (node.kind == Node::Kind::map) {
    item.until.emplace();
    load_keys(reader, node, "'honest'", hand_over_rows, item);
    out.item.shown = "honest until " + (has("until") ? node.find("until")->text : "");
  } else {
    if (node.kind != Node::Kind::null) reader.yes_or_no(node);
    out.item.shown = "honest";
  }
  out.item.what = std::move(item);
}

using ItemRow = KeyRow<DialogueDraft>;
constexpr ItemRow item_rows[] = {
    {{"S", "a reply or bytes",
      "Says reply lines as they stand, with CRLF; as a map exact bytes, as `send` does."},
     load_said_item},
    {{"C", "a line or bytes",
      "Waits for a line: text, {captures}, `*`, or a /regex/; as a map, for bytes."},
     load_heard_item},
    {{"message", "", "Waits for the content of a message, up to its final dot."}, load_message},
    {{"maybe", "a list of items", "A block that may be left out."}, load_maybe},
    {{"repeat", "a list of items, or lines and bounds", "A block that may come again and again."},
     load_repeat},
    {{"any-order", "lists of items", "Blocks that come once each, in whatever order."},
     load_any_order},
    {{"play", "a dialogue's name", "Goes through a dialogue of `dialogues` and comes back."},
     load_play},
    {{"honest", "nothing, or until",
      "Hands over to the rules and the honest server: for good, or until an event."},
     load_honest},
};

Words item_words() {
  Words words = keys_of(std::span<const ItemRow>(item_rows));
  for (const std::string_view step : keys_of(step_rows())) {
    if (step == "call") continue;
    if (step != "dialogue") words.push_back(step);
  }
  return words;
}

// --- lists of items ---

// Loads what `word` says; false if it says nothing.
bool load_word(Reader& reader, const Node& key, const Node& value, DialogueDraft& draft) {
  const std::string& word = key.text;
  if (const ItemRow* const row = find_row(std::span<const ItemRow>(item_rows), word)) {
    row->load(reader, value, draft);
    return true;
  }
  const StepRow* const row = find_row(step_rows(), word);
  if (word == "dialogue") {
    reader.error(key, "a dialogue plays another one with 'play'", "write 'play: name'");
  } else if (word == "call") {
    reader.error(key, "a dialogue asks nobody what to say",
                 "hand over with 'honest' and let a rule have the 'call'");
  } else if (row) {
    Step step;
    step.place = draft.item.place;
    row->load(reader, value, step);
    draft.item.what = std::move(step);
    draft.item.shown = word;
  } else if (word.starts_with("S:") || word.starts_with("C:")) {
    reader.error(key, "a space is missing behind '" + word.substr(0, 2) + "'");
  } else {
    reader.unknown_word(key, "item of a dialogue", word, item_words());
  }
  return false;
}

void load_item_map(Reader& reader, const Node& node, DialogueDraft& draft) {
  const Node::Entry* found = nullptr;
  const Node* condition = nullptr;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key->text == "if") {
      condition = entry.value;
      draft.item.if_ = load_condition(reader, *entry.value);
    } else if (found) {
      reader.error(*entry.key, "two items in one",
                   "begin '- " + entry.key->text + ":' on a line of its own");
    } else {
      found = &entry;
      load_word(reader, *entry.key, *entry.value, draft);
    }
  }
  if (!found) reader.error(node, "this item says nothing to do");
  const bool spoken = std::holds_alternative<SayItem>(draft.item.what) ||
                      std::holds_alternative<Step>(draft.item.what);
  if (condition && found && !spoken) {
    reader.error(*condition, "only S: and steps can have an 'if'",
                 "a C: that may be left out goes into 'maybe'");
  }
}

void check_item_names(Reader& reader, const DialogueItem& item, const Context& context) {
  std::vector<std::string> names = context.captured;
  add_captures(item.if_, names);
  reader.check_names(names);
}

void load_items(Reader& reader, const Node& node, Context& context, DialogueLines& out) {
  if (node.kind != Node::Kind::list) {
    reader.error(node, "expected a list of items, found " + node.describe(),
                 "begin each with '- ', such as - S: 250 OK");
    return;
  }
  if (node.items.empty())
    reader.error(node, "an empty list of items says and hears nothing",
                 "an item is such as - S: 250 OK");
  for (const Node* const item : node.items) {
    DialogueDraft draft{context, {}};
    draft.item.place = reader.place(*item);
    draft.item.id = std::to_string(item->line) + ":" + std::to_string(item->column);
    if (item->kind == Node::Kind::text) {
      Node nothing;
      nothing.line = item->line;
      nothing.column = item->column;
      load_word(reader, *item, nothing, draft);
    } else if (expect_map(reader, *item, "an item of a dialogue")) {
      load_item_map(reader, *item, draft);
    }
    check_item_names(reader, draft.item, context);
    out.push_back(std::move(draft.item));
  }
}

// --- dialogues ---

struct Script {
  Context context;
  Dialogue& dialogue;
};
void load_lines(Reader& reader, const Node& node, Script& out) {
  load_items(reader, node, out.context, out.dialogue.lines);
}
void load_else(Reader& reader, const Node& node, Script& out) {
  constexpr Choice<Dialogue::Else> choices[] = {{"fail", Dialogue::Else::fail},
                                                {"close", Dialogue::Else::close},
                                                {"honest", Dialogue::Else::honest}};
  out.dialogue.else_ = reader.choose(node, choices, "way out");
}
constexpr KeyRow<Script> script_rows[] = {
    {{"lines", "a list of items", "What is said and heard, in order.", Need::required}, load_lines},
    {{"else", "fail, close or honest", "What a line that nobody waits for leads to; fail."},
     load_else},
};

void load_script(Reader& reader, const Node& node, Script& script) {
  script.dialogue.place = reader.place(node);
  if (node.kind == Node::Kind::map)
    return load_keys(reader, node, "a dialogue", script_rows, script);
  load_items(reader, node, script.context, script.dialogue.lines);
}

// --- what is known before anything is loaded ---

void scan(const Node& node, std::vector<std::string>& captures, std::vector<std::string>& plays) {
  for (const Node* const item : node.items) scan(*item, captures, plays);
  if (node.kind == Node::Kind::text && node.text.starts_with('/')) {
    const auto pattern = Pattern::parse(node.text);
    if (!pattern) return;
    for (std::string& name : pattern->group_names()) captures.push_back(std::move(name));
  }
  for (const auto& [key, value] : node.entries) {
    if (key->text == "play") plays.push_back(value->text);
    if (key->text == "C" && value->kind == Node::Kind::text && !value->text.starts_with('/')) {
      const auto line = Template::parse(value->text);
      if (!line) continue;
      for (const std::string_view name : line->names()) captures.emplace_back(name);
    }
    scan(*value, captures, plays);
  }
}

}  // namespace

DialogueNames declare_dialogues(Reader& reader, const Node& section) {
  DialogueNames names;
  std::vector<std::string> plays;
  scan(section, names.all, plays);
  const Node* const named = section.find("dialogues");
  if (!named) return names;
  std::map<std::string, std::vector<std::string>> played;
  for (const auto& [key, value] : named->entries) {
    reader.declare_dialogue(key->text);
    scan(*value, names.by_dialogue[key->text], played[key->text]);
  }
  // What is captured by those that are played, by those that these play, and so on.
  for (auto& [name, captures] : names.by_dialogue) {
    std::vector<std::string> known{name};
    for (std::size_t i = 0; i < known.size(); ++i) {
      for (const std::string& next : played[known[i]]) {
        const bool fresh = std::find(known.begin(), known.end(), next) == known.end();
        if (fresh && played.contains(next)) known.push_back(next);
      }
      if (i > 0) {
        const std::vector<std::string> theirs = names.by_dialogue[known[i]];
        captures.insert(captures.end(), theirs.begin(), theirs.end());
      }
    }
  }
  return names;
}

void load_dialogue(Reader& reader, const Node& node, const DialogueNames& names, Dialogue& out) {
  Script script{{names, {}}, out};
  load_script(reader, node, script);
}

void load_dialogues(Reader& reader, const Node& node, const DialogueNames& names, Section& out) {
  if (!expect_map(reader, node, "'dialogues'")) return;
  for (const auto& [key, value] : node.entries) {
    Dialogue& dialogue = out.dialogues[key->text];
    dialogue.name = key->text;
    // Who plays it may have captured anything.
    Script script{{names, names.all}, dialogue};
    load_script(reader, *value, script);
  }
}

std::vector<SectionDoc> document_dialogues() {
  return {document("dialogue as a map", script_rows), document("dialogue items", item_rows),
          document("repeat as a map", repeat_rows),
          document("honest in a dialogue", hand_over_rows)};
}

}  // namespace postiche::scenario
