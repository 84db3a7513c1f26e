// SPDX-License-Identifier: MIT
// The steps of rules as SMTP plays them: one function each.

#include <algorithm>
#include <cmath>
#include <variant>

#include "harness/base/random.h"
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
    return named_value(scene_, name);
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

class SmtpFlow::StepPlayer {
 public:
  // `line`: of a dialogue, its id.
  StepPlayer(SmtpFlow& flow, Turn& turn, const Spoken& spoken, std::string_view by,
             std::string_view line = {})
      : flow_(flow),
        turn_(turn),
        spoken_(spoken),
        by_(by),
        line_(line),
        scene_(flow.scene(turn)),
        names_(scene_, spoken, flow.play_->settings.domain) {}

  const Scene& scene() const { return scene_; }

  void operator()(const scenario::ReplyStep& step) {
    std::vector<std::string> lines;
    for (const scenario::Template& line : step.lines) lines.push_back(line.expand(names_));
    flow_.say_scripted(turn_, lines, by_, step.effect);
  }

  void operator()(const scenario::SendStep& step) {
    turn_.answered = true;
    const std::string_view bytes = flow_.log_->arena().keep(step.bytes.expand(names_));
    for (std::uint64_t i = 0; i < step.repeat; ++i) {
      flow_.outbox_.say(bytes, 0, by_, i == 0 ? line_ : std::string_view());
    }
  }

  void operator()(const scenario::WaitStep& step) { flow_.outbox_.wait(flow_.draw(step)); }

  void operator()(const scenario::PaceStep& step) {
    flow_.outbox_.pace(step.bytes, step.every, step.join);
  }

  void operator()(const scenario::ReadStep& step) { flow_.outbox_.pause_reading(step.pause); }

  void operator()(const scenario::CloseStep& step) {
    turn_.answered = true;
    flow_.outbox_.end(effect_for(step.how), name(step.how), by_);
  }

  void operator()(const scenario::SilenceStep&) { turn_.answered = true; }

  void operator()(const scenario::DiscardStep&) {
    turn_.discard = true;
    flow_.say_honestly(turn_);
  }

  void operator()(const scenario::HonestStep& step) {
    send(step.before);
    if (step.change.empty() && step.only == scenario::HonestStep::Only::both) {
      flow_.say_honestly(turn_);
    } else {
      say_changed(step);
    }
    send(step.after);
  }

  void operator()(const scenario::SetStep& step) {
    for (const scenario::SetStep::Value& value : step.values) {
      flow_.remember(value.name, value.value.expand(names_));
    }
  }

  void operator()(const scenario::StoreStep& step) { flow_.change_store(step, names_); }

  void operator()(const scenario::BounceStep& step) { flow_.bounce(turn_, step, names_); }

  void operator()(const scenario::ListenStep& step) { flow_.listen(step); }

  void operator()(const scenario::CallStep& step) { flow_.park(turn_, spoken_, step); }

  void operator()(const scenario::DialogueStep& step) {
    turn_.jumps = true;
    flow_.jump(step.name, spoken_.captures);
  }

  void operator()(const scenario::StateStep& step) { flow_.enter(step.name); }

  void operator()(const scenario::MarkStep& step) {
    flow_.note({{"note", "mark"}, {"name", step.text.expand(names_)}});
  }

  void operator()(const scenario::VerdictStep& step) {
    flow_.note({{"note", "verdict"},
                {"level", name(step.level)},
                {"id", step.id.empty() ? by_ : std::string_view(step.id)},
                {"says", step.says.expand(names_)},
                {"rule", by_}});
  }

  // Lines of a dialogue: as they stand, with CRLF. What has a code and no hyphen ends a reply, and
  // the effect is that of the code; a line that only begins one has none yet.
  void say(const scenario::SayItem& item) {
    std::string octets;
    for (const scenario::Template& line : item.lines) {
      const std::string text = line.expand(names_);
      octets += text + "\r\n";
      const auto reply = smtp::parse_reply({text});
      if (!reply || text.substr(3, 1) == "-") continue;
      turn_.answered = true;
      flow_.believe_scripted(turn_, reply->code, by_, scenario::ReplyStep::Effect::believed);
      put(octets, reply->code);
      octets.clear();
    }
    put(octets, 0);
  }

 private:
  void put(const std::string& octets, int code) {
    flow_.outbox_.say(flow_.log_->arena().keep(octets), code, by_, line_);
    line_ = {};
  }

  void send(const std::optional<scenario::Template>& octets) {
    if (octets) flow_.outbox_.say(flow_.log_->arena().keep(octets->expand(names_)), 0, by_);
  }

