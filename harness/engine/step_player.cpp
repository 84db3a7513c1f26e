// SPDX-License-Identifier: MIT
#include "harness/engine/step_player.h"

#include <utility>
#include <variant>

namespace postiche::engine {
namespace {

// Rounded up: a client that waits as long as it was told must not come too early.
std::string whole_seconds(Duration left) {
  return to_text(Duration::seconds((left.ns + 999'999'999) / 1'000'000'000));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

Effect::Kind effect_for(scenario::CloseStep::How how) {
  switch (how) {
    case scenario::CloseStep::How::rst:
      return Effect::Kind::reset;
    case scenario::CloseStep::How::half:
      return Effect::Kind::half_close;
    default:
      return Effect::Kind::close;
  }
}

std::string_view name(scenario::CloseStep::How how) {
  switch (how) {
    case scenario::CloseStep::How::rst:
      return "rst";
    case scenario::CloseStep::How::half:
      return "half";
    case scenario::CloseStep::How::no_close_notify:
      return "no-close-notify";
    default:
      return "fin";
  }
}

std::string_view name(scenario::VerdictStep::Level level) {
  switch (level) {
    case scenario::VerdictStep::Level::fail:
      return "fail";
    case scenario::VerdictStep::Level::warn:
      return "warn";
    case scenario::VerdictStep::Level::pass:
      return "pass";
    default:
      return "info";
  }
}

}  // namespace

StepPlayer::StepPlayer(Director& director, Turn& turn, const Spoken& spoken, std::string_view by,
                       std::string_view line)
    : director_(director),
      stage_(director.stage()),
      protocol_(director.protocol()),
      turn_(turn),
      spoken_(spoken),
      by_(by),
      line_(line),
      scene_(protocol_.scene(turn)),
      names_([this](std::string_view name) { return look_up(name); }) {}

// What {names} in a text stand for while a rule speaks.
std::optional<std::string> StepPlayer::look_up(std::string_view name) const {
  const auto captured = spoken_.captures.find(std::string(name));
  if (captured != spoken_.captures.end()) return captured->second;
  if (name == "left") return whole_seconds(spoken_.left);
  if (name == "count") return std::to_string(spoken_.asked);
  if (name == "domain") return director_.play().domain;
  return named_value(scene_, name);
}

std::string StepPlayer::expand(const scenario::Template& text) const { return text.expand(names_); }

void StepPlayer::play(const scenario::Step& step) {
  if (holds(step.if_, scene_, nullptr)) std::visit(*this, step.what);
}

void StepPlayer::operator()(const scenario::ReplyStep& step) {
  std::vector<std::string> lines;
  for (const scenario::Template& line : step.lines) lines.push_back(expand(line));
  protocol_.say_scripted(turn_, lines, by_, step.effect);
}

void StepPlayer::operator()(const scenario::SendStep& step) {
  turn_.answered = true;
  stage_.outbox.send(stage_.keep(expand(step.bytes)), step.repeat, by_, line_);
}

void StepPlayer::operator()(const scenario::WaitStep& step) {
  stage_.outbox.wait(director_.draw(step));
}

void StepPlayer::operator()(const scenario::PaceStep& step) {
  stage_.outbox.pace(step.bytes, step.every, step.join);
}

void StepPlayer::operator()(const scenario::ReadStep& step) {
  stage_.outbox.pause_reading(step.pause);
}

void StepPlayer::operator()(const scenario::CloseStep& step) {
  turn_.answered = true;
  Effect effect{effect_for(step.how)};
  effect.abrupt = step.how == scenario::CloseStep::How::no_close_notify;
  stage_.outbox.end(std::move(effect), name(step.how), by_);
}

void StepPlayer::operator()(const scenario::SilenceStep&) { turn_.answered = true; }

void StepPlayer::operator()(const scenario::DiscardStep&) {
  turn_.discard = true;
  protocol_.say_honestly(turn_);
}

void StepPlayer::operator()(const scenario::HonestStep& step) {
  send(step.before);
  if (step.change.empty() && step.only == scenario::HonestStep::Only::both) {
    protocol_.say_honestly(turn_);
  } else {
    say_changed(step);
  }
  send(step.after);
}

void StepPlayer::operator()(const scenario::SetStep& step) {
  for (const scenario::SetStep::Value& value : step.values) {
    director_.remember(value.name, expand(value.value));
  }
}

void StepPlayer::operator()(const scenario::StoreStep& step) {
  director_.change_store(step, names_);
}

void StepPlayer::operator()(const scenario::BounceStep& step) {
  director_.bounce(turn_, step, names_);
}

void StepPlayer::operator()(const scenario::ListenStep& step) { director_.listen(step); }

void StepPlayer::operator()(const scenario::CallStep& step) {
  director_.park(turn_, spoken_, step);
}

void StepPlayer::operator()(const scenario::DialogueStep& step) {
  turn_.jumps = true;
  director_.jump(step.name, spoken_.captures);
}

void StepPlayer::operator()(const scenario::StateStep& step) { director_.enter(step.name); }

void StepPlayer::operator()(const scenario::MarkStep& step) {
  stage_.note({{"note", "mark"}, {"name", expand(step.text)}});
}

void StepPlayer::operator()(const scenario::VerdictStep& step) {
  stage_.note({{"note", "verdict"},
               {"level", name(step.level)},
               {"id", step.id.empty() ? by_ : std::string_view(step.id)},
               {"says", expand(step.says)},
               {"rule", by_}});
}

void StepPlayer::operator()(const scenario::TlsStep& step) {
  if (!stage_.tls) return protocol_.begin_tls(turn_, step);
  if (!step.change.breaks) return stage_.note({{"note", "tls-already"}});
  director_.break_tls(*step.change.breaks, by_);
  turn_.answered = true;
}

void StepPlayer::operator()(const scenario::RoleStep& step) {
  Errand errand;
  if (step.dial) errand.address = expand(*step.dial);
  if (step.queue) errand.queues = {expand(*step.queue)};
  errand.misdeeds.break_off_after = step.break_off_after;
  errand.misdeeds.times = static_cast<unsigned>(step.times);
  errand.misdeeds.other_domain = expand(step.other_domain);
  protocol_.change_role(turn_, std::move(errand));
}

void StepPlayer::say(const scenario::SayItem& item) {
  std::string octets;
  for (const scenario::Template& line : item.lines) {
    const std::string text = protocol_.worded(turn_, expand(line));
    octets += text + "\r\n";
    const auto code = protocol_.final_code(text);
    if (!code) continue;
    turn_.answered = true;
    protocol_.believe_scripted(turn_, *code, by_, scenario::ReplyStep::Effect::believed);
    put(octets, *code);
    octets.clear();
  }
  put(octets, {});
}

void StepPlayer::put(const std::string& octets, ReplyCode code) {
  stage_.outbox.say(stage_.keep(octets), code, by_, line_);
  line_ = {};
}

void StepPlayer::send(const std::optional<scenario::Template>& octets) {
  if (octets) stage_.outbox.say(stage_.keep(expand(*octets)), {}, by_);
}

// The honest reply with its text changed, or only one half of it: what is said, or what it does.
void StepPlayer::say_changed(const scenario::HonestStep& step) {
  using Only = scenario::HonestStep::Only;
  turn_.answered = true;
  if (!turn_.occasion.wants_answer()) return;
  const Protocol::Answer answer = protocol_.honest_answer(turn_);
  if (step.only != Only::text) protocol_.believe(turn_, answer.code, by_);
  if (step.only == Only::text && turn_.command) turn_.effect_done = true;
  if (step.only == Only::effect) return;
  std::string octets = answer.octets + protocol_.take_news(turn_) + answer.end;
  for (const auto& change : step.change) replace_all(octets, change.from, expand(change.to));
  stage_.outbox.say(stage_.keep(octets), answer.code, by_);
}

}  // namespace postiche::engine
