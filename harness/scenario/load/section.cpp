// SPDX-License-Identifier: MIT
#include "harness/scenario/load/section.h"

namespace postiche::scenario {

std::vector<const Node*> items_of(const Node& node) {
  return node.kind == Node::Kind::list ? node.items : std::vector<const Node*>{&node};
}

bool expect_map(Reader& reader, const Node& node, std::string_view what) {
  if (node.kind == Node::Kind::map) return true;
  reader.error(node, std::string(what) + " must be a map of keys, not " + node.describe());
  return false;
}

void unknown_key(Reader& reader, const Node& key, std::string_view what, const Words& words) {
  reader.unknown_word(key, "key in " + std::string(what) + ":", key.text, words);
}

// A text that holds a comma ends there inside { }, and what follows it looks like a key.
void unknown_key(Reader& reader, const Node::Entry& entry, std::string_view what,
                 const Words& words) {
  if (entry.value->kind != Node::Kind::null) {
    unknown_key(reader, *entry.key, what, words);
    return;
  }
  reader.error(*entry.key,
               "unknown key in " + std::string(what) + ": '" + entry.key->text + "', without value",
               "inside { }, a text that holds a comma is quoted");
}

void missing_key(Reader& reader, const Node& map, std::string_view what, std::string_view key) {
  reader.error(map, std::string(what) + " needs '" + std::string(key) + "'");
}

}  // namespace postiche::scenario
