// SPDX-License-Identifier: MIT
#pragma once
// What a rule or a dialogue can do, one struct a step.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/condition.h"
#include "harness/scenario/template.h"

namespace postiche::scenario {

struct ReplyStep {
  std::vector<Template> lines;  // "451 4.7.1 text": as the scenario wrote it, without CRLF
  enum class Effect { believed, yes, no };
  Effect effect = Effect::believed;  // has the command's effect when the code is positive
};
struct SendStep {
  Template bytes;  // exact; what `eol` adds is already in it
  std::uint64_t repeat = 1;
};
struct WaitStep {
  Duration time;  // virtual; forever() never ends
};
struct PaceStep {
  std::size_t bytes = 1;  // later writes are cut into pieces of so many bytes
  Duration every;         // with this long between them; zero bytes: no more pacing
};
struct CloseStep {
  enum class How { fin, rst, half };
  How how = How::fin;
};
struct SilenceStep {};  // answers nothing, and the honest server does not either
struct DiscardStep {};  // the honest positive reply, the message dropped
// The honest answer, with its effect.
struct HonestStep {
  struct Change {
    std::string from;  // each occurrence in the octets of the reply
    Template to;
  };
  enum class Only { both, text, effect };
  std::optional<Template> before, after;  // exact octets around it
  std::vector<Change> change;
  Only only = Only::both;
};
// Remembers values: "name" with the connection, "world.name" with the run.
struct SetStep {
  struct Value {
    std::string name;
    Template value;
  };
  std::vector<Value> values;
};

// Goes on with a named dialogue, until that ends.
struct DialogueStep {
  std::string name;
};

struct Step {
  std::variant<ReplyStep, SendStep, WaitStep, PaceStep, CloseStep, SilenceStep, DiscardStep,
               HonestStep, SetStep, DialogueStep>
      what;
  Condition if_;
  Place place;
};

}  // namespace postiche::scenario
