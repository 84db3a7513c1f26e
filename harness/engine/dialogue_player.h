// SPDX-License-Identifier: MIT
#pragma once
// Keeps a session to its dialogues: what it hears is compared with the items that wait, what
// follows is played as the answer, and somebody else answers where they have handed over.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/engine/dialogue.h"
#include "harness/engine/protocol.h"
#include "harness/engine/stage.h"
#include "harness/engine/turn.h"

namespace postiche::engine {

class Director;

class DialoguePlayer {
 public:
  // Who says it, in transcripts.
  static constexpr std::string_view by = "dialogue";

  // The director outlives it.
  explicit DialoguePlayer(Director& director);

  // The scenario's, from the start of the connection.
  void open(const scenario::Section& section, const scenario::Dialogue& script);
  // A rule's; while it goes on the other one rests.
  void jump(const scenario::Section& section, const scenario::Dialogue& script,
            const scenario::Captures& captures);
  bool greets() const { return own_ && own_->speaks(); }
  // It begins in the midst of a connection.
  void skip_greeting();
  // Its items are played just now.
  bool is_playing() const { return playing_; }

  // How a line fits the dialogue: none drives, one expects it, one does not, or one waits for what
  // comes behind it.
  struct Fit {
    enum class Kind { free, expected, unexpected, left } kind = Kind::free;
    std::string_view line;  // expected: the id of the dialogue's line
    Dialogue::Miss miss;    // unexpected
  };
  Fit fit_line(const Turn& turn, std::string_view line);
  // The same of the announcement of a literal: a C: that says one waits for it, every other one
  // for the whole command.
  Fit fit_announcement(const Turn& turn, std::string_view line);
  // What was heard is what it had waited for: plays the answer.
  void play(Turn& heard);
  // The end of a message: true where the dialogue has answered it.
  bool take_message(Turn& turn);
  // What is heard next may be content.
  void await_content();

  // dialogue_misses.cpp: what becomes of a client that does not keep to it.
  // True: the honest server may answer it.
  bool tolerates(const Dialogue::Miss& miss, std::string_view heard);
  // The client is gone; notes what was still waited for.
  void leave();

  // dialogue_octets.cpp: a C: that need be no line.
  bool wants_octets() const;
  std::string_view octets() const { return octets_; }
  void take_octets(std::string_view& bytes);
  void flush_octets(std::string_view field, std::string_view value);

 private:
  // Commands that were heard one after another and not answered yet; more are never answered.
  static constexpr std::size_t most_owed = 1000;

  static std::unique_ptr<KeptTurn> nobody();
  Dialogue* top();
  const Dialogue* top() const;
  KeptTurn& at_hand() { return owed_.empty() ? *answered_ : *owed_.front(); }
  void owe(const Turn& turn);
  void settle_answered();
  void forget_moments();
  void drop_ended();
  void drop();
  void play_items();
  void play_item(Turn& turn, const DialogueItem& item, const scenario::Captures& captures);
  void release_owed();
  void note_miss(const Dialogue::Miss& miss, std::string_view heard);
  std::string expand(const scenario::Template& text, const Dialogue& dialogue) const;

  Director& director_;
  Stage& stage_;
  Protocol& protocol_;
  std::optional<Dialogue> own_, jumped_;
  std::deque<std::unique_ptr<KeptTurn>> owed_;     // heard, and not answered yet
  std::unique_ptr<KeptTurn> answered_ = nobody();  // the latest
  std::string octets_;                             // heard of a C: that is no line
  std::string exact_;                              // which these have to be
  bool playing_ = false;
  bool in_content_ = false;  // which is heard line by line: up to the dot nothing is answered
};

// The item at hand, if it is of this kind.
template <typename Item>
const Item* waiting(const Dialogue* dialogue) {
  const DialogueItem* const item = dialogue ? dialogue->at_hand() : nullptr;
  return item ? std::get_if<Item>(&item->what) : nullptr;
}

}  // namespace postiche::engine
