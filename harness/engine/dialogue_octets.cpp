// SPDX-License-Identifier: MIT
// How a dialogue hears octets that need be no line.

#include <algorithm>

#include "harness/engine/dialogue_player.h"
#include "harness/engine/director.h"

namespace postiche::engine {

using scenario::HearOctetsItem;
using transcript::Direction;
using transcript::Kind;

namespace {

enum class Heard { more, all, wrong };

// Moves what belongs to the item from the front of `bytes` behind what was `heard`; of what does
// not fit, no more than the first octet that differs. Independent of where the network cut.
Heard hear(const HearOctetsItem& wanted, const std::string& exact, std::string& heard,
           std::string_view& bytes) {
  const std::size_t before = heard.size();
  const auto take = [&](std::size_t size, Heard state) {
    heard.append(bytes.substr(0, size));
    bytes.remove_prefix(std::min(size, bytes.size()));
    return state;
  };
  if (wanted.exact) {
    const std::string_view rest = std::string_view(exact).substr(before);
    const auto [end, theirs] = std::mismatch(rest.begin(), rest.end(), bytes.begin(), bytes.end());
    const auto fits = static_cast<std::size_t>(end - rest.begin());
    if (fits == rest.size()) return take(fits, Heard::all);
    return fits == bytes.size() ? take(fits, Heard::more) : take(fits + 1, Heard::wrong);
  }
  const std::size_t room = (wanted.until.empty() ? wanted.count : wanted.at_most) - before;
  const std::string_view window = bytes.substr(0, room);
  if (!wanted.until.empty()) {
    const std::size_t overlap = std::min(before, wanted.until.size() - 1);
    const std::string seam = heard.substr(before - overlap).append(window);
    const std::size_t found = seam.find(wanted.until);
    if (found != std::string::npos) {
      return take(found + wanted.until.size() - overlap, Heard::all);
    }
  }
  if (window.size() < room) return take(window.size(), Heard::more);
  return take(room, wanted.until.empty() ? Heard::all : Heard::wrong);
}

scenario::LineMatch octets_miss(const HearOctetsItem& wanted, const std::string& exact,
                                std::string_view heard) {
  scenario::LineMatch match;
  match.wanted = wanted.exact ? exact : wanted.until;
  if (wanted.exact) match.difference = heard.size() - 1;
  return match;
}

}  // namespace

bool DialoguePlayer::wants_octets() const {
  return !protocol_.hears_content() && waiting<HearOctetsItem>(top());
}

void DialoguePlayer::flush_octets(std::string_view field, std::string_view value) {
  if (octets_.empty()) return;
  stage_.append(Kind::bytes, Direction::in, stage_.keep(octets_), {{field, value}});
  octets_.clear();
}

void DialoguePlayer::take_octets(std::string_view& bytes) {
  Dialogue& dialogue = *top();
  const DialogueItem& item = *dialogue.at_hand();
  const auto& wanted = std::get<HearOctetsItem>(item.what);
  // Once: what a name stands for may change while the octets come.
  if (octets_.empty()) exact_ = wanted.exact ? expand(*wanted.exact, dialogue) : std::string();
  const Heard state = hear(wanted, exact_, octets_, bytes);
  if (state == Heard::more) return;
  const std::string heard = octets_;
  flush_octets("dialogue", state == Heard::all ? std::string_view(item.id) : "");
  Turn turn = nobody()->turn;
  if (state == Heard::all) {
    dialogue.pass();
    play(turn);
  } else if (tolerates({&item, octets_miss(wanted, exact_, heard)}, heard)) {
    // There is no line that could be answered: who goes on begins with the next octet.
    dialogue.stop();
    play(turn);
  }
  protocol_.is_overfull();
}

std::string DialoguePlayer::expand(const scenario::Template& text, const Dialogue& dialogue) const {
  const scenario::Captures captures = dialogue.captures();
  const auto known = director_.names({});
  return text.expand([&](std::string_view name) -> std::optional<std::string> {
    const auto caught = captures.find(std::string(name));
    return caught == captures.end() ? known(name) : caught->second;
  });
}

}  // namespace postiche::engine
