// SPDX-License-Identifier: MIT
#include "harness/scenario/answer.h"

#include <algorithm>

#include "harness/scenario/load/sections.h"
#include "harness/scenario/load/tree.h"

namespace postiche::scenario {

namespace {

bool is_text(const Node* node) { return node->kind == Node::Kind::text; }

// A reply that was said as such, and holds no names.
Node literal(const Node& node) {
  Node out = node;
  out.text.clear();
  for (const char c : node.text) {
    out.text += c;
    if (c == '{' || c == '}') out.text += c;
  }
  return out;
}

void load_reply(Reader& reader, const Node& root, std::vector<Step>& out) {
  std::vector<Node> lines;
  for (const Node* const line : root.items) lines.push_back(literal(*line));
  Node reply = literal(root);
  reply.items.clear();
  for (const Node& line : lines) reply.items.push_back(&line);
  Step step;
  load_reply_step(reader, reply, step);
  out.push_back(std::move(step));
}

// Who answers need not be trusted with what this machine has on its disk.
const Node* file_in(const Node& node, bool of_bytes) {
  for (const Node* const item : node.items) {
    if (const Node* const found = file_in(*item, false)) return found;
  }
  for (const Node::Entry& entry : node.entries) {
    const std::string& key = entry.key->text;
    if (of_bytes && key == "file") return entry.key;
    const bool bytes = key == "send" || key == "deliver";
    if (const Node* const found = file_in(*entry.value, bytes)) return found;
  }
  return nullptr;
}

void load(Reader& reader, const Node& root, std::vector<Step>& out) {
  if (root.kind == Node::Kind::null) return;
  if (const Node* const file = file_in(root, false)) {
    return reader.error(*file, "an answer names no files", "give the bytes themselves");
  }
  const bool lines = root.kind == Node::Kind::list && !root.items.empty() &&
                     std::all_of(root.items.begin(), root.items.end(), is_text);
  if (lines || is_text(&root)) return load_reply(reader, root, out);
  load_steps(reader, root, out);
  std::vector<std::string> captures;
  for (const Step& step : out) {
    add_captures(step.if_, captures);
    if (!std::holds_alternative<CallStep>(step.what)) continue;
    reader.error(step.place, "an answer asks nobody else", "'call' stands in rules");
  }
  reader.check_names(captures);
}

}  // namespace

Answer read_answer(const std::string& hook, std::string_view json, Protocol protocol) {
  Answer answer;
  answer.text = json;
  const std::string file = "answer of " + hook;
  const Tree tree = Tree::parse(json, file);
  if (!tree.errors().empty()) return no_answer(tree.errors().front().text());
  if (!tree.root()) return answer;
  Diagnostics found;
  Reader reader(file, found);
  reader.enter(protocol);
  std::set<std::string, std::less<>> names;
  add_set_names(*tree.root(), names);
  for (const std::string& name : names) reader.declare_variable(name);
  load(reader, *tree.root(), answer.steps);
  if (!found.any_error()) return answer;
  for (const Diagnostic& diagnostic : found.take()) {
    if (diagnostic.severity == Diagnostic::error) return no_answer(diagnostic.text());
  }
  return answer;
}

Answer no_answer(std::string problem) {
  Answer answer;
  answer.problem = std::move(problem);
  return answer;
}

std::set<std::string> hooks_of(const Scenario& scenario) {
  std::set<std::string> hooks;
  for (const Rule* const rule : all_rules(scenario)) {
    for (const Step& step : rule->steps) {
      const auto* const call = std::get_if<CallStep>(&step.what);
      if (call && call->url.empty()) hooks.insert(call->hook);
    }
  }
  return hooks;
}

}  // namespace postiche::scenario
