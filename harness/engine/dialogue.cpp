// SPDX-License-Identifier: MIT
#include "harness/engine/dialogue.h"

#include <algorithm>

#include "harness/base/result.h"

namespace postiche::engine {

using scenario::AnyOrderItem;
using scenario::HandOverItem;
using scenario::HearItem;
using scenario::LoopItem;
using scenario::PlayItem;

namespace {

// Of each line, when the nearest is looked for: a client may send long ones for ever.
constexpr std::size_t compared_octets = 80;

// The C: is written with a brace at its end, as the announcement of a literal is: RFC 9051 sec 4.3.
bool announces(const DialogueItem& heard) {
  const std::string_view shown = heard.shown;
  const bool is_regex = shown.starts_with("C: /");
  return is_regex ? shown.substr(0, shown.rfind('/')).ends_with("\\}") : shown.ends_with("}}");
}

}  // namespace

Dialogue::Dialogue(const scenario::Section& section, const scenario::Dialogue& script,
                   scenario::Captures caught)
    : section_(&section), caught_(caught.begin(), caught.end()) {
  enter(frames_, script.lines);
  frames_.back().script = &script;
  settle(frames_);
}

void Dialogue::enter(Frames& frames, const scenario::DialogueLines& lines, std::size_t branch) {
  Frame frame{&lines};
  frame.branch = branch;
  frames.push_back(frame);
}

const DialogueItem* Dialogue::item_of(const Frames& frames) {
  if (frames.empty()) return nullptr;
  return &(*frames.back().lines)[frames.back().index];
}

const DialogueItem* Dialogue::at_hand() const { return item_of(frames_); }

bool Dialogue::speaks() const {
  const DialogueItem* const item = at_hand();
  return item && (std::holds_alternative<scenario::SayItem>(item->what) ||
                  std::holds_alternative<scenario::Step>(item->what));
}

void Dialogue::pass() {
  if (frames_.empty()) return;
  ++frames_.back().index;
  settle(frames_);
}

// --- moving on ---

// The block at hand has come to its end once more.
void Dialogue::step_over(Frames& frames) const {
  const std::size_t branch = frames.back().branch;
  frames.pop_back();
  if (frames.empty()) return;
  Frame& frame = frames.back();
  const DialogueItem& item = *item_of(frames);
  bool done = true;
  if (const auto* const loop = std::get_if<LoopItem>(&item.what)) {
    done = ++frame.turns >= loop->at_most;
  } else if (const auto* const any = std::get_if<AnyOrderItem>(&item.what)) {
    frame.turns |= std::uint64_t{1} << branch;
    done = frame.turns == (std::uint64_t{1} << any->blocks.size()) - 1;
  }
  if (!done) return;
  ++frame.index;
  frame.turns = 0;
}

// Out of blocks that are at their end, into dialogues that are played from here.
void Dialogue::settle(Frames& frames) const {
  while (!frames.empty()) {
    if (frames.back().index == frames.back().lines->size()) {
      step_over(frames);
      continue;
    }
    const auto* const play = std::get_if<PlayItem>(&item_of(frames)->what);
    if (!play) return;
    const scenario::Dialogue& script = section_->dialogues.at(play->name);
    enter(frames, script.lines);
    frames.back().script = &script;
  }
}

// --- choosing ---

// False: it may also be left out, or has come often enough, and `frames` is behind it.
bool Dialogue::offer_loop(Frames& frames, std::size_t caught, Choices& out) {
  Frame& frame = frames.back();
  const auto& loop = std::get<LoopItem>(item_of(frames)->what);
  // Each turn captures anew.
  if (frame.turns == 0) frame.kept = caught;
  Frames inside = frames;
  enter(inside, loop.lines);
  out.candidates.push_back({std::move(inside), frame.kept});
  if (frame.turns < loop.at_least) return true;
  ++frame.index;
  frame.turns = 0;
  return false;
}

void Dialogue::offer_blocks(const Frames& frames, std::size_t caught, Choices& out) {
  const auto& any = std::get<AnyOrderItem>(item_of(frames)->what);
  for (std::size_t i = 0; i < any.blocks.size(); ++i) {
    if ((frames.back().turns >> i & 1) != 0) continue;
    Frames inside = frames;
    enter(inside, any.blocks[i], i);
    out.candidates.push_back({std::move(inside), caught});
  }
}

Dialogue::Choices Dialogue::choices() const {
  Choices out;
  Frames frames = frames_;
  for (;;) {
    settle(frames);
    const DialogueItem* const item = item_of(frames);
    if (!item || std::holds_alternative<HandOverItem>(item->what)) {
      out.without = std::move(frames);
      return out;
    }
    if (std::holds_alternative<LoopItem>(item->what)) {
      if (offer_loop(frames, caught_.size(), out)) return out;
      continue;
    }
    if (std::holds_alternative<AnyOrderItem>(item->what)) {
      offer_blocks(frames, caught_.size(), out);
    } else if (std::holds_alternative<HearItem>(item->what)) {
      out.candidates.push_back({std::move(frames), caught_.size()});
    }
    return out;
  }
}

scenario::Template::Lookup Dialogue::with_caught(std::size_t kept,
                                                 const scenario::Template::Lookup& known) const {
  return [this, kept, &known](std::string_view name) -> std::optional<std::string> {
    for (std::size_t i = kept; i > 0; --i) {
      if (caught_[i - 1].first == name) return caught_[i - 1].second;
    }
    return known(name);
  };
}

const DialogueItem* Dialogue::hear(std::string_view line, const scenario::Template::Lookup& known,
                                   Line what) {
  Choices all = choices();
  for (Candidate& candidate : all.candidates) {
    const DialogueItem* const item = item_of(candidate.frames);
    const auto& wanted = std::get<HearItem>(item->what).line;
    if (what == Line::announcement && !announces(*item)) continue;
    scenario::LineMatch match = wanted.match(line, with_caught(candidate.kept, known));
    if (!match.matches) continue;
    caught_.resize(candidate.kept);
    std::move(match.caught.begin(), match.caught.end(), std::back_inserter(caught_));
    frames_ = std::move(candidate.frames);
    pass();
    return item;
  }
  return nullptr;
}

bool Dialogue::go_on_without() {
  Choices all = choices();
  if (!all.without) return false;
  frames_ = std::move(*all.without);
  return true;
}

bool Dialogue::is_unfinished() const {
  if (frames_.empty()) return false;
  const Choices all = choices();
  if (!all.without) return true;
  const DialogueItem* const item = item_of(*all.without);
  return item && std::get<HandOverItem>(item->what).until.has_value();
}

std::vector<const DialogueItem*> Dialogue::expected() const {
  std::vector<const DialogueItem*> items;
  const Choices all = choices();
  for (const Candidate& candidate : all.candidates) items.push_back(item_of(candidate.frames));
  const DialogueItem* const next = all.without ? item_of(*all.without) : nullptr;
  if (next) items.push_back(next);
  if (items.empty() && at_hand()) items.push_back(at_hand());
  return items;
}

Dialogue::Miss Dialogue::nearest(std::string_view line,
                                 const scenario::Template::Lookup& known) const {
  Miss best;
  std::size_t least = 0;
  for (const Candidate& candidate : choices().candidates) {
    const DialogueItem* const item = item_of(candidate.frames);
    const auto& wanted = std::get<HearItem>(item->what).line;
    scenario::LineMatch match = wanted.match(line, with_caught(candidate.kept, known));
    const std::string_view all = match.wanted;
    const std::size_t distance =
        edit_distance(line.substr(0, compared_octets), all.substr(0, compared_octets));
    if (best.item && distance >= least) continue;
    least = distance;
    best = {item, std::move(match)};
  }
  return best;
}

scenario::Dialogue::Else Dialogue::otherwise() const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (frame->script && frame->script->else_) return *frame->script->else_;
  }
  return scenario::Dialogue::Else::fail;
}

scenario::Captures Dialogue::captures() const {
  scenario::Captures out;
  for (const auto& [name, value] : caught_) out[name] = value;
  return out;
}

}  // namespace postiche::engine
