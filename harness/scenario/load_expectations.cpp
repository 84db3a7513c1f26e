// SPDX-License-Identifier: MIT
// `expect`: what the client is expected to do, at which level.

#include <algorithm>
#include <set>

#include "harness/base/ascii.h"
#include "harness/scenario/sections.h"

namespace postiche::scenario {

namespace {

// --- count and never ---

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

void load_count(Reader& reader, const Node& node, Expectation& out) {
  CountForm form;
  load_keys(reader, node, "'count'", count_rows, form);
  if (node.kind == Node::Kind::map) {
    if (node.find("exactly") && (node.find("at-least") || node.find("at-most"))) {
      reader.error(node, "'exactly' stands beside another bound", "write only one of them");
    }
    check_bounds(reader, node, "count", form);
  }
  out.form = std::move(form);
}

void load_never_event(Reader& reader, const Node& node, NeverForm& out) {
  if (auto event = load_trigger(reader, node)) out.event = std::move(*event);
}
void load_never_if(Reader& reader, const Node& node, NeverForm& out) {
  out.if_ = load_condition(reader, node);
}
constexpr KeyRow<NeverForm> never_rows[] = {
    {{"event", "an event", "What must not happen.", Need::required}, load_never_event},
    {{"if", "conditions", "Only if these hold."}, load_never_if},
};

void load_never(Reader& reader, const Node& node, Expectation& out) {
  NeverForm form;
  if (node.kind == Node::Kind::map && !node.find("data")) {
    load_keys(reader, node, "'never'", never_rows, form);
  } else {
    load_never_event(reader, node, form);
  }
  out.form = std::move(form);
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

void load_gap(Reader& reader, const Node& node, Expectation& out) {
  GapForm form;
  load_keys(reader, node, "'gap'", gap_rows, form);
  if (node.kind == Node::Kind::map) check_bounds(reader, node, "gap", form);
  out.form = std::move(form);
}

// --- message ---

void load_message_bytes(Reader& reader, const Node& node, MessageForm& out) {
  out.bytes = load_pattern(reader, node);
}
void load_message_header(Reader& reader, const Node& node, MessageForm& out) {
  if (!expect_map(reader, node, "'header'")) return;
  for (const Node::Entry& entry : node.entries) {
    auto pattern = load_pattern(reader, *entry.value);
    if (pattern) out.headers.emplace(ascii::to_lower(entry.key->text), std::move(*pattern));
  }
}
void load_message_sha256(Reader& reader, const Node& node, MessageForm& out) {
  const auto text = reader.text(node);
  if (!text) return;
  constexpr std::string_view digits = "0123456789abcdef";
  const std::string lower = ascii::to_lower(*text);
  if (lower.size() != 64 || lower.find_first_not_of(digits) != std::string::npos) {
    reader.error(node, "a SHA-256 digest has 64 hex digits");
    return;
  }
  out.sha256 = lower;
}
void load_message_reverse_path(Reader& reader, const Node& node, MessageForm& out) {
  out.reverse_path = load_pattern(reader, node);
}
void load_message_recipient(Reader& reader, const Node& node, MessageForm& out) {
  out.recipient = load_pattern(reader, node);
}
constexpr KeyRow<MessageForm> message_rows[] = {
    {{"bytes", "a pattern", "The content, as the client meant it: without dot-stuffing."},
     load_message_bytes},
    {{"header", "fields and patterns", "A map from fields to what they hold."},
     load_message_header},
    {{"sha256", "a digest", "Of the content, in hex."}, load_message_sha256},
    {{"reverse-path", "a pattern", "The sender of the envelope."}, load_message_reverse_path},
    {{"recipient", "a pattern", "One recipient of the envelope."}, load_message_recipient},
};

void load_message(Reader& reader, const Node& node, Expectation& out) {
  MessageForm form;
  load_keys(reader, node, "'message'", message_rows, form);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "'message' asks for nothing", "such as recipient: alice@example.com");
  }
  out.form = std::move(form);
}

// --- ending ---

void load_ending_by(Reader& reader, const Node& node, EndingForm& out) {
  constexpr Choice<EndingForm::By> choices[] = {{"client", EndingForm::By::client},
                                                {"server", EndingForm::By::server},
                                                {"any", EndingForm::By::any}};
  if (const auto by = reader.choose(node, choices, "side")) out.by = *by;
}
void load_ending_how(Reader& reader, const Node& node, EndingForm& out) {
  constexpr Choice<std::string_view> choices[] = {
      {"quit", "quit"}, {"fin", "fin"}, {"rst", "rst"}, {"timeout", "timeout"}};
  if (const auto how = reader.choose(node, choices, "ending")) out.how = std::string(*how);
}
constexpr KeyRow<EndingForm> ending_rows[] = {
    {{"by", "client, server or any", "Who ended each connection."}, load_ending_by},
    {{"how", "quit, fin, rst or timeout", "How it was ended."}, load_ending_how},
};

void load_ending(Reader& reader, const Node& node, Expectation& out) {
  EndingForm form;
  load_keys(reader, node, "'ending'", ending_rows, form);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "'ending' asks for nothing", "such as {by: client, how: quit}");
  }
  out.form = std::move(form);
}

