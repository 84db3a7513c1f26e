// SPDX-License-Identifier: MIT
// The forms of expectations that count and measure events.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- count ---

void load_count_event(Reader& reader, const Node& node, CountForm& out) {
  if (auto event = load_trigger(reader, node)) out.event = std::move(*event);
}
void load_count_if(Reader& reader, const Node& node, CountForm& out) {
  out.if_ = load_condition(reader, node);
}
void load_count_least(Reader& reader, const Node& node, CountForm& out) {
  out.at_least = reader.number(node);
}
void load_count_most(Reader& reader, const Node& node, CountForm& out) {
  out.at_most = reader.number(node);
}
void load_count_exactly(Reader& reader, const Node& node, CountForm& out) {
  out.at_least = out.at_most = reader.number(node);
}
constexpr KeyRow<CountForm> count_rows[] = {
    {{"event", "an event", "What is counted, over all connections; `message`: accepted messages.",
      Need::required},
     load_count_event},
    {{"if", "conditions", "Only those that meet these."}, load_count_if},
    {{"at-least", "a number", "So many or more."}, load_count_least},
    {{"at-most", "a number", "So many or fewer."}, load_count_most},
    {{"exactly", "a number", "Neither more nor fewer."}, load_count_exactly},
};

template <typename T>
void check_bounds(Reader& reader, const Node& node, std::string_view form, const T& out) {
  // Any other key may have been meant as one.
  const bool has_bound =
      std::any_of(node.entries.begin(), node.entries.end(), [](const Node::Entry& entry) {
        const std::string& key = entry.key->text;
        return key != "event" && key != "if" && key != "between";
      });
  if (!has_bound) {
    reader.error(node, "'" + std::string(form) + "' needs a bound", "such as at-least");
  } else if (out.at_least && out.at_most && *out.at_least > *out.at_most) {
    reader.error(node, "no value meets both at-least and at-most");
  }
}

// --- never and seen ---

void load_occurrence_event(Reader& reader, const Node& node, OccurrenceForm& out) {
  if (auto event = load_trigger(reader, node)) out.event = std::move(*event);
}
void load_occurrence_if(Reader& reader, const Node& node, OccurrenceForm& out) {
  out.if_ = load_condition(reader, node);
}
constexpr KeyRow<OccurrenceForm> occurrence_rows[] = {
    {{"event", "an event", "What must not happen, or must happen at least once.", Need::required},
     load_occurrence_event},
    {{"if", "conditions", "Only if these hold."}, load_occurrence_if},
};

void load_occurrence(Reader& reader, const Node& node, bool wanted, Form& out) {
  OccurrenceForm form;
  form.wanted = wanted;
  if (node.kind == Node::Kind::map && !node.find("data")) {
    load_keys(reader, node, wanted ? "'seen'" : "'never'", occurrence_rows, form);
  } else {
    load_occurrence_event(reader, node, form);
  }
  out = std::move(form);
}

// --- gap ---

void load_gap_between(Reader& reader, const Node& node, GapForm& out) {
  if (node.kind == Node::Kind::text && node.text == "attempts") return;
  if (node.kind == Node::Kind::text && node.text == "connections") {
    out.between = GapForm::Between::connections;
    return;
  }
  out.between = GapForm::Between::events;
  auto event = load_trigger(reader, node, {"attempts", "connections"});
  if (event) out.event = std::move(*event);
}
void load_gap_least(Reader& reader, const Node& node, GapForm& out) {
  out.at_least = reader.duration(node);
}
void load_gap_most(Reader& reader, const Node& node, GapForm& out) {
  out.at_most = reader.duration(node);
}
constexpr KeyRow<GapForm> gap_rows[] = {
    {{"between", "attempts, connections or an event", "Between which the time is taken.",
      Need::required},
     load_gap_between},
    {{"at-least", "a time", "So long or longer."}, load_gap_least},
    {{"at-most", "a time", "So long or shorter."}, load_gap_most},
};

// --- within ---

void load_within_event(Reader& reader, const Node& node, WithinForm& out) {
  if (auto event = load_trigger(reader, node)) out.event = std::move(*event);
}
void load_within_after(Reader& reader, const Node& node, WithinForm& out) {
  if (auto event = load_trigger(reader, node)) out.after = std::move(*event);
}
void load_within_time(Reader& reader, const Node& node, WithinForm& out) {
  if (const auto time = reader.duration(node)) out.time = *time;
}
constexpr KeyRow<WithinForm> within_rows[] = {
    {{"event", "an event", "What has to come.", Need::required}, load_within_event},
    {{"after", "an event",
      "Behind which it has to come, each time: on the same connection, `connect` on any later one.",
      Need::required},
     load_within_after},
    {{"time", "a time", "So soon.", Need::required}, load_within_time},
};

