// SPDX-License-Identifier: MIT
// What is wrong with dialogues as wholes: circles, ends that nobody can see, lines that never come.

#include <algorithm>
#include <set>

#include "harness/scenario/load/sections.h"
#include "harness/scenario/walk.h"

namespace postiche::scenario {

namespace {

Node node_at(const Place& place) {
  Node node;
  node.line = place.line;
  node.column = place.column;
  return node;
}

// --- circles ---

class Circles {
 public:
  Circles(Reader& reader, const Section& section) : reader_(reader), section_(section) {}

  bool found() {
    for (const auto& [name, dialogue] : section_.dialogues) visit(name);
    return found_;
  }

 private:
  void visit(const std::string& name) {
    const auto dialogue = section_.dialogues.find(name);
    if (dialogue == section_.dialogues.end() || !done_.insert(name).second) return;
    path_.push_back(name);
    each_item(dialogue->second.lines, [&](const DialogueItem& item) {
      const auto* const play = std::get_if<PlayItem>(&item.what);
      if (!play) return;
      const auto begin = std::find(path_.begin(), path_.end(), play->name);
      if (begin == path_.end()) return visit(play->name);
      std::string circle;
      for (auto step = begin; step != path_.end(); ++step) circle += *step + ", ";
      reader_.error(node_at(item.place), "dialogue '" + play->name + "' plays itself",
                    "the circle is " + circle + play->name + "; 'repeat' comes again and again");
      found_ = true;
    });
    path_.pop_back();
  }

  Reader& reader_;
  const Section& section_;
  std::set<std::string> done_;
  std::vector<std::string> path_;
  bool found_ = false;
};

// --- what follows ---

// Whether a block comes is seen by the next line of the client. So what follows one that may be
// left out has to wait for a line too: nobody knows when to say it, or how many bytes to hear.
class Ends {
 public:
  Ends(Reader& reader, const Section& section) : reader_(reader), section_(section) {}

  enum class Next { line, speech, octets, message };

  // What these lines begin with, when `next` follows them.
  Next walk(const DialogueLines& lines, Next next) {
    for (auto item = lines.rbegin(); item != lines.rend(); ++item) {
      next = std::visit([&](const auto& what) { return before(*item, what, next); }, item->what);
    }
    return next;
  }

 private:
  static Next before(const DialogueItem&, const SayItem&, Next) { return Next::speech; }
  static Next before(const DialogueItem&, const Step&, Next) { return Next::speech; }
  static Next before(const DialogueItem&, const HearItem&, Next) { return Next::line; }
  static Next before(const DialogueItem&, const HearOctetsItem&, Next) { return Next::octets; }
  static Next before(const DialogueItem&, const HearMessageItem&, Next) { return Next::message; }

  Next before(const DialogueItem& item, const LoopItem& loop, Next next) {
    if (loop.at_least != loop.at_most && next != Next::line) {
      tell(item, "behind a block that may be left out comes a C: line", next,
           "only the next line shows whether the block comes");
      next = Next::line;
    }
    walk(loop.lines, next);
    return Next::line;
  }
  Next before(const DialogueItem&, const AnyOrderItem& any, Next next) {
    for (const DialogueLines& block : any.blocks) walk(block, next);
    return Next::line;
  }
  Next before(const DialogueItem&, const PlayItem& play, Next next) {
    const auto dialogue = section_.dialogues.find(play.name);
    if (dialogue == section_.dialogues.end()) return Next::line;
    const auto [known, is_new] = seen_.emplace(std::pair(play.name, next), Next::line);
    if (is_new) known->second = walk(dialogue->second.lines, next);
    return known->second;
  }
  Next before(const DialogueItem& item, const HandOverItem& honest, Next next) {
    const bool message = honest.until && honest.until->event == Event::message;
    if (message && (next == Next::line || next == Next::octets)) {
      tell(item, "behind 'until: message' comes the answer to it", next, "such as - S: 250 Kept");
    } else if (honest.until && (next == Next::octets || (next == Next::message && !message))) {
      tell(item, "behind 'until' comes the command or its answer", next,
           "such as the C: that it must fit, or - S: 250 OK");
    }
    return Next::line;
  }

