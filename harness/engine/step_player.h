// SPDX-License-Identifier: MIT
#pragma once
// Plays what rules and dialogues do, one function a step.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/director.h"

namespace postiche::engine {

class StepPlayer {
 public:
  // `by` speaks; of a dialogue, `line` is its id. Both are the scenario's, and the rest outlives
  // the player.
  StepPlayer(Director& director, Turn& turn, const Spoken& spoken, std::string_view by,
             std::string_view line = {});

  // Where its condition holds.
  void play(const scenario::Step& step);
  // Lines of a dialogue: as they stand, with CRLF. What has a code and no hyphen ends a reply, and
  // the effect is that of the code; a line that only begins one has none yet.
  void say(const scenario::SayItem& item);

  void operator()(const scenario::ReplyStep& step);
  void operator()(const scenario::SendStep& step);
  void operator()(const scenario::WaitStep& step);
  void operator()(const scenario::PaceStep& step);
  void operator()(const scenario::ReadStep& step);
  void operator()(const scenario::CloseStep& step);
  void operator()(const scenario::SilenceStep& step);
  void operator()(const scenario::DiscardStep& step);
  void operator()(const scenario::HonestStep& step);
  void operator()(const scenario::SetStep& step);
  void operator()(const scenario::StoreStep& step);
  void operator()(const scenario::BounceStep& step);
  void operator()(const scenario::ListenStep& step);
  void operator()(const scenario::CallStep& step);
  void operator()(const scenario::DialogueStep& step);
  void operator()(const scenario::StateStep& step);
  void operator()(const scenario::MarkStep& step);
  void operator()(const scenario::VerdictStep& step);
  void operator()(const scenario::TlsStep& step);
  void operator()(const scenario::RoleStep& step);

 private:
  std::string expand(const scenario::Template& text) const;
  std::optional<std::string> look_up(std::string_view name) const;
  void put(const std::string& octets, ReplyCode code);
  void send(const std::optional<scenario::Template>& octets);
  void say_changed(const scenario::HonestStep& step);

  Director& director_;
  Stage& stage_;
  Protocol& protocol_;
  Turn& turn_;
  const Spoken& spoken_;
  std::string_view by_, line_;
  Scene scene_;
  scenario::Template::Lookup names_;
};

}  // namespace postiche::engine
