// SPDX-License-Identifier: MIT
// `when`: events and verbs; `per`: what one memory is kept for.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

void load_after_bytes(Reader& reader, const Node& node, Trigger& out) {
  if (const auto size = reader.size(node)) out.after_bytes = *size;
}

constexpr KeyRow<Trigger> data_rows[] = {
    {{"after-bytes", "a size", "Once so much of the content was heard."}, load_after_bytes},
};

// Those that may come where the reader is: outside of sections, those of all protocols.
std::vector<std::string_view> verbs_here(const Reader& reader) {
  std::vector<std::string_view> words;
  for (const Protocol protocol : protocols) {
    if (reader.protocol().value_or(protocol) != protocol) continue;
    for (const WordRow& row : verbs(protocol)) {
      if (std::find(words.begin(), words.end(), row.word) == words.end()) words.push_back(row.word);
    }
  }
  return words;
}

std::optional<Trigger> trigger_for(const Reader& reader, std::string_view word) {
  Trigger out;
  for (const EventRow& row : events()) {
    if (row.word != word) continue;
    out.event = row.event;
    return out;
  }
  const auto known = verbs_here(reader);
  const bool is_verb = std::find(known.begin(), known.end(), word) != known.end();
  // RFC 5321 sec 4.1.5: a verb that begins with X is anybody's own.
  const bool is_private = word.size() > 1 && word[0] == 'X' && ascii::to_upper(word) == word;
  if (!is_verb && !is_private) return std::nullopt;
  out.event = Event::command_named;
  out.verb = word;
  return out;
}

void unknown_event(Reader& reader, const Node& node, std::string_view word, Words words) {
  if (const auto here = reader.protocol()) {
    const std::string home = home_of_word(*here, word);
    if (!home.empty())
      return reader.error(node, "no event is '" + std::string(word) + "' here", home);
  }
  const auto known = verbs_here(reader);
  words.insert(words.end(), known.begin(), known.end());
  for (const EventRow& row : events()) words.push_back(row.word);
  reader.unknown_word(node, "event", word, words);
}

const EventRow* row_of(Event event) {
  const auto row = std::find_if(events().begin(), events().end(),
                                [&](const EventRow& r) { return r.event == event; });
  return row == events().end() ? nullptr : &*row;
}

// `{data: {after-bytes: 5000}}`, `{quiet: 30s}`, `{after: 5s}`.
std::optional<Trigger> read_map(Reader& reader, const Node::Entry& entry) {
  auto out = trigger_for(reader, entry.key->text);
  if (!out) return std::nullopt;
  if (out->event == Event::data) {
    load_keys(reader, *entry.value, "'data'", data_rows, *out);
    return out;
  }
  if (out->event != Event::quiet && out->event != Event::after) return std::nullopt;
  const auto time = reader.duration(*entry.value);
  if (!time) return out;
  if (time->ns <= 0 || time->is_forever()) {
    reader.error(*entry.value, "'" + entry.key->text + "' needs a time that passes",
                 "such as " + entry.key->text + ": 30s");
  }
  out->time = *time;
  return out;
}

std::optional<Trigger> read_trigger(Reader& reader, const Node& node, Words others) {
  if (node.kind == Node::Kind::map && node.entries.size() == 1) {
    if (auto out = read_map(reader, node.entries[0])) return out;
  }
  if (node.kind != Node::Kind::text) {
    reader.error(node, "expected an event, found " + node.describe(),
                 "such as RCPT, connect or {data: {after-bytes: 5000}}");
    return std::nullopt;
  }
  const auto word = reader.text(node);
  if (!word) return std::nullopt;
  auto out = trigger_for(reader, *word);
  if (!out) {
    unknown_event(reader, node, *word, std::move(others));
  } else if (out->event == Event::quiet || out->event == Event::after) {
    reader.error(node, "'" + *word + "' needs a time", "such as {" + *word + ": 30s}");
    return std::nullopt;
  }
  return out;
}

void warn_of_absence(Reader& reader, const Node& node, const EventRow* row) {
  if (!row) return;
  const bool is_of_content = row->event == Event::data || row->event == Event::message;
  const std::string never = "'" + std::string(row->word) + "' never comes here";
  const std::optional<Protocol> here = reader.protocol();
  if (is_of_content && fetches_mail(here)) {
    reader.warning(node, never, "no client of " + ascii::to_upper(name(*here)) + " sends messages");
  }
  if (!here || !row->home || *row->home == *here) return;
  reader.warning(node, never, "it comes with " + ascii::to_upper(name(*row->home)));
}

}  // namespace

std::optional<Trigger> load_trigger(Reader& reader, const Node& node, Words others) {
  auto out = read_trigger(reader, node, std::move(others));
  const EventRow* const row = out ? row_of(out->event) : nullptr;
  if (row && row->use == EventRow::Use::rules) {
    reader.error(node, "'" + std::string(row->word) + "' is an event for rules",
                 "a rule can 'mark' it, or judge it by 'verdict'");
    return std::nullopt;
  }
  warn_of_absence(reader, node, row);
  return out;
}

namespace {

// A trigger that a rule can wait for.
std::optional<Trigger> load_rule_trigger(Reader& reader, const Node& node) {
  auto out = read_trigger(reader, node, {});
  const EventRow* const row = out ? row_of(out->event) : nullptr;
  if (row && row->use == EventRow::Use::expected) {
    reader.error(node, "a rule can do nothing any more at '" + std::string(row->word) + "'",
                 "it is an event for 'expect'");
    return std::nullopt;
  }
  warn_of_absence(reader, node, row);
  return out;
}

}  // namespace

std::vector<Trigger> load_triggers(Reader& reader, const Node& node) {
  std::vector<Trigger> out;
  if (node.kind != Node::Kind::list) {
    if (auto one = load_rule_trigger(reader, node)) out.push_back(std::move(*one));
    return out;
  }
  if (node.items.empty()) reader.error(node, "an empty list of events never happens");
  for (const Node* item : node.items) {
    if (auto one = load_rule_trigger(reader, *item)) out.push_back(std::move(*one));
  }
  return out;
}

namespace {

void add_to_key(Reader& reader, const Node& node, Key& out) {
  const auto word = reader.text(node);
  if (!word || *word == "server") return;
  if (reader.tallies().contains(*word)) {
    reader.error(node, "'" + *word + "' brings its own key", "write it alone: per: " + *word);
    return;
  }
  const auto attribute = find_attribute(*word == "client" ? "client.ip" : *word);
  if (attribute && *attribute != Attribute::header) {
    out.attributes.push_back(*attribute);
    return;
  }
  Words words{"server", "client"};
  words.insert(words.end(), reader.tallies().begin(), reader.tallies().end());
  for (const AttributeRow& row : attributes()) {
    if (row.attribute != Attribute::header) words.push_back(row.word);
  }
  reader.unknown_word(node, "key of memory", *word, words);
}

}  // namespace

std::optional<Key> load_key(Reader& reader, const Node& node) {
  Key out;
  if (node.kind == Node::Kind::text && reader.tallies().contains(node.text)) {
    out.tally = node.text;
    return out;
  }
  if (node.kind != Node::Kind::list) {
    add_to_key(reader, node, out);
    return out;
  }
  if (node.items.empty()) {
    reader.error(node, "'per' names nothing", "leave it out to count for all together");
  }
  for (const Node* item : node.items) add_to_key(reader, *item, out);
  return out;
}

std::vector<SectionDoc> document_triggers() { return {document("when: data", data_rows)}; }

}  // namespace postiche::scenario
