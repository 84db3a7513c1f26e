// SPDX-License-Identifier: MIT
#include "harness/scenario/load/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "harness/scenario/load/merge.h"

namespace postiche::scenario {

namespace {

constexpr std::size_t largest_scenario_file = 64 << 20;
constexpr std::size_t deepest_nesting = 64;
// Counted as if every alias were written out, so "a billion laughs" is heard as such.
constexpr std::size_t most_nodes = 1'000'000;

struct Stop {
  Error error;
};

std::string shorten(std::string_view text) {
  return text.size() <= 60 ? std::string(text) : std::string(text.substr(0, 57)) + "...";
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key->text == key) return entry.value;
  }
  return nullptr;
}

std::string Node::describe() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::text:
      break;
  }
  return "'" + shorten(text) + "'";
}

// Builds the tree from yaml-cpp's events, which is several times faster than its own nodes, gives
// every mark, and lets us stop before its recursion gets deep.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(Tree& tree, const std::string& file) : tree_(tree), file_(file) {}

  void OnDocumentStart(const YAML::Mark&) override { anchors_.clear(); }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    attach(make(Node::Kind::null, mark, anchor));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    Node* node = make(Node::Kind::text, mark, anchor);
    node->quoted = tag != "?" && !tag.empty();
    if (node->quoted) last_quoted_ = mark;
    node->text = value;
    attach(node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) stop(mark, "this alias stands for nothing", "");
    for (const Open& open : open_) {
      if (open.node == found->second) stop(mark, "this alias stands inside what it stands for", "");
    }
    attach(found->second);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    begin(make(Node::Kind::list, mark, anchor));
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_tag(mark, tag);
    begin(make(Node::Kind::map, mark, anchor));
  }
  // Where the last text begins that is quoted, or a block.
  const YAML::Mark& last_quoted() const { return last_quoted_; }

  void OnMapEnd() override {
    refuse_duplicates(*open_.back().node);
    merge_bases(*open_.back().node, file_, tree_.errors_);
    end();
  }

 private:
  struct Open {
    Node* node;
    const Node* key = nullptr;  // of a map: the key whose value comes next
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string what, std::string hint) const {
    throw Stop{Error{{file_, mark.line + 1, mark.column + 1}, std::move(what), std::move(hint)}};
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?" || tag == "!" || tag.rfind("tag:yaml.org,2002:", 0) == 0) return;
    stop(mark, "the tag '" + shorten(tag) + "' means nothing here",
         "quote a text that begins with '!'");
  }

  Node* make(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (open_.size() >= deepest_nesting) {
      stop(mark, "nested deeper than " + std::to_string(deepest_nesting) + " levels", "");
    }
    if (tree_.nodes_.size() >= most_nodes) stop(mark, "the file is too large", "");
    Node& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    if (anchor != YAML::NullAnchor) anchors_[anchor] = &node;
    return &node;
  }

  void begin(Node* node) { open_.push_back({node}); }

  void end() {
    const Node* node = open_.back().node;
    open_.pop_back();
    attach(node);
  }

  void attach(const Node* node) {
    if (open_.empty()) {
      tree_.root_ = node;
      return;
    }
    Open& open = open_.back();
    open.node->weight += node->weight;
    if (open.node->weight > most_nodes) {
      throw Stop{Error{{file_, open.node->line, open.node->column},
                       "its aliases make this larger than any scenario",
                       ""}};
    }
    if (open.node->kind == Node::Kind::list) {
      open.node->items.push_back(node);
    } else if (!open.key) {
      open.key = node;
    } else {
      add_entry(open, *node);
    }
  }

  void add_entry(Open& open, const Node& value) {
    const Node* key = std::exchange(open.key, nullptr);
    if (key->kind != Node::Kind::text) {
      tree_.errors_.push_back(Error{{file_, key->line, key->column},
                                    "a key must be a text, not " + key->describe(),
                                    "quote it if it begins with one of { [ & * ! | >"});
      return;
    }
    open.node->entries.push_back({key, &value});
  }

  // Tells of them, and keeps the first of each.
  void refuse_duplicates(Node& map) {
    std::unordered_map<std::string_view, const Node*> seen;
    std::vector<Node::Entry> kept;
    kept.reserve(map.entries.size());
    for (const Node::Entry& entry : map.entries) {
      const auto [first, is_new] = seen.emplace(entry.key->text, entry.key);
      if (is_new) {
        kept.push_back(entry);
        continue;
      }
      tree_.errors_.push_back(Error{{file_, entry.key->line, entry.key->column},
                                    "'" + shorten(entry.key->text) + "' stands here twice",
                                    "the first is in line " + std::to_string(first->second->line)});
    }
    map.entries = std::move(kept);
  }

  Tree& tree_;
  const std::string& file_;
  YAML::Mark last_quoted_ = YAML::Mark::null_mark();
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, const Node*> anchors_;
};

