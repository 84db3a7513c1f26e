// SPDX-License-Identifier: MIT
#pragma once
// Where in a dialogue a connection is: a value, a stack of frames over the scenario's items. Says
// what is to be played and finds what a heard line fits; knows nothing of protocols and plays
// nothing itself.
//
//   at_hand() --> S: or a step: play it, then pass()
//            `--> C:, a block, message: wait; hear() moves on behind what fits
//            `--> honest: somebody else answers until resume()
//            `--> nothing: over
//
// What follows a block that may be left out waits as well: the loader sees to that. So nothing is
// ever played before it is known that it comes, and the first item that fits, in the order of the
// file, is the one that is meant.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/model.h"

namespace postiche::engine {

using scenario::DialogueItem;

class Dialogue {
 public:
  // Both are the scenario's; `caught` is what the names in it stand for at the start.
  Dialogue(const scenario::Section& section, const scenario::Dialogue& script,
           scenario::Captures caught);

  // The item that is played, or waited for, now; null: the dialogue is over. Never a `play`.
  const DialogueItem* at_hand() const;
  // To be played at once: an S: or a step.
  bool speaks() const;
  // The item at hand is done.
  void pass();
  // Nothing more of it is played.
  void stop() { frames_.clear(); }

  // What a line is: all that is said, or the announcement of what comes behind it.
  enum class Line { whole, announcement };
  // The item that this line fits, with the dialogue moved on behind it; null: none does.
  const DialogueItem* hear(std::string_view line, const scenario::Template::Lookup& known,
                           Line what = Line::whole);
  // Moves on to the end or a hand-over, if that may be next. False: a line is missing.
  bool go_on_without();
  // Something must be heard: neither the end nor a hand-over can be next.
  bool is_unfinished() const;

  // The items that a line is compared with now, in their order.
  std::vector<const DialogueItem*> expected() const;
  // The nearest of them, and how the line differs.
  struct Miss {
    const DialogueItem* item = nullptr;  // null: none waits for a line
    scenario::LineMatch match;
  };
  Miss nearest(std::string_view line, const scenario::Template::Lookup& known) const;

  // Of the innermost dialogue that says it.
  scenario::Dialogue::Else otherwise() const;
  scenario::Captures captures() const;

 private:
  struct Frame {
    const scenario::DialogueLines* lines;
    std::size_t index = 0;
    std::uint64_t turns = 0;  // of the block at hand: how often it came, or which ones did (bits)
    std::size_t kept = 0;     // of caught_, when the loop at hand was reached
    std::size_t branch = 0;   // of the any-order that this frame is a block of
    const scenario::Dialogue* script = nullptr;  // whose lines these are
  };
  using Frames = std::vector<Frame>;
  struct Candidate {
    Frames frames;  // the item waited for at hand
    std::size_t kept;
  };
  struct Choices {
    std::vector<Candidate> candidates;
    // Where the dialogue can go on without a line: its end, or a hand-over.
    std::optional<Frames> without;
  };

  Choices choices() const;
  static bool offer_loop(Frames& frames, std::size_t caught, Choices& out);
  static void offer_blocks(const Frames& frames, std::size_t caught, Choices& out);
  static void enter(Frames& frames, const scenario::DialogueLines& lines, std::size_t branch = 0);
  static const DialogueItem* item_of(const Frames& frames);
  void step_over(Frames& frames) const;
  void settle(Frames& frames) const;
  scenario::Template::Lookup with_caught(std::size_t kept,
                                         const scenario::Template::Lookup& known) const;

  const scenario::Section* section_;
  Frames frames_;
  scenario::Caught caught_;
};

}  // namespace postiche::engine
