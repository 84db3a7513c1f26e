// SPDX-License-Identifier: MIT
#pragma once
// A section of the language as a table: its keys, what loads each, and what each means. The same
// rows drive the loader, its hints, and the reference.

#include <span>
#include <string_view>
#include <vector>

#include "harness/scenario/load/reader.h"

namespace postiche::scenario {

enum class Need { optional, required };

struct KeyDoc {
  std::string_view key;
  std::string_view form;     // what the value looks like, for people: "a time"
  std::string_view meaning;  // one sentence
  Need need = Need::optional;
};

template <typename T>
struct KeyRow {
  KeyDoc doc;
  void (*load)(Reader& reader, const Node& value, T& out);
};

// Of a list its items, of all else itself: where several may stand, one may stand alone.
std::vector<const Node*> items_of(const Node& node);

// A section's rows for the reference.
struct SectionDoc {
  std::string_view title;
  std::vector<KeyDoc> keys;
};

template <typename T>
SectionDoc document(std::string_view title, std::span<const KeyRow<T>> rows) {
  SectionDoc out{title, {}};
  for (const KeyRow<T>& row : rows) out.keys.push_back(row.doc);
  return out;
}
template <typename T, std::size_t n>
SectionDoc document(std::string_view title, const KeyRow<T> (&rows)[n]) {
  return document(title, std::span<const KeyRow<T>>(rows));
}

template <typename T>
const KeyRow<T>* find_row(std::span<const KeyRow<T>> rows, std::string_view key) {
  for (const KeyRow<T>& row : rows) {
    if (row.doc.key == key) return &row;
  }
  return nullptr;
}

template <typename T>
Words keys_of(std::span<const KeyRow<T>> rows) {
  Words words;
  for (const KeyRow<T>& row : rows) words.push_back(row.doc.key);
  return words;
}

// Tells if `node` is no map, of which "a rule" should be one.
bool expect_map(Reader& reader, const Node& node, std::string_view what);
void unknown_key(Reader& reader, const Node& key, std::string_view what, const Words& words);
void unknown_key(Reader& reader, const Node::Entry& entry, std::string_view what,
                 const Words& words);
void missing_key(Reader& reader, const Node& map, std::string_view what, std::string_view key);

// Loads each key by its row; tells of unknown ones and of required ones that are not there.
template <typename T>
void load_keys(Reader& reader, const Node& node, std::string_view what,
               std::span<const KeyRow<T>> rows, T& out) {
  if (!expect_map(reader, node, what)) return;
  for (const Node::Entry& entry : node.entries) {
    if (const KeyRow<T>* row = find_row(rows, entry.key->text)) {
      row->load(reader, *entry.value, out);
    } else {
      unknown_key(reader, entry, what, keys_of(rows));
    }
  }
  for (const KeyRow<T>& row : rows) {
    if (row.doc.need == Need::required && !node.find(row.doc.key)) {
      missing_key(reader, node, what, row.doc.key);
    }
  }
}

template <typename T, std::size_t n>
void load_keys(Reader& reader, const Node& node, std::string_view what, const KeyRow<T> (&rows)[n],
               T& out) {
  load_keys(reader, node, what, std::span<const KeyRow<T>>(rows), out);
}

}  // namespace postiche::scenario
