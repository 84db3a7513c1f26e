// SPDX-License-Identifier: MIT
// The section `with`: the parameters of a file, and what the user sets them to.

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

void declare_parameter(Reader& reader, const Node& key, std::string value) {
  const std::string& name = key.text;
  const bool is_name =
      Template::parse("{" + name + "}") && name.find_first_of("{}") == std::string::npos;
  if (!is_name) {
    reader.error(key, "'" + name + "' is no name for a parameter",
                 "letters, digits, hyphens and dots");
    return;
  }
  for (const WordRow& row : template_names()) {
    if (row.word != name) continue;
    reader.error(key, "'" + name + "' has a meaning already: " + std::string(row.meaning),
                 "choose another name");
  }
  reader.declare(name, std::move(value), key);
}

void load_parameters(Reader& reader, const Node* with,
                     const std::map<std::string, std::string>& set) {
  if (!with || !expect_map(reader, *with, "'with'")) return;
  for (const Node::Entry& entry : with->entries) {
    if (entry.value->kind == Node::Kind::list || entry.value->kind == Node::Kind::map) {
      reader.error(*entry.value,
                   "a parameter is a text, a number or a time, not " + entry.value->describe());
      continue;
    }
    const auto given = set.find(entry.key->text);
    declare_parameter(reader, *entry.key, given != set.end() ? given->second : entry.value->text);
  }
}

void refuse_unknown_settings(Reader& reader, const Node& root,
                             const std::map<std::string, std::string>& set,
                             const std::set<std::string, std::less<>>& declared) {
  const Node* const with = root.find("with");
  const Node& where = with ? *with : root;
  for (const auto& [name, value] : set) {
    if (declared.contains(name)) continue;
    if (declared.empty()) {
      reader.error(where, "can't set '" + name + "': this scenario has no parameters");
    } else {
      reader.unknown_word(where, "parameter", name, {declared.begin(), declared.end()});
    }
  }
}

}  // namespace postiche::scenario
