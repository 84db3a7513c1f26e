// SPDX-License-Identifier: MIT
// The steps of rules as SMTP plays them: one function each.

#include <variant>

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {
namespace {

// What {names} in a text stand for while a rule speaks.
class Names {
 public:
  Names(const Scene& scene, const Spoken& spoken, std::string_view domain)
      : scene_(scene), spoken_(spoken), domain_(domain) {}

  std::optional<std::string> operator()(std::string_view name) const {
    if (const auto captured = spoken_.captures.find(std::string(name));
        captured != spoken_.captures.end()) {
      return captured->second;
    }
    if (name == "left") return whole_seconds(spoken_.left);
    if (name == "count") return std::to_string(spoken_.asked);
    if (name == "domain") return std::string(domain_);
    const auto attribute = scenario::find_attribute(name);
    if (!attribute) return std::nullopt;
    Scratch scratch;
    const auto value = value_of(scene_, *attribute, {}, scratch);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  }

 private:
  // Rounded up: a client that waits as long as it was told must not come too early.
  static std::string whole_seconds(Duration left) {
    return to_text(Duration::seconds((left.ns + 999'999'999) / 1'000'000'000));
  }

  const Scene& scene_;
  const Spoken& spoken_;
  std::string_view domain_;
};

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
    default:
      return "fin";
  }
}

}  // namespace

class SmtpFlow::StepPlayer {
 public:
  StepPlayer(SmtpFlow& flow, Turn& turn, const Spoken& spoken)
      : flow_(flow),
        turn_(turn),
        rule_(spoken.rule->name),
        scene_(flow.scene(turn)),
        names_(scene_, spoken, flow.world_.smtp.domain) {}

  const Scene& scene() const { return scene_; }

  void operator()(const scenario::ReplyStep& step) {
    std::vector<std::string> lines;
    for (const scenario::Template& line : step.lines) lines.push_back(line.expand(names_));
    flow_.say_scripted(turn_, lines, rule_, step.effect);
  }

  void operator()(const scenario::SendStep& step) {
    turn_.answered = true;
    const std::string_view bytes = flow_.log_->arena().keep(step.bytes.expand(names_));
    for (std::uint64_t i = 0; i < step.repeat; ++i) flow_.outbox_.say(bytes, 0, rule_);
  }

  void operator()(const scenario::WaitStep& step) { flow_.outbox_.wait(step.time); }

  void operator()(const scenario::PaceStep& step) { flow_.outbox_.pace(step.bytes, step.every); }

  void operator()(const scenario::CloseStep& step) {
    turn_.answered = true;
    flow_.outbox_.end(effect_for(step.how), name(step.how), rule_);
  }

  void operator()(const scenario::SilenceStep&) { turn_.answered = true; }

  void operator()(const scenario::DiscardStep&) {
    turn_.discard = true;
    flow_.say_honestly(turn_);
  }

  void operator()(const scenario::HonestStep&) { flow_.say_honestly(turn_); }

 private:
  SmtpFlow& flow_;
  Turn& turn_;
  std::string_view rule_;  // the scenario's
  Scene scene_;
  Names names_;
};

void SmtpFlow::play_steps(Turn& turn, const Spoken& spoken) {
  StepPlayer player(*this, turn, spoken);
  for (const scenario::Step& step : spoken.rule->steps) {
    if (holds(step.if_, player.scene(), nullptr)) std::visit(player, step.what);
  }
}

void SmtpFlow::say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  using Believed = scenario::ReplyStep::Effect;
  turn.answered = true;
  const auto reply = smtp::parse_reply(lines);
  // A template can expand to anything; what is no reply is said as it stands, without effect.
  if (!reply) {
    std::string bytes;
    for (const std::string& line : lines) bytes += line + "\r\n";
    return outbox_.say(log_->arena().keep(bytes), 0, by);
  }
  // "A reply is believed": a positive one has the command's effect, a negative one has none, and
  // the scenario can say otherwise.
  const bool ends_something = turn.occasion.kind != Occasion::Kind::data;
  int meant = reply->code;
  if (effect == Believed::no) {
    // Not even QUIT's, which no code can stop.
    if (turn.command) turn.effect_done = true;
    meant = no_effect;
  } else {
    turn.hang_up = turn.hang_up || reply->code == 421;  // RFC 5321 sec 3.8
    if (effect == Believed::yes && !reply->positive() && ends_something) {
      meant = honest_reply(turn).code;
    }
  }
  believe(turn, meant, by);
  say(*reply, by, true);
}

}  // namespace postiche::engine