  // The honest reply with its text changed, or only one half of it: what is said, or what it does.
  void say_changed(const scenario::HonestStep& step) {
    using Only = scenario::HonestStep::Only;
    turn_.answered = true;
    if (!turn_.occasion.wants_answer()) return;
    const smtp::Reply reply = flow_.honest_reply(turn_);
    std::string octets = smtp::encode(reply, flow_.server_.speaks_enhanced());
    for (const auto& change : step.change) {
      replace_all(octets, change.from, change.to.expand(names_));
    }
    if (step.only != Only::text) flow_.believe(turn_, reply.code, by_);
    if (step.only == Only::text && turn_.command) turn_.effect_done = true;
    if (step.only == Only::effect) return;
    flow_.outbox_.say(flow_.log_->arena().keep(octets), reply.code, by_);
  }

  SmtpFlow& flow_;
  Turn& turn_;
  const Spoken& spoken_;
  std::string_view by_, line_;  // the scenario's
  Scene scene_;
  Names names_;
};

void SmtpFlow::play_steps(Turn& turn, const Spoken& spoken,
                          const std::vector<scenario::Step>& steps) {
  StepPlayer player(*this, turn, spoken, spoken.rule->name);
  for (const scenario::Step& step : steps) {
    if (holds(step.if_, player.scene(), nullptr)) std::visit(player, step.what);
  }
}

void SmtpFlow::play_item(Turn& turn, const DialogueItem& item, const scenario::Captures& captures) {
  Spoken spoken;
  spoken.captures = captures;
  StepPlayer player(*this, turn, spoken, "dialogue", item.line ? item.id : std::string_view());
  if (const auto* const say = std::get_if<scenario::SayItem>(&item.what)) return player.say(*say);
  std::visit(player, std::get<scenario::Step>(item.what).what);
}

void SmtpFlow::remember(const std::string& name, std::string value) {
  note({{"note", "set"}, {"name", name}, {"value", value}});
  (name.starts_with("world.") ? world_.variables : variables_)[name] = std::move(value);
}

Duration SmtpFlow::draw(const scenario::WaitStep& step) {
  using Kind = scenario::WaitStep::Kind;
  if (step.kind == Kind::fixed) return step.time;
  // Asked of connection and count, so that what other connections do changes nothing.
  const std::string question =
      "wait " + std::to_string(log_->connection()) + " " + std::to_string(++draws_);
  double seconds = 0;
  if (step.kind == Kind::uniform) {
    const double span = (step.most - step.time).in_seconds();
    seconds = step.time.in_seconds() + span * seeded_fraction(world_.seed, question);
  } else {
    seconds = step.time.in_seconds() * std::exp(step.sigma * seeded_normal(world_.seed, question));
  }
  // To the millisecond, as transcripts show it.
  constexpr double a_year = 365.0 * 86'400;
  return Duration::milliseconds(std::llround(std::min(seconds, a_year) * 1000));
}

void SmtpFlow::enter(const std::string& state) {
  note({{"note", "state"}, {"name", state}});
  state_ = state;
}

// In the transcript, since the judge knows nothing else.
void SmtpFlow::note(const transcript::Fields& fields) {
  append(transcript::Kind::note, transcript::Direction::none, {}, fields);
}

void SmtpFlow::say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) {
  turn.answered = true;
  const auto reply = smtp::parse_reply(lines);
  // A template can expand to anything; what is no reply is said as it stands, without effect.
  if (!reply) {
    std::string bytes;
    for (const std::string& line : lines) bytes += line + "\r\n";
    return outbox_.say(log_->arena().keep(bytes), 0, by);
  }
  believe_scripted(turn, reply->code, by, effect);
  say(*reply, by, true);
}

// "A reply is believed": a positive one has the command's effect, a negative one has none, and the
// scenario can say otherwise.
void SmtpFlow::believe_scripted(Turn& turn, int code, std::string_view by,
                                scenario::ReplyStep::Effect effect) {
  using Believed = scenario::ReplyStep::Effect;
  int meant = code;
  if (effect == Believed::no) {
    // Not even QUIT's, which no code can stop.
    if (turn.command) turn.effect_done = true;
    meant = no_effect;
  } else {
    turn.hang_up = turn.hang_up || code == 421;  // RFC 5321 sec 3.8
    const bool positive = code < 400;
    if (effect == Believed::yes && !positive && turn.occasion.wants_answer()) {
      meant = honest_reply(turn).code;
    }
  }
  believe(turn, meant, by);
}

}  // namespace postiche::engine
