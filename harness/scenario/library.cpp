// SPDX-License-Identifier: MIT
#include "harness/scenario/library.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "harness/scenario/bytes.h"
#include "harness/scenario/load/tree.h"

namespace postiche::scenario {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = ".yaml";

std::string_view without_suffix(std::string_view name) {
  const bool has =
      name.size() > suffix.size() && name.substr(name.size() - suffix.size()) == suffix;
  return has ? name.substr(0, name.size() - suffix.size()) : name;
}

std::string_view last_component(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string text_of(const Node* map, std::string_view key) {
  const Node* value = map ? map->find(key) : nullptr;
  return value && value->kind == Node::Kind::text ? value->text : std::string();
}

// One word, or a list of them.
std::vector<std::string> words_of(const Node* map, std::string_view key) {
  std::vector<std::string> words;
  const Node* const value = map ? map->find(key) : nullptr;
  if (!value) return words;
  if (value->kind == Node::Kind::text) words.push_back(value->text);
  for (const Node* item : value->items) words.push_back(item->text);
  return words;
}

std::vector<std::string> ids_of(const Node* expectations) {
  std::vector<std::string> ids;
  if (!expectations) return ids;
  for (const Node::Entry& entry : expectations->entries) ids.push_back(entry.key->text);
  for (const Node* item : expectations->items) ids.push_back(text_of(item, "id"));
  return ids;
}

// Only the head of a scenario: what is wrong further down does not matter to a list.
Library::Entry read_head(std::string name, const std::string& path) {
  Library::Entry out{std::move(name), path, "", "", {}, {}, 1, {}};
  const auto text = read_beside(path, fs::path(path).filename().string());
  if (!text) return out;
  const Tree tree = Tree::parse(*text, path);
  out.id = text_of(tree.root(), "scenario");
  out.title = text_of(tree.root(), "title");
  const Node* const matrix = tree.root() ? tree.root()->find("matrix") : nullptr;
  if (matrix) {
    for (const Node::Entry& row : matrix->entries) {
      out.cases *= std::max<std::size_t>(1, row.value->items.size());
    }
  }
  out.expects = ids_of(tree.root() ? tree.root()->find("expect") : nullptr);
  out.tags = words_of(tree.root(), "tags");
  out.needs = words_of(tree.root(), "needs");
  return out;
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

// The only candidate, or an error that lists them; nothing where there is none.
std::optional<Result<std::string>> only(std::string_view name,
                                        const std::vector<Library::Entry>& candidates) {
  if (candidates.empty()) return std::nullopt;
  if (candidates.size() == 1) return Result<std::string>(candidates.front().path);
  std::string hint = "write one of ";
  for (const Library::Entry& one : candidates) {
    if (&one != &candidates.front()) hint += ", ";
    hint += one.name;
  }
  return Result<std::string>(Error{{}, "more than one scenario is called " + quoted(name), hint});
}

}  // namespace

Library::Library(std::vector<std::string> roots) : roots_(std::move(roots)) {}

std::vector<Library::File> Library::files() const {
  std::vector<File> out;
  for (const std::string& root : roots_) {
    std::error_code fault;
    fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied,
                                           fault);
    for (; !fault && entry != fs::recursive_directory_iterator(); entry.increment(fault)) {
      std::error_code ignored;
      if (entry->path().extension() != suffix || !entry->is_regular_file(ignored)) continue;
      const std::string relative = entry->path().lexically_relative(root).generic_string();
      const std::string name(without_suffix(relative));
      const bool known =
          std::any_of(out.begin(), out.end(), [&](const File& file) { return file.name == name; });
      if (!known) out.push_back({name, entry->path().string()});
    }
  }
  std::sort(out.begin(), out.end(), [](const File& a, const File& b) { return a.name < b.name; });
  return out;
}

Result<std::string> Library::find(std::string_view name) const {
  std::error_code fault;
  const bool is_path = name.find('/') != std::string_view::npos || without_suffix(name) != name;
  if (is_path && fs::is_regular_file(fs::path(name), fault)) return std::string(name);
  if (fs::is_directory(fs::path(name), fault)) {
    return Error{{}, quoted(name) + " is a folder", "write the name of one scenario file in it"};
  }
  auto found = find_name(name);
  const bool is_unlike_all = !found && !found.error().hint.starts_with("did you mean");
  if (!is_path || !is_unlike_all) return found;
  return Error{{}, found.error().what, "nor is there such a file; " + found.error().hint};
}

Result<std::string> Library::find_name(std::string_view name) const {
  const std::string_view wanted = without_suffix(name);
  std::vector<Entry> candidates;
  for (const File& file : files()) {
    if (file.name == wanted) return file.path;
    if (last_component(file.name) == wanted)
      candidates.push_back({file.name, file.path, "", "", {}, {}, 1, {}});
  }
  if (auto found = only(name, candidates)) return *std::move(found);
  const std::vector<Entry> all = list();
  for (const Entry& one : all) {
    if (one.id == name) candidates.push_back(one);
  }
  if (auto found = only(name, candidates)) return *std::move(found);
  std::vector<std::string_view> words;
  for (const Entry& one : all) {
    words.insert(words.end(), {last_component(one.name), one.name, one.id});
  }
  const std::string hint = did_you_mean(wanted, words);
  return Error{{},
               "no scenario is called " + quoted(name),
               hint.empty() ? "'postiche list' shows all of them" : hint};
}

std::vector<Library::Entry> Library::list() const {
  std::vector<Entry> out;
  for (File& file : files()) out.push_back(read_head(std::move(file.name), file.path));
  return out;
}

}  // namespace postiche::scenario