namespace {

// Does nothing: finds out whether a second document follows.
class Ignore final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override { throw mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

}  // namespace

namespace {

// yaml-cpp takes the end of the file for the quote that is missing. `text` begins with a quote.
bool is_closed(std::string_view text) {
  const char quote = text[0];
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return true;  // of two single quotes the second one closes as well
    }
  }
  return false;
}

void refuse_open_quote(std::string_view yaml, const YAML::Mark& mark) {
  if (mark.is_null()) return;
  for (int line = 0; line < mark.line; ++line) {
    yaml.remove_prefix(std::min(yaml.find('\n'), yaml.size() - 1) + 1);
  }
  const std::string_view text =
      yaml.substr(std::min(static_cast<std::size_t>(mark.column), yaml.size()));
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return;
  if (!is_closed(text)) throw YAML::ParserException(mark, "this quote is never closed");
}

// What yaml-cpp says of tabs helps nobody.
std::string hint_at_tabs(std::string_view yaml) {
  int number = 0;
  while (!yaml.empty()) {
    ++number;
    const std::string_view line = yaml.substr(0, yaml.find('\n'));
    const std::size_t text = std::min(line.find_first_not_of(" \t"), line.size());
    if (line.substr(0, text).find('\t') != std::string_view::npos) {
      return "line " + std::to_string(number) + " is indented with a tab; YAML wants spaces";
    }
    yaml.remove_prefix(std::min(line.size() + 1, yaml.size()));
  }
  return "";
}

// What yaml-cpp says, for those who know its words, and what most likely was meant.
std::string hint_at(const std::string& problem, std::string_view yaml) {
  constexpr std::pair<std::string_view, std::string_view> hints[] = {
      {"flow", "inside { } and [ ], quote a text that holds braces, brackets or commas"},
      {"illegal map value",
       "quote a text that holds ': '; keys begin in one column, a space follows their colon"},
      {"anchor is not defined", "quote a text that begins with '*' or '&'"},
      {"unknown token", "quote a text that begins with a special character"},
      {"unknown escape", "in double quotes a backslash is written twice; single quotes keep it"},
      {"end of map not found", "keys of one map, and items of one list, begin in one column"},
      {"end of sequence not found", "keys of one map, and items of one list, begin in one column"},
  };
  if (std::string tabs = hint_at_tabs(yaml); !tabs.empty()) return tabs;
  for (const auto& [words, hint] : hints) {
    if (problem.find(words) != std::string::npos) return std::string(hint);
  }
  return "";
}

// Newer versions of yaml-cpp name the anchor that is missing, which the place shows already.
std::string problem_of(const YAML::Exception& error) {
  constexpr std::string_view missing = "the referenced anchor is not defined";
  return error.msg.starts_with(missing) ? std::string(missing) : error.msg;
}

}  // namespace

Tree Tree::parse(std::string_view yaml, const std::string& file) {
  Tree tree;
  if (yaml.size() > largest_scenario_file) {
    tree.errors_.push_back(Error{{file, 0, 0}, "the file is larger than 64 MB", ""});
    return tree;
  }
  try {
    std::istringstream stream{std::string(yaml)};
    YAML::Parser parser(stream);
    TreeBuilder builder(tree, file);
    if (!parser.HandleNextDocument(builder)) return tree;
    refuse_open_quote(yaml, builder.last_quoted());
    Ignore ignore;
    parser.HandleNextDocument(ignore);
  } catch (const YAML::Mark& second) {
    tree.errors_.push_back(Error{{file, second.line + 1, second.column + 1},
                                 "a second document begins here",
                                 "one file holds one scenario"});
  } catch (const Stop& stop) {
    tree.errors_.push_back(stop.error);
    tree.root_ = nullptr;
  } catch (const YAML::Exception& error) {
    const Place place{file, error.mark.is_null() ? 0 : error.mark.line + 1,
                      error.mark.is_null() ? 0 : error.mark.column + 1};
    const std::string problem = problem_of(error);
    tree.errors_.push_back(Error{place, "not valid YAML: " + problem, hint_at(problem, yaml)});
    tree.root_ = nullptr;
  }
  return tree;
}

}  // namespace postiche::scenario