// --- same ---

std::optional<SameForm::Value> value_named(std::string name) {
  SameForm::Value out;
  out.name = std::move(name);
  out.content = out.name == "content";
  if (out.content) return out;
  constexpr std::string_view header = "header.";
  const bool is_header = out.name.starts_with(header) && out.name.size() > header.size();
  if (is_header) out.key = ascii::to_lower(out.name.substr(header.size()));
  const auto attribute = find_attribute(is_header ? "header" : out.name);
  if (!attribute || (*attribute == Attribute::header && !is_header)) return std::nullopt;
  out.attribute = *attribute;
  return out;
}

void load_same_value(Reader& reader, const Node& node, SameForm& out) {
  const auto name = reader.text(node);
  if (!name) return;
  if (auto value = value_named(*name)) {
    out.values.push_back(std::move(*value));
    return;
  }
  Words words{"content", "header.message-id"};
  for (const AttributeRow& row : attributes()) {
    if (row.attribute != Attribute::header) words.push_back(row.word);
  }
  reader.unknown_word(node, "value", *name, words);
}
void load_same_values(Reader& reader, const Node& node, SameForm& out) {
  if (node.kind != Node::Kind::list) return load_same_value(reader, node, out);
  if (node.items.empty()) reader.error(node, "an empty list of values is always the same");
  for (const Node* item : node.items) load_same_value(reader, *item, out);
}
void load_same_across(Reader& reader, const Node& node, SameForm& out) {
  if (node.kind == Node::Kind::text && node.text == "attempts") return;
  if (node.kind == Node::Kind::text && node.text == "connections") {
    out.across = SameForm::Across::connections;
    return;
  }
  out.across = SameForm::Across::events;
  auto event = load_trigger(reader, node, {"attempts", "connections"});
  if (event) out.event = std::move(*event);
}
constexpr KeyRow<SameForm> same_rows[] = {
    {{"values", "values", "`content`, `header.` and a field, or attributes as in `if`.",
      Need::required},
     load_same_values},
    {{"across", "attempts, connections or an event",
      "From one to the next of which they stay the same; attempts at one message."},
     load_same_across},
};
}  // namespace

void load_count_form(Reader& reader, const Node& node, Form& out) {
  CountForm form;
  load_keys(reader, node, "'count'", count_rows, form);
  if (node.kind == Node::Kind::map) {
    if (node.find("exactly") && (node.find("at-least") || node.find("at-most"))) {
      reader.error(node, "'exactly' stands beside another bound", "write only one of them");
    }
    check_bounds(reader, node, "count", form);
  }
  out = std::move(form);
}

void load_gap_form(Reader& reader, const Node& node, Form& out) {
  GapForm form;
  load_keys(reader, node, "'gap'", gap_rows, form);
  if (node.kind == Node::Kind::map) check_bounds(reader, node, "gap", form);
  out = std::move(form);
}

void load_never_form(Reader& reader, const Node& node, Form& out) {
  load_occurrence(reader, node, false, out);
}
void load_seen_form(Reader& reader, const Node& node, Form& out) {
  load_occurrence(reader, node, true, out);
}

void load_within_form(Reader& reader, const Node& node, Form& out) {
  WithinForm form;
  load_keys(reader, node, "'within'", within_rows, form);
  out = std::move(form);
}

void load_order_form(Reader& reader, const Node& node, Form& out) {
  OrderForm form;
  if (node.kind != Node::Kind::list || node.items.size() < 2) {
    reader.error(node, "'order' is a list of two or more events", "such as [STARTTLS, AUTH]");
    return;
  }
  for (const Node* item : node.items) {
    if (auto event = load_trigger(reader, *item)) form.events.push_back(std::move(*event));
  }
  out = std::move(form);
}

void load_same_form(Reader& reader, const Node& node, Form& out) {
  SameForm form;
  load_keys(reader, node, "'same'", same_rows, form);
  out = std::move(form);
}

std::vector<SectionDoc> document_event_forms() {
  return {document("count", count_rows), document("gap", gap_rows),
          document("seen and never as a map", occurrence_rows), document("within", within_rows),
          document("same", same_rows)};
}
}  // namespace postiche::scenario