  void tell(const DialogueItem& item, const std::string& rule, Next next, std::string hint) {
    if (!told_.insert(item.id).second) return;
    const std::string what = next == Next::line     ? "a C: line or the end"
                             : next == Next::speech ? "what the server says or does"
                             : next == Next::octets ? "a C: for bytes"
                                                    : "a message";
    reader_.error(node_at(item.place), rule + ", not " + what, std::move(hint));
  }

  Reader& reader_;
  const Section& section_;
  std::map<std::pair<std::string, Next>, Next> seen_;
  std::set<std::string> told_;
};

// --- the rest ---

bool is_for_good(const DialogueItem& item) {
  const auto* const honest = std::get_if<HandOverItem>(&item.what);
  const auto* const step = std::get_if<Step>(&item.what);
  const auto* const close = step ? std::get_if<CloseStep>(&step->what) : nullptr;
  const bool closes = close && close->how != CloseStep::How::half;
  return (honest && !honest->until) || (closes && item.if_.kind == Condition::Kind::always);
}

void warn_unreachable(Reader& reader, const DialogueLines& lines) {
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (!is_for_good(lines[i])) continue;
    reader.warning(
        node_at(lines[i + 1].place), "this item is never reached",
        "'" + lines[i].shown + "' in line " + std::to_string(lines[i].place.line) + " is for good");
  }
}

void check_jumps(Reader& reader, const Rule& rule) {
  const auto is_data = [](const Trigger& trigger) { return trigger.event == Event::data; };
  const bool in_data = std::any_of(rule.when.begin(), rule.when.end(), is_data);
  for (const Step& step : rule.steps) {
    if (!std::holds_alternative<DialogueStep>(step.what)) continue;
    if (in_data) {
      reader.error(node_at(step.place), "a dialogue can't begin inside a message",
                   "'when: message' is its end");
    }
    if (&step != &rule.steps.back()) {
      reader.error(node_at((&step)[1].place), "'dialogue' is the last step of its rule",
                   "put what comes behind it into the dialogue");
    }
  }
}

bool greets(const Dialogue& dialogue) {
  if (dialogue.lines.empty()) return false;
  const auto& first = dialogue.lines.front().what;
  return std::holds_alternative<SayItem>(first) || std::holds_alternative<Step>(first);
}

}  // namespace

void check_dialogues(Reader& reader, const Node& section, const Section& loaded) {
  const auto check_lines = [&](const Dialogue& dialogue) {
    warn_unreachable(reader, dialogue.lines);
    each_item(dialogue.lines, [&](const DialogueItem& item) {
      if (const auto* const loop = std::get_if<LoopItem>(&item.what)) {
        warn_unreachable(reader, loop->lines);
      }
    });
  };
  const bool circle = Circles(reader, loaded).found();
  Ends ends(reader, loaded);
  for (const auto& [name, dialogue] : loaded.dialogues) {
    check_lines(dialogue);
    if (!circle) ends.walk(dialogue.lines, Ends::Next::line);
    if (reader.is_dialogue_used(name)) continue;
    reader.warning(node_at(dialogue.place), "dialogue '" + name + "' is never played",
                   "write 'play: " + name + "', or 'dialogue: " + name + "' in a rule");
  }
  for (const Rule& rule : loaded.rules) check_jumps(reader, rule);
  if (!loaded.dialogue) return;
  check_lines(*loaded.dialogue);
  if (!circle) ends.walk(loaded.dialogue->lines, Ends::Next::line);
  if (const Node* const greeting = section.find("greeting"); greeting && greets(*loaded.dialogue)) {
    reader.error(*greeting, "the dialogue greets by itself",
                 "leave 'greeting' out, or begin the dialogue with a C: line");
  }
}

}  // namespace postiche::scenario
