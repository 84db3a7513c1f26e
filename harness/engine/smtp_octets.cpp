// SPDX-License-Identifier: MIT
// How a dialogue hears octets that need be no line.

#include <algorithm>

#include "harness/engine/smtp_talk.h"

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

bool SmtpFlow::wants_octets() const {
  return talk_ && !content_ && waiting<HearOctetsItem>(talk_->top());
}

std::string_view SmtpFlow::octets() const { return talk_->octets; }

void SmtpFlow::flush_octets(std::string_view field, std::string_view value) {
  if (!talk_ || talk_->octets.empty()) return;
  append(Kind::bytes, Direction::in, log_->arena().keep(talk_->octets), {{field, value}});
  talk_->octets.clear();
}

void SmtpFlow::take_octets(std::string_view& bytes) {
  Dialogue& top = *talk_->top();
  const DialogueItem& item = *top.at_hand();
  const auto& wanted = std::get<HearOctetsItem>(item.what);
  // Once: what a name stands for may change while the octets come.
  if (talk_->octets.empty()) {
    talk_->exact = wanted.exact ? expand(*wanted.exact, top) : std::string();
  }
  const std::string& exact = talk_->exact;
  const Heard state = hear(wanted, exact, talk_->octets, bytes);
  if (state == Heard::more) return;
  const std::string heard = talk_->octets;
  flush_octets("dialogue", state == Heard::all ? std::string_view(item.id) : "");
  Turn turn = Talk::nobody()->turn;
  if (state == Heard::all) {
    top.pass();
    play_dialogue(turn);
  } else if (tolerates({&item, octets_miss(wanted, exact, heard)}, heard)) {
    // There is no line that could be answered: who goes on begins with the next octet.
    top.stop();
    play_dialogue(turn);
  }
  transcript_is_full();
}

std::string SmtpFlow::expand(const scenario::Template& text, const Dialogue& dialogue) const {
  const scenario::Captures captures = dialogue.captures();
  const auto known = names({});
  return text.expand([&](std::string_view name) -> std::optional<std::string> {
    const auto caught = captures.find(std::string(name));
    return caught == captures.end() ? known(name) : caught->second;
  });
}

}  // namespace postiche::engine
