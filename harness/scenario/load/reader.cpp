// SPDX-License-Identifier: MIT
#include "harness/scenario/load/reader.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/language.h"
#include "harness/scenario/pattern.h"

namespace postiche::scenario {

namespace {

std::string quote(std::string_view text) {
  if (text.size() > 60) return "'" + std::string(text.substr(0, 57)) + "...'";
  return "'" + std::string(text) + "'";
}

// "one of a, b, c", for choices short enough to be read.
std::string list_words(const Words& words) {
  if (words.size() > 20) return "";
  std::string out;
  for (std::string_view word : words) {
    out += out.empty() ? (words.size() == 1 ? "write " : "one of ") : ", ";
    out += word;
  }
  return out;
}

// Words that people write, and what is meant.
struct Synonym {
  std::string_view written;
  std::string_view meant;
};
constexpr Synonym synonyms[] = {
    {"answer", "reply"},
    {"capabilities", "offer"},
    {"connections", "sessions"},
    {"delay", "wait"},
    {"disconnect", "close"},
    {"drop", "close"},
    {"event", "when"},
    {"exit", "status"},
    {"from", "reverse-path"},
    {"hangup", "close"},
    {"ip", "client.ip"},
    {"max", "at-most"},
    {"message", "message-number"},
    {"min", "at-least"},
    {"number", "message-number"},
    {"octets", "size"},
    {"on", "when"},
    {"pass", "password"},
    {"rcpt", "recipient"},
    {"respond", "reply"},
    {"response", "reply"},
    {"retries", "attempts"},
    {"sender", "reverse-path"},
    {"sleep", "wait"},
    {"subject", "header.subject"},
    {"then", "do"},
    {"timeout", "idle"},
    {"to", "recipient"},
    {"uidl", "unique-id"},
};

std::string synonym_of(std::string_view word, const Words& words) {
  for (const Synonym& one : synonyms) {
    const std::string_view name = one.meant.substr(0, one.meant.find('.'));
    const auto is_meant = [&](std::string_view known) {
      return known == one.meant || (known == "header" && name == "header");
    };
    if (one.written == word && std::any_of(words.begin(), words.end(), is_meant)) {
      return "did you mean '" + std::string(one.meant) + "'?";
    }
  }
  return "";
}

// Where a word belongs that stands in the wrong place.
struct Home {
  std::string_view word;
  std::string_view hint;
};
constexpr Home section_homes[] = {
    {"rules", "it belongs into 'smtp'"},
    {"greeting", "it belongs into 'smtp'"},
    {"offer", "it belongs into 'smtp'"},
    {"dialogue", "it belongs into 'smtp'"},
    {"limits", "it belongs to the top of the file"},
    {"accounts", "it belongs to the top of the file"},
    {"expect", "it belongs to the top of the file"},
    {"memory", "it belongs to the top of the file"},
    {"count", "forms stand behind a level, such as must: {count: {event: message, exactly: 1}}"},
    {"never", "forms stand behind a level, such as must: {never: VRFY}"},
    {"seen", "forms stand behind a level, such as must: {seen: QUIT}"},
    {"reply", "steps stand in the rule itself or in its 'do', beside 'if'"},
    {"silence", "steps stand in the rule itself or in its 'do', beside 'if'"},
    {"close", "steps stand in the rule itself or in its 'do', beside 'if'"},
};

std::string home_of(std::string_view word, const Words& words) {
  for (const Home& home : section_homes) {
    if (home.word == word) return std::string(home.hint);
  }
  if (std::find(words.begin(), words.end(), "if") == words.end()) return "";
  for (const AttributeRow& row : attributes()) {
    if (row.word == word)
      return "conditions belong into 'if', such as if: {" + std::string(word) + ": ...}";
  }
  return "";
}

bool is_name_in_texts(std::string_view name) {
  const auto names = template_names();
  return std::any_of(names.begin(), names.end(),
                     [&](const WordRow& row) { return row.word == name; });
}

// {delay}: YAML reads a map whose only key has no value.
bool is_name_in_braces(const Node& node) {
  return node.kind == Node::Kind::map && node.entries.size() == 1 &&
         node.entries[0].value->kind == Node::Kind::null;
}

}  // namespace

void Reader::error(const Node& node, std::string what, std::string hint) {
  diagnostics_.add(Diagnostic::error, place(node), std::move(what), std::move(hint));
}

void Reader::error(const Place& place, std::string what, std::string hint) {
  diagnostics_.add(Diagnostic::error, place, std::move(what), std::move(hint));
}

void Reader::warning(const Node& node, std::string what, std::string hint) {
  diagnostics_.add(Diagnostic::warning, place(node), std::move(what), std::move(hint));
}

void Reader::declare(std::string name, std::string value, const Node& node) {
  unused_.emplace(name, &node);
  parameters_[std::move(name)] = std::move(value);
}

void Reader::warn_unused_parameters() {
  // What the client is handed by whoever starts it.
  const Words handed_over{"letter", "letter-from", "letter-to", "login-password"};
  for (const auto& [name, node] : unused_) {
    const bool is_read =
        std::find(handed_over.begin(), handed_over.end(), name) != handed_over.end();
    if (is_read) continue;
    warning(*node, "parameter '" + name + "' is never used",
            "write {" + name + "} where it belongs");
  }
}

std::optional<std::string> Reader::lookup(std::string_view name) {
  const auto found = parameters_.find(std::string(name));
  if (found == parameters_.end()) return std::nullopt;
  if (const auto unused = unused_.find(name); unused != unused_.end()) unused_.erase(unused);
  return found->second;
}

void Reader::expected(const Node& node, std::string_view what, std::string_view examples,
                      std::string_view found) {
  std::string hint = examples.empty() ? "" : "such as " + std::string(examples);
  if (node.kind == Node::Kind::text && node.text != found) {
    hint += (hint.empty() ? "" : "; ") + std::string("it comes from ") + quote(node.text);
  }
  if (is_name_in_braces(node)) hint = "quote it: \"{" + node.entries[0].key->text + "}\"";
  const std::string shown = node.kind == Node::Kind::text ? quote(found) : node.describe();
  error(node, "expected " + std::string(what) + ", found " + shown, hint);
}

std::optional<Template> Reader::template_from(const Node& node, std::string_view text) {
  auto parsed = Template::parse(text);
  if (!parsed) {
    error(node, parsed.error().what, parsed.error().hint);
    return std::nullopt;
  }
  Template bound = parsed->bind([this](std::string_view name) { return lookup(name); });
  for (std::string_view name : bound.names()) used_names_.push_back({std::string(name), &node});
  return bound;
}

std::optional<Template> Reader::template_text(const Node& node) {
  if (node.kind != Node::Kind::text) {
    expected(node, "a text", "", "");
    return std::nullopt;
  }
  return template_from(node, node.text);
}

std::optional<Template> Reader::bound_text(const Node& node) {
  const std::size_t used_before = used_names_.size();
  auto bound = template_text(node);
  for (std::size_t i = used_before; i < used_names_.size(); ++i) used_names_[i].in_condition = true;
  return bound;
}

std::optional<std::string> Reader::text(const Node& node) {
  if (node.kind != Node::Kind::text) {
    expected(node, "a text", "", "");
    return std::nullopt;
  }
  if (node.text.find_first_of("{}") == std::string::npos) return node.text;
  const std::size_t used_before = used_names_.size();
  const auto bound = template_from(node, node.text);
  if (!bound) return std::nullopt;
  used_names_.resize(used_before);
  const auto names = bound->names();
  if (names.empty()) return bound->expand({});
  Words words;
  for (const auto& [name, value] : parameters_) words.push_back(name);
  const std::string hint = did_you_mean(names[0], words);
  const bool comes_later = variables_.count(names[0]) > 0 || is_name_in_texts(names[0]);
  error(node, "no parameter is named " + quote(names[0]),
        comes_later    ? "its value comes while the scenario plays; here only parameters are known"
        : hint.empty() ? "write '{{' for a brace"
                       : hint);
  return std::nullopt;
}

// In a regular expression braces count repetitions, so only what is a parameter's name is replaced.
std::optional<std::string> Reader::pattern_text(const Node& node) {
  if (node.kind != Node::Kind::text || node.text.empty() || node.text[0] != '/') return text(node);
  std::string out;
  std::string_view rest = node.text;
  for (;;) {
    const std::size_t open = rest.find('{');
    out += rest.substr(0, open);
    if (open == std::string_view::npos) return out;
    rest.remove_prefix(open);
    const std::size_t end = rest.find('}');
    std::optional<std::string> value;
    if (end != std::string_view::npos) value = lookup(rest.substr(1, end - 1));
    out += value ? *value : "{";
    rest.remove_prefix(value ? end + 1 : 1);
  }
}

std::optional<std::uint64_t> Reader::number(const Node& node, std::uint64_t least) {
  const auto found = node.kind == Node::Kind::text ? text(node) : std::string();
  if (!found) return std::nullopt;
  const auto value = ascii::parse_number(*found);
  if (value && *value >= least) return value;
  const std::string_view what = least == 0 ? "a number" : "a number from 1 on";
  expected(node, what, "", *found);
  return std::nullopt;
}

std::optional<std::uint64_t> Reader::size(const Node& node) {
  const auto found = node.kind == Node::Kind::text ? text(node) : std::string();
  if (!found) return std::nullopt;
  const auto value = parse_size(*found);
  if (!value) expected(node, "a size", "512, 10KB or 2MB", *found);
  return value;
}

std::optional<Duration> Reader::duration(const Node& node) {
  const auto found = node.kind == Node::Kind::text ? text(node) : std::string();
  if (!found) return std::nullopt;
  const auto value = parse_duration(*found);
  if (!value) expected(node, "a time", "250ms, 10s, 5m or 1h30m", *found);
  return value;
}

std::optional<VirtualTime> Reader::moment(const Node& node) {
  const auto found = text(node);
  if (!found) return std::nullopt;
  const auto value = parse_virtual_time(*found);
  if (!value) {
    error(node, "expected a moment in UTC, found '" + *found + "'", "such as 2026-01-01T00:00:00Z");
  }
  return value;
}

std::optional<bool> Reader::yes_or_no(const Node& node) {
  const auto found = node.kind == Node::Kind::text ? text(node) : std::string();
  if (!found) return std::nullopt;
  if (*found == "true" || *found == "yes") return true;
  if (*found == "false" || *found == "no") return false;
  expected(node, "yes or no", "", *found);
  return std::nullopt;
}

std::vector<std::string> Reader::texts(const Node& node) {
  std::vector<std::string> out;
  if (node.kind != Node::Kind::list) {
    if (auto one = text(node)) out.push_back(std::move(*one));
    return out;
  }
  for (const Node* item : node.items) {
    if (auto one = text(*item)) out.push_back(std::move(*one));
  }
  return out;
}

void Reader::unknown_word(const Node& node, std::string_view what, std::string_view word,
                          const Words& words) {
  std::string hint = synonym_of(word, words);
  if (hint.empty()) hint = did_you_mean(word, words);
  // "RCPT TO": the first word says what is meant.
  if (hint.empty()) hint = did_you_mean(word.substr(0, word.find(' ')), words);
  if (hint.empty()) hint = home_of(word, words);
  if (hint.empty()) hint = list_words(words);
  error(node, "unknown " + std::string(what) + " " + quote(word), hint);
}

bool Reader::use_dialogue(const Node& node, const std::string& name) {
  if (const auto found = dialogues_.find(name); found != dialogues_.end()) {
    found->second = true;
    return true;
  }
  Words words;
  for (const auto& [known, used] : dialogues_) words.push_back(known);
  if (words.empty()) {
    error(node, "there is no dialogue '" + name + "'", "name it under 'dialogues:'");
  } else {
    unknown_word(node, "dialogue", name, words);
  }
  return false;
}

void Reader::check_names(const std::vector<std::string>& more) {
  Words lasting;
  for (const AttributeRow& row : attributes()) {
    if (row.attribute != Attribute::header) lasting.push_back(row.word);
  }
  lasting.insert(lasting.end(), variables_.begin(), variables_.end());
  Words words = lasting;
  for (const WordRow& row : template_names()) words.push_back(row.word);
  words.insert(words.end(), more.begin(), more.end());
  for (const UsedName& used : used_names_) {
    Words all = used.in_condition ? lasting : words;
    if (std::find(all.begin(), all.end(), used.name) != all.end()) continue;
    for (const auto& [name, value] : parameters_) all.push_back(name);
    const std::string hint = did_you_mean(used.name, all);
    error(*used.node, "nothing is named " + quote(used.name),
          hint.empty() ? "write '{{' for a brace" : hint);
  }
  used_names_.clear();
}

}  // namespace postiche::scenario
