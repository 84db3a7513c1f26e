// SPDX-License-Identifier: MIT
// The section `memory`: tallies that have a name.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

void load_tally_key(Reader& reader, const Node& node, NamedTally& out) {
  if (node.kind == Node::Kind::text && reader.tallies().contains(node.text)) {
    reader.error(node, "a tally's key is made of attributes, and '" + node.text + "' is a tally");
  } else if (auto key = load_key(reader, node)) {
    out.key = std::move(*key);
  }
}
void load_tally_when(Reader& reader, const Node& node, NamedTally& out) {
  out.when = load_triggers(reader, node);
  const auto counts = [](const Trigger& trigger) {
    switch (trigger.event) {
      case Event::connect:
      case Event::command:
      case Event::command_named:
      case Event::first_command:
      case Event::unknown:
      case Event::garbage:
      case Event::sasl:
      case Event::tls:
      case Event::message:
        return true;
      default:
        return false;
    }
  };
  if (std::all_of(out.when.begin(), out.when.end(), counts)) return;
  reader.error(node, "a tally counts connections, commands, lines of AUTH and messages",
               "'when' is connect, tls, sasl, message, or a command");
}
void load_tally_if(Reader& reader, const Node& node, NamedTally& out) {
  out.if_ = load_condition(reader, node);
}
void load_tally_forget(Reader& reader, const Node& node, NamedTally& out) {
  out.forget = reader.duration(node);
}

constexpr KeyRow<NamedTally> named_tally_rows[] = {
    {{"key", "attributes", "One tally is kept for each such key.", Need::required}, load_tally_key},
    {{"when", "events", "What is counted; `connect` where nothing is said."}, load_tally_when},
    {{"if", "conditions", "Only what meets these is counted."}, load_tally_if},
    {{"forget", "a time", "A key that was not counted for longer is new again."},
     load_tally_forget},
};

// Known at `connect`, before the client has said a word.
bool is_known_at_once(Attribute attribute) {
  return attribute == Attribute::connection || attribute == Attribute::client_ip;
}

void check_key(Reader& reader, const Node& node, const NamedTally& tally) {
  const bool only_connect =
      std::all_of(tally.when.begin(), tally.when.end(),
                  [](const Trigger& trigger) { return trigger.event == Event::connect; });
  if (!only_connect) return;
  for (const Attribute attribute : tally.key.attributes) {
    if (is_known_at_once(attribute)) continue;
    reader.warning(node, "at 'connect' there is no " + std::string(word_for(attribute)) + " yet",
                   "say what is counted, such as when: RCPT");
    return;
  }
}

bool is_tally_name(std::string_view text) {
  return !text.empty() && !ascii::is_digit(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_alnum(c) || c == '-'; });
}

// "client" is the front of "client.ip", and a word of `per` besides.
bool has_meaning(std::string_view name) {
  if (name == "world" || name == "server" || name == "client") return true;
  const std::string front = std::string(name) + ".";
  return std::any_of(attributes().begin(), attributes().end(), [&](const AttributeRow& row) {
    return row.word == name || row.word.starts_with(front);
  });
}

NamedTally load_tally(Reader& reader, const Node::Entry& entry) {
  NamedTally tally;
  tally.name = entry.key->text;
  tally.place = reader.place(*entry.key);
  if (!is_tally_name(tally.name)) {
    reader.error(*entry.key, "'" + tally.name + "' is no name for a tally", "a word such as visit");
  } else if (has_meaning(tally.name)) {
    reader.error(*entry.key, "'" + tally.name + "' has a meaning already", "choose another name");
  }
  load_keys(reader, *entry.value, "a tally", named_tally_rows, tally);
  reader.check_names({});
  if (tally.when.empty()) {
    Trigger connect;
    connect.event = Event::connect;
    tally.when.push_back(connect);
  }
  check_key(reader, *entry.value, tally);
  return tally;
}

}  // namespace

void declare_tally(Reader& reader, const std::string& name) {
  for (const WordRow& row : tally_questions()) {
    reader.declare_variable(name + "." + std::string(row.word));
  }
  reader.declare_tally(name);
}

void load_memory(Reader& reader, const Node& node, std::vector<NamedTally>& out) {
  if (!expect_map(reader, node, "'memory'")) return;
  for (const Node::Entry& entry : node.entries) out.push_back(load_tally(reader, entry));
}

std::vector<SectionDoc> document_memory() { return {document("a tally", named_tally_rows)}; }

}  // namespace postiche::scenario
