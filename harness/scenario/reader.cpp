// SPDX-License-Identifier: MIT
#include "harness/scenario/reader.h"

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
  for (const auto& [name, node] : unused_) {
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
  error(node, "no parameter is named " + quote(names[0]),
        hint.empty() ? "write '{{' for a brace" : hint);
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
  std::string hint = did_you_mean(word, words);
  // "RCPT TO": the first word says what is meant.
  if (hint.empty()) hint = did_you_mean(word.substr(0, word.find(' ')), words);
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
  Words words;
  for (const WordRow& row : template_names()) words.push_back(row.word);
  for (const AttributeRow& row : attributes()) {
    if (row.attribute != Attribute::header) words.push_back(row.word);
  }
  words.insert(words.end(), more.begin(), more.end());
  words.insert(words.end(), variables_.begin(), variables_.end());
  for (const UsedName& used : used_names_) {
    if (std::find(words.begin(), words.end(), used.name) != words.end()) continue;
    Words all = words;
    for (const auto& [name, value] : parameters_) all.push_back(name);
    const std::string hint = did_you_mean(used.name, all);
    error(*used.node, "nothing is named " + quote(used.name),
          hint.empty() ? "write '{{' for a brace" : hint);
  }
  used_names_.clear();
}

}  // namespace postiche::scenario
