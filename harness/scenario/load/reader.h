// SPDX-License-Identifier: MIT
#pragma once
// What all section loaders share: reading one YAML node as a text, an amount or a word of a table,
// with parameters expanded, and telling what is wrong with it. Knows no section.

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/diagnostics.h"
#include "harness/scenario/load/tree.h"
#include "harness/scenario/protocol.h"
#include "harness/scenario/template.h"

namespace postiche::scenario {

using Words = std::vector<std::string_view>;

// One word of a closed choice and its value in the model.
template <typename T>
struct Choice {
  std::string_view word;
  T value;
};

class Reader {
 public:
  Reader(std::string file, Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  const std::string& file() const { return file_; }
  // Of the section that is read; none outside of sections.
  std::optional<Protocol> protocol() const { return protocol_; }
  void enter(std::optional<Protocol> protocol) { protocol_ = protocol; }
  Place place(const Node& node) const { return {file_, node.line, node.column}; }
  void error(const Node& node, std::string what, std::string hint = "");
  void error(const Place& place, std::string what, std::string hint = "");
  void warning(const Node& node, std::string what, std::string hint = "");

  // A name of `with`; declared names can then be used in every text.
  void declare(std::string name, std::string value, const Node& node);
  const std::map<std::string, std::string>& parameters() const { return parameters_; }
  void warn_unused_parameters();
  // A name that some `set` step gives a value; declared before the steps are read.
  void declare_variable(std::string name) { variables_.insert(std::move(name)); }
  const std::set<std::string, std::less<>>& variables() const { return variables_; }
  // A name of `memory`, and what can be asked of it: "visit.count".
  void declare_tally(std::string name) { tallies_.insert(std::move(name)); }
  const std::set<std::string, std::less<>>& tallies() const { return tallies_; }

  // The named dialogues of the file.
  void declare_dialogue(std::string name) { dialogues_.emplace(std::move(name), false); }
  // Tells if there is none of that name.
  bool use_dialogue(const Node& node, const std::string& name);
  bool is_dialogue_used(const std::string& name) const { return dialogues_.at(name); }

  // Each tells what is wrong and gives nothing if the node is something else.
  std::optional<std::string> text(const Node& node);
  std::optional<std::string> pattern_text(const Node& node);
  std::optional<Template> template_text(const Node& node);
  // As template_text, of `text` that came from `node`.
  std::optional<Template> template_from(const Node& node, std::string_view text);
  // A text of a condition: parameters are put in now, attributes and variables when it is asked.
  std::optional<Template> bound_text(const Node& node);
  std::optional<std::uint64_t> number(const Node& node, std::uint64_t least = 0);
  std::optional<std::uint64_t> size(const Node& node);
  std::optional<Duration> duration(const Node& node);
  std::optional<VirtualTime> moment(const Node& node);
  std::optional<bool> yes_or_no(const Node& node);
  std::vector<std::string> texts(const Node& node);  // one text or a list of texts

  template <typename T, std::size_t n>
  std::optional<T> choose(const Node& node, const Choice<T> (&choices)[n], std::string_view what) {
    const auto word = text(node);
    if (!word) return std::nullopt;
    Words words;
    for (const Choice<T>& choice : choices) {
      if (choice.word == *word) return choice.value;
      words.push_back(choice.word);
    }
    unknown_word(node, what, *word, words);
    return std::nullopt;
  }
  // "unknown STEP 'repyl'", with the nearest of the words or all of them.
  void unknown_word(const Node& node, std::string_view what, std::string_view word,
                    const Words& words);

  // Tells of names, used by templates since the last call, that are neither in the table nor in
  // `more`.
  void check_names(const std::vector<std::string>& more);

 private:
  struct UsedName {
    std::string name;
    const Node* node;
    bool in_condition = false;  // where nothing is captured yet
  };
  std::optional<std::string> lookup(std::string_view name);
  void expected(const Node& node, std::string_view what, std::string_view examples,
                std::string_view found);

  std::string file_;
  Diagnostics& diagnostics_;
  std::optional<Protocol> protocol_;
  std::map<std::string, std::string> parameters_;
  std::map<std::string, const Node*, std::less<>> unused_;
  std::set<std::string, std::less<>> variables_, tallies_;
  std::map<std::string, bool> dialogues_;  // and whether anything plays them
  std::vector<UsedName> used_names_;
};

}  // namespace postiche::scenario
