// SPDX-License-Identifier: MIT
// The section `if`, and the patterns that it and `expect` compare with.

#include <algorithm>
#include <iterator>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

using Parts = std::vector<Pattern>;

void add(Reader& reader, const Node& node, Result<Pattern> pattern, Parts& out) {
  if (pattern) {
    out.push_back(*std::move(pattern));
  } else {
    reader.error(node, pattern.error().what, pattern.error().hint);
  }
}

// The operators that take one text.
template <Pattern (*make)(std::string)>
void load_text(Reader& reader, const Node& node, Parts& out) {
  auto text = reader.bound_text(node);
  if (!text) return;
  const bool is_known = text->is_literal();
  out.push_back(is_known ? make(text->expand({})) : Pattern::bound(*std::move(text), make));
}

template <Pattern (*make)(bool)>
void load_yes_or_no(Reader& reader, const Node& node, Parts& out) {
  if (const auto wanted = reader.yes_or_no(node)) out.push_back(make(*wanted));
}

void compare(Reader& reader, const Node& node, std::string_view operation, Parts& out) {
  if (const auto text = reader.text(node)) {
    add(reader, node, Pattern::compare(operation, *text), out);
  }
}

void load_between(Reader& reader, const Node& node, Parts& out) {
  const auto ends = reader.texts(node);
  if (node.kind != Node::Kind::list || node.items.size() != 2) {
    reader.error(node, "'between' needs a list of two amounts", "such as [10, 20]");
  } else if (ends.size() == 2) {
    add(reader, node, Pattern::between(ends[0], ends[1]), out);
  }
}

constexpr KeyRow<Parts> operator_rows[] = {
    {{"is", "a text", "Equal to the letter: no glob, capitals count."}, load_text<&Pattern::is>},
    {{"starts", "a text", "Begins with it."}, load_text<&Pattern::starts>},
    {{"ends", "a text", "Ends with it."}, load_text<&Pattern::ends>},
    {{"contains", "a text", "Has it somewhere."}, load_text<&Pattern::contains>},
    {{"present", "yes or no", "Has a value at all."}, load_yes_or_no<&Pattern::present>},
    {{"empty", "yes or no", "Has a value, and that is empty."}, load_yes_or_no<&Pattern::empty>},
    {{"lt", "an amount", "Less than."},
     [](Reader& r, const Node& n, Parts& out) { compare(r, n, "lt", out); }},
    {{"le", "an amount", "At most."},
     [](Reader& r, const Node& n, Parts& out) { compare(r, n, "le", out); }},
    {{"gt", "an amount", "More than."},
     [](Reader& r, const Node& n, Parts& out) { compare(r, n, "gt", out); }},
    {{"ge", "an amount", "At least."},
     [](Reader& r, const Node& n, Parts& out) { compare(r, n, "ge", out); }},
    {{"between", "two amounts", "From the first to the second, both included."}, load_between},
};

std::optional<Pattern> load_any_of(Reader& reader, const Node& node) {
  Parts parts;
  for (const Node* item : node.items) {
    if (auto part = load_pattern(reader, *item)) parts.push_back(std::move(*part));
  }
  if (node.items.empty()) reader.error(node, "an empty list of patterns matches nothing");
  if (parts.empty()) return std::nullopt;
  return Pattern::any_of(std::move(parts));
}

std::optional<Pattern> load_operators(Reader& reader, const Node& node) {
  Parts parts;
  load_keys(reader, node, "a pattern", operator_rows, parts);
  if (node.entries.empty()) reader.error(node, "an empty map is no pattern");
  if (parts.empty()) return std::nullopt;
  if (parts.size() == 1) return std::move(parts.front());
  return Pattern::all_of(std::move(parts));
}

// Attributes that are numbers: "10MB" is the number, a text without any digit can't be one.
std::optional<Pattern> load_number_pattern(Reader& reader, const Node& node,
                                           std::string_view attribute) {
  if (node.kind != Node::Kind::text) return load_pattern(reader, node);
  if (node.text.find('{') != std::string::npos) return load_pattern(reader, node);
  const auto text = reader.pattern_text(node);
  if (!text) return std::nullopt;
  if (const auto size = parse_size(*text)) return Pattern::is(std::to_string(*size));
  const bool may_be = text->find_first_of("*?") != std::string::npos || text->starts_with('/');
  if (may_be || Pattern::is_comparison(*text)) return load_pattern(reader, node);
  reader.error(node, "'" + std::string(attribute) + "' is a number, not " + node.describe(),
               text->starts_with('=') ? "such as '>= 10MB' or '<= 10MB'" : "such as 10 or '> 10'");
  return std::nullopt;
}

struct Branch {
  std::string_view word;
  Condition::Kind kind;
};
constexpr Branch branches[] = {
    {"any", Condition::Kind::any}, {"all", Condition::Kind::all}, {"not", Condition::Kind::none}};

Condition load_branch(Reader& reader, const Node& node, Condition::Kind kind) {
  Condition out;
  out.kind = kind;
  out.place = reader.place(node);
  if (node.kind != Node::Kind::list) {
    out.parts.push_back(load_condition(reader, node));
    return out;
  }
  if (node.items.empty()) reader.error(node, "an empty list of conditions");
  for (const Node* item : node.items) out.parts.push_back(load_condition(reader, *item));
  return out;
}

void unknown_attribute(Reader& reader, const Node& key) {
  Words words;
  for (const AttributeRow& row : attributes()) words.push_back(row.word);
  for (const Branch& branch : branches) words.push_back(branch.word);
  words.insert(words.end(), reader.variables().begin(), reader.variables().end());
  reader.unknown_word(key, "condition", key.text, words);
}

