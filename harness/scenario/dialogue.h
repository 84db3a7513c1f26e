// SPDX-License-Identifier: MIT
#pragma once
// A dialogue: what the server says and hears, line by line, with blocks for what may differ.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/scenario/line_pattern.h"
#include "harness/scenario/steps.h"

namespace postiche::scenario {

struct DialogueItem;
using DialogueLines = std::vector<DialogueItem>;

// S: reply lines, written as they stand here with CRLF behind each.
struct SayItem {
  std::vector<Template> lines;
};
// C: a line of the client.
struct HearItem {
  LinePattern line;
};
// C: octets that need be no line: exactly these, so many, or up to and with these.
struct HearOctetsItem {
  std::optional<Template> exact;
  std::uint64_t count = 0;
  std::string until;
  std::uint64_t at_most = 0;  // until: so many octets are heard before it is given up
};
// Content, up to the dot.
struct HearMessageItem {};
// A block that comes between `at_least` and `at_most` times.
struct LoopItem {
  static constexpr std::uint64_t no_end = ~std::uint64_t{0};
  DialogueLines lines;
  std::uint64_t at_least = 0, at_most = 1;
};
// Blocks that come once each, in any order.
struct AnyOrderItem {
  std::vector<DialogueLines> blocks;
};
struct PlayItem {
  std::string name;
};
// Rules and the honest server go on: until this comes, or for good.
struct HandOverItem {
  std::optional<Trigger> until;
};

struct DialogueItem {
  std::variant<SayItem, HearItem, HearOctetsItem, HearMessageItem, LoopItem, AnyOrderItem, PlayItem,
               HandOverItem, Step>
      what;
  Condition if_;      // S: and steps
  bool line = false;  // S:, C: and message: it is counted whether they were played
  std::string id;     // "12:7", its place: what transcripts call it
  std::string shown;  // for people: "C: MAIL FROM:<{from}> *"
  Place place;
};

struct Dialogue {
  // What a line that nobody waits for leads to.
  enum class Else { fail, close, honest };

  std::string name;  // empty for the one that drives from the start
  DialogueLines lines;
  std::optional<Else> else_;  // none: that of who plays it, else fail
  Place place;
};

}  // namespace postiche::scenario
