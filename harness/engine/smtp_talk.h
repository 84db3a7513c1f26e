// SPDX-License-Identifier: MIT
#pragma once
// Where the dialogues of a connection are, and what was heard that nobody has answered yet.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "harness/engine/dialogue.h"
#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

// The item at hand, if it is of this kind.
template <typename Item>
const Item* waiting(const Dialogue* dialogue) {
  const DialogueItem* const item = dialogue ? dialogue->at_hand() : nullptr;
  return item ? std::get_if<Item>(&item->what) : nullptr;
}

struct SmtpFlow::Talk {
  // Who says it, in transcripts.
  static constexpr std::string_view by = "dialogue";
  // Commands that were heard one after another and not answered yet; more are never answered.
  static constexpr std::size_t most_owed = 1000;

  // Something that was heard and what is known of its answer.
  struct Owed {
    smtp::Command command;
    Turn turn;
  };

  std::optional<Dialogue> own;     // the scenario's, from the start of the connection
  std::optional<Dialogue> jumped;  // a rule's; while it goes on the other one rests
  std::deque<std::unique_ptr<Owed>> owed;
  std::unique_ptr<Owed> answered = nobody();  // the latest
  std::string octets;                         // heard of a C: that is no line
  std::string exact;                          // which these have to be
  bool playing = false;
  bool in_content = false;  // which is heard line by line: up to the dot nothing is answered

  Dialogue* top() { return jumped ? &*jumped : own ? &*own : nullptr; }
  Owed& at_hand() { return owed.empty() ? *answered : *owed.front(); }

  void owe(const Turn& turn) {
    const bool dot = turn.command && turn.command->line == ".";
    if (in_content && turn.command && !dot) return;
    in_content = false;
    auto heard = std::make_unique<Owed>();
    heard->turn = turn;
    heard->turn.occasion.verb = {};  // of the moment
    if (turn.command) heard->command = *turn.command;
    if (turn.command) heard->turn.command = &heard->command;
    owed.push_back(std::move(heard));
    if (owed.size() > most_owed) owed.pop_front();
  }

  void settle_answered() {
    if (owed.empty() || !owed.front()->turn.answered) return;
    answered = std::move(owed.front());
    owed.pop_front();
  }

  // What is said to nobody has no effect.
  static std::unique_ptr<Owed> nobody() {
    auto none = std::make_unique<Owed>();
    none->turn.occasion.kind = Occasion::Kind::data;
    none->turn.answered = none->turn.effect_done = true;
    return none;
  }

  // Content and the greeting are answered at once or never.
  void forget_moments() {
    std::erase_if(owed, [](const auto& heard) { return !heard->turn.command; });
    if (!answered->turn.command) answered = nobody();
  }

  // Dialogues that are over make room for what was before them.
  void drop_ended() {
    if (jumped && !jumped->at_hand()) jumped.reset();
    if (own && !own->at_hand()) own.reset();
  }

  void drop() {
    own.reset();
    jumped.reset();
  }
};

}  // namespace postiche::engine