// What only clients of one protocol say.
constexpr std::pair<Attribute, Protocol> attribute_homes[] = {
    {Attribute::helo, Protocol::smtp},
    {Attribute::greeted_with, Protocol::smtp},
    {Attribute::reverse_path, Protocol::smtp},
    {Attribute::recipient, Protocol::smtp},
    {Attribute::parameters, Protocol::smtp},
    {Attribute::recipients, Protocol::smtp},
    {Attribute::recipients_refused, Protocol::smtp},
    {Attribute::message_number, Protocol::pop3},
    {Attribute::unique_id, Protocol::pop3},
    {Attribute::tag, Protocol::imap},
    {Attribute::mailbox, Protocol::imap},
    {Attribute::message_set, Protocol::imap},
    {Attribute::literal_size, Protocol::imap},
    {Attribute::literal_kind, Protocol::imap},
};

void warn_of_absence(Reader& reader, const Node& key, const AttributeRow& row) {
  const auto* const home =
      std::find_if(std::begin(attribute_homes), std::end(attribute_homes),
                   [&](const auto& each) { return each.first == row.attribute; });
  if (!reader.protocol() || home == std::end(attribute_homes)) return;
  if (home->second == family_of(*reader.protocol())) return;
  reader.warning(key, "there is no '" + std::string(row.word) + "' here",
                 "it is of " + ascii::to_upper(name(home->second)));
}

// POP3 and IMAP have words for codes.
bool is_status_word(std::string_view text) {
  constexpr std::string_view words[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  return text.starts_with('+') || text.starts_with('-') ||
         std::find(std::begin(words), std::end(words), text) != std::end(words);
}

std::optional<Condition> load_leaf(Reader& reader, const Node::Entry& entry) {
  Condition out;
  out.kind = Condition::Kind::matches;
  out.place = reader.place(*entry.key);
  std::string_view word = entry.key->text;
  const bool is_header = word.substr(0, 7) == "header.";
  if (is_header) {
    out.key = ascii::to_lower(word.substr(7));
    word = "header";
  }
  const auto rows = attributes();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const AttributeRow& r) { return r.word == word; });
  if (row == rows.end() && reader.variables().contains(word)) {
    out.attribute = Attribute::variable;
    out.key = word;
    out.pattern = load_pattern(reader, *entry.value);
    return out.pattern ? std::optional(std::move(out)) : std::nullopt;
  }
  if (row == rows.end()) {
    unknown_attribute(reader, *entry.key);
    load_pattern(reader, *entry.value);
    return std::nullopt;
  }
  if (row->attribute == Attribute::header && out.key.empty()) {
    reader.error(*entry.key, "'header' needs a field's name", "such as header.subject");
    return std::nullopt;
  }
  warn_of_absence(reader, *entry.key, *row);
  out.attribute = row->attribute;
  const bool has_words =
      row->attribute == Attribute::last_reply && is_status_word(entry.value->text);
  const bool is_number = row->is_number && !has_words;
  out.pattern = is_number ? load_number_pattern(reader, *entry.value, row->word)
                          : load_pattern(reader, *entry.value);
  if (!out.pattern) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Pattern> load_pattern(Reader& reader, const Node& node) {
  if (node.kind == Node::Kind::list) return load_any_of(reader, node);
  if (node.kind == Node::Kind::map) return load_operators(reader, node);
  Parts one;
  if (node.kind == Node::Kind::text && node.text.starts_with('/')) {
    if (const auto text = reader.pattern_text(node)) add(reader, node, Pattern::parse(*text), one);
  } else if (auto text = reader.bound_text(node); text && text->is_literal()) {
    add(reader, node, Pattern::parse(text->expand({})), one);
  } else if (text) {
    one.push_back(Pattern::bound(*std::move(text), &Pattern::parse_bound));
  }
  if (one.empty()) return std::nullopt;
  return std::move(one.front());
}

std::optional<Pattern> load_fixed_pattern(Reader& reader, const Node& node) {
  auto pattern = load_pattern(reader, node);
  if (!pattern || !pattern->is_bound()) return pattern;
  reader.error(node, "{" + pattern->asked_names().front() + "} has no value here",
               "when the run is judged only parameters are known");
  return std::nullopt;
}

Condition load_condition(Reader& reader, const Node& node) {
  if (node.kind == Node::Kind::list) return load_branch(reader, node, Condition::Kind::all);
  Condition out;
  out.place = reader.place(node);
  if (!expect_map(reader, node, "a condition")) return out;
  if (node.entries.empty()) reader.error(node, "an empty condition", "leave 'if' out");
  out.kind = Condition::Kind::all;
  for (const Node::Entry& entry : node.entries) {
    const auto branch = std::find_if(std::begin(branches), std::end(branches),
                                     [&](const Branch& b) { return b.word == entry.key->text; });
    if (branch != std::end(branches)) {
      out.parts.push_back(load_branch(reader, *entry.value, branch->kind));
    } else if (auto leaf = load_leaf(reader, entry)) {
      out.parts.push_back(std::move(*leaf));
    }
  }
  if (out.parts.size() != 1) return out;
  Condition only = std::move(out.parts.front());
  return only;
}

void add_captures(const Condition& condition, std::vector<std::string>& names) {
  if (condition.pattern) {
    for (std::string& name : condition.pattern->group_names()) names.push_back(std::move(name));
  }
  for (const Condition& part : condition.parts) add_captures(part, names);
}

std::vector<SectionDoc> document_conditions() {
  return {document("patterns as a map", operator_rows)};
}

}  // namespace postiche::scenario