// --- one expectation ---

constexpr KeyRow<Expectation> form_rows[] = {
    {{"count", "event and bounds", "How often an event came."}, load_count},
    {{"gap", "between and bounds", "How long it was between two of a kind, each time."}, load_gap},
    {{"never", "an event, or event and if", "It did not happen."}, load_never},
    {{"message", "what it holds", "Some accepted message meets all of this."}, load_message},
    {{"ending", "by, how", "How every connection ended."}, load_ending},
};

void load_form(Reader& reader, const Node& node, Level level, Expectation& out) {
  out.level = level;
  load_keys(reader, node, "an expectation's form", form_rows, out);
  if (node.kind == Node::Kind::map && node.entries.size() != 1) {
    reader.error(node, "one form is expected here, found " + std::to_string(node.entries.size()),
                 "one of count, gap, never, message, ending");
  }
}

void load_id(Reader& reader, const Node& node, Expectation& out) {
  if (auto id = reader.text(node)) out.id = std::move(*id);
}
void load_says(Reader& reader, const Node& node, Expectation& out) {
  if (auto says = reader.text(node)) out.says = std::move(*says);
}
constexpr KeyRow<Expectation> rows[] = {
    {{"id", "a word", "What verdicts call it.", Need::required}, load_id},
    {{"must", "a form", "A client that does otherwise fails."},
     [](Reader& r, const Node& n, Expectation& out) { load_form(r, n, Level::must, out); }},
    {{"should", "a form", "A client that does otherwise is warned."},
     [](Reader& r, const Node& n, Expectation& out) { load_form(r, n, Level::should, out); }},
    {{"may", "a form", "Noted; either is right."},
     [](Reader& r, const Node& n, Expectation& out) { load_form(r, n, Level::may, out); }},
    {{"info", "a form", "Noted, for the reader."},
     [](Reader& r, const Node& n, Expectation& out) { load_form(r, n, Level::info, out); }},
    {{"says", "a sentence", "What holds when it is met, for people."}, load_says},
};

void check_level(Reader& reader, const Node& node) {
  const auto levels =
      std::count_if(node.entries.begin(), node.entries.end(), [](const Node::Entry& entry) {
        const std::string& key = entry.key->text;
        return key == "must" || key == "should" || key == "may" || key == "info";
      });
  const std::span<const KeyRow<Expectation>> keys = rows;
  const bool all_known = std::all_of(
      node.entries.begin(), node.entries.end(),
      [&](const Node::Entry& entry) { return find_row(keys, entry.key->text) != nullptr; });
  if (levels == 1 || !all_known) return;
  reader.error(node, levels == 0 ? "an expectation needs a level" : "an expectation has one level",
               "one of must, should, may, info");
}

}  // namespace

void load_expectations(Reader& reader, const Node& node, std::vector<Expectation>& out) {
  if (node.kind != Node::Kind::list) {
    reader.error(node, "'expect' must be a list, not " + node.describe(),
                 "begin each expectation with '- '");
    return;
  }
  std::set<std::string> ids;
  for (const Node* item : node.items) {
    Expectation one;
    one.place = reader.place(*item);
    load_keys(reader, *item, "an expectation", rows, one);
    if (item->kind == Node::Kind::map) check_level(reader, *item);
    if (!one.id.empty() && !ids.insert(one.id).second) {
      reader.error(*item, "another expectation has the id '" + one.id + "'");
    }
    out.push_back(std::move(one));
  }
}

std::vector<SectionDoc> document_expectations() {
  return {document("expect", rows),
          document("forms", form_rows),
          document("count", count_rows),
          document("gap", gap_rows),
          document("never as a map", never_rows),
          document("message", message_rows),
          document("ending", ending_rows)};
}

}  // namespace postiche::scenario
