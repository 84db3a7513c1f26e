// SPDX-License-Identifier: MIT
#include "harness/scenario/load/source.h"

#include <algorithm>
#include <filesystem>

#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace fs = std::filesystem;

namespace {

// Fragments of fragments multiply: a file that uses another twice, which uses another twice.
constexpr std::size_t most_files = 500;

struct UseDraft {
  const Node* scenario = nullptr;
  const Node* with = nullptr;
};

constexpr KeyRow<UseDraft> use_rows[] = {
    {{"scenario", "a text", "A name or id of the library, or a path beside the file.",
      Need::required},
     [](Reader&, const Node& node, UseDraft& out) { out.scenario = &node; }},
    {{"with", "names and values", "Its parameters; they beat its own values, and `--set`."},
     [](Reader&, const Node& node, UseDraft& out) { out.with = &node; }},
};

// What a path means whichever way it is written.
std::string identity(const std::string& path) {
  std::error_code fault;
  const fs::path same = fs::weakly_canonical(path, fault);
  return fault ? path : same.string();
}

// A path beside `file` where there is such a file; else a name.
Result<std::string> locate(const std::string& file, const std::string& name, const Finder& finder) {
  std::error_code fault;
  const fs::path beside = fs::path(file).parent_path() / name;
  const bool is_path = name.ends_with(".yaml") || name.find('/') != std::string::npos;
  if (is_path && fs::is_regular_file(beside, fault)) return beside.lexically_normal().string();
  Result<std::string> found = Error{{}, "no scenario is called '" + name + "'", ""};
  if (finder && !name.empty()) found = finder(name);
  if (found || found.error().hint.starts_with("did you mean")) return found;
  return Error{{}, found.error().what, "write a name of the library, or a path beside this file"};
}

}  // namespace

Source::Source(Loading& loading, std::string file, std::string text, std::vector<std::string> chain)
    : loading_(loading),
      file_(std::move(file)),
      text_(std::move(text)),
      chain_(std::move(chain)),
      tree_(Tree::parse(text_, file_)),
      reader_(file_, loading.diagnostics) {
  loading_.diagnostics.add_file(file_, text_);
  loading_.files.push_back(file_);
  chain_.push_back(file_);
}

void Source::open(const Parameters& set) {
  for (const Error& error : tree_.errors()) {
    loading_.diagnostics.add(Diagnostic::error, error.where, error.what, error.hint);
  }
  if (!root()) return;
  load_parameters(reader_, root()->find("with"), set);
  if (const Node* const matrix = root()->find("matrix")) {
    matrix_ = load_matrix(reader_, *matrix, set);
  }
  add_set_names(*root(), loading_.variables);
  if (const Node* const memory = root()->find("memory")) {
    for (const Node::Entry& entry : memory->entries) loading_.tallies.insert(entry.key->text);
  }
  Parameters rest = set;
  for (const auto& [name, value] : reader_.parameters()) rest.erase(name);
  open_uses(rest);
  open_routes(rest);
}

void Source::open_uses(const Parameters& set) {
  const Node* const use = root()->find("use");
  if (!use) return;
  if (use->kind != Node::Kind::list) return open_use(*use, set);
  for (const Node* one : use->items) open_use(*one, set);
}

void Source::open_use(const Node& node, const Parameters& set) {
  UseDraft draft;
  if (node.kind == Node::Kind::map) {
    load_keys(reader_, node, "'use'", use_rows, draft);
    if (!draft.scenario) return;
  } else {
    draft.scenario = &node;
  }
  if (auto use = open_one(*draft.scenario, draft.with, set)) uses_.push_back(*std::move(use));
}

void Source::open_routes(const Parameters& set) {
  const Node* const route = root()->find("route");
  if (!route) return;
  for (const Node* item : route->items) {
    const Node* const to = item->find("to");
    routes_.push_back(to ? open_one(*to, item->find("with"), set) : std::nullopt);
  }
}

std::optional<Source::Use> Source::open_one(const Node& scenario, const Node* with,
                                            const Parameters& set) {
  const auto name = reader_.text(scenario);
  if (!name) return std::nullopt;
  Use use{*name, {}, find(scenario, *name)};
  if (!use.source) return std::nullopt;
  Parameters given = set;
  if (with && expect_map(reader_, *with, "'with'")) {
    for (const Node::Entry& entry : with->entries) {
      use.shadowed.insert(entry.key->text);
      if (auto value = reader_.text(*entry.value)) given[entry.key->text] = std::move(*value);
    }
  }
  use.source->open(given);
  if (with) refuse_unknown(*with, use);
  return use;
}

void Source::refuse_unknown(const Node& with, const Use& use) {
  const Names known = use.source->settable();
  for (const Node::Entry& entry : with.entries) {
    if (known.contains(entry.key->text)) continue;
    reader_.unknown_word(*entry.key, "parameter of '" + use.name + "':", entry.key->text,
                         {known.begin(), known.end()});
  }
}

std::unique_ptr<Source> Source::find(const Node& node, const std::string& name) {
  const auto path = locate(file_, name, loading_.finder);
  if (!path) {
    reader_.error(node, path.error().what, path.error().hint);
    return nullptr;
  }
  const auto same = [&](const std::string& file) { return identity(file) == identity(*path); };
  if (std::any_of(chain_.begin(), chain_.end(), same)) {
    std::string way;
    for (const std::string& file : chain_) way += fs::path(file).filename().string() + " -> ";
    way += fs::path(*path).filename().string();
    reader_.error(node, "'" + name + "' comes to use itself: " + way, "leave one of these out");
    return nullptr;
  }
  if (loading_.files.size() >= most_files) {
    reader_.error(node, "more than " + std::to_string(most_files) + " files are used together");
    return nullptr;
  }
  auto text = read_beside(*path, fs::path(*path).filename().string());
  if (!text) {
    reader_.error(node, text.error().what, text.error().hint);
    return nullptr;
  }
  return std::make_unique<Source>(loading_, *path, std::move(*text), chain_);
}

Names Source::settable() const {
  Names names;
  for (const auto& [name, value] : reader_.parameters()) names.insert(name);
  const auto add = [&](const Use& use) {
    for (const std::string& name : use.source->settable()) {
      if (!use.shadowed.contains(name)) names.insert(name);
    }
  };
  for (const Use& use : uses_) add(use);
  for (const auto& route : routes_) {
    if (route) add(*route);
  }
  return names;
}

void Source::refuse_unknown(const Parameters& set) {
  if (root()) refuse_unknown_settings(reader_, *root(), set, settable());
}

Said Source::load(Scenario& out) {
  out.file = file_;
  if (!root() || root()->kind == Node::Kind::null) {
    if (tree_.errors().empty()) {
      loading_.diagnostics.add(Diagnostic::error, {file_, 1, 1}, "this file is empty",
                               "a scenario begins with 'postiche: 1'");
    }
    return {};
  }
  for (const std::string& name : loading_.variables) reader_.declare_variable(name);
  for (const std::string& name : loading_.tallies) declare_tally(reader_, name);
  load_top(reader_, *root(), out);
  out.matrix = matrix_;
  Said said = said_by(*root());
  for (const Use& use : uses_) {
    Scenario fragment;
    const Said there = use.source->load(fragment);
    join(out, said, std::move(fragment), there, use.name);
  }
  load_routes(out);
  share(out);
  return said;
}

void Source::load_routes(Scenario& out) {
  for (std::size_t i = 0; i < std::min(routes_.size(), out.route.size()); ++i) {
    if (!routes_[i]) continue;
    Scenario scenario;
    routes_[i]->source->load(scenario);
    out.route[i].sections = std::move(scenario.sections);
  }
}

SectionDoc document_use() { return document("use", use_rows); }

}  // namespace postiche::scenario
