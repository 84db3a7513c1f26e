// SPDX-License-Identifier: MIT
#include "harness/engine/director.h"

#include <cmath>
#include <utility>

#include "harness/base/random.h"
#include "harness/engine/service.h"
#include "harness/engine/step_player.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

Director::Director(Stage& stage, Protocol& protocol)
    : stage_(stage),
      protocol_(protocol),
      play_(stage.world.begin(service_of(stage.peer.listener))) {
  open_dialogue();
}

void Director::open_dialogue() {
  dialogue_.reset();
  const scenario::Section& section = play_->section;
  if (!section.dialogue) return;
  dialogue_ = std::make_unique<DialoguePlayer>(*this);
  dialogue_->open(section, *section.dialogue);
}

void Director::jump(const std::string& name, const scenario::Captures& captures) {
  const scenario::Section& section = play_->section;
  if (!dialogue_) dialogue_ = std::make_unique<DialoguePlayer>(*this);
  dialogue_->jump(section, section.dialogues.at(name), captures);
}

Director::Fit Director::fit_line(const Turn& turn, std::string_view line) {
  return dialogue_ ? dialogue_->fit_line(turn, line) : Fit();
}

Director::Fit Director::fit_announcement(const Turn& turn, std::string_view line) {
  return dialogue_ ? dialogue_->fit_announcement(turn, line) : Fit();
}

void Director::answer_line(Turn& turn, const Fit& fit, std::string_view line) {
  if (fit.kind == Fit::Kind::expected) {
    dialogue_->play(turn);
  } else if (fit.kind == Fit::Kind::left) {
    protocol_.say_honestly(turn);
    protocol_.end_turn(turn);
  } else if (fit.kind == Fit::Kind::free || dialogue_->tolerates(fit.miss, line)) {
    take_turn(turn);
  }
}

void Director::describe(Scene& scene) const {
  scene.connection = stage_.log->connection();
  scene.last_reply = stage_.outbox.last_code();
  scene.errors = stage_.outbox.negatives();
  scene.state = state_;
  scene.now = stage_.virtual_now;
  scene.tls = stage_.tls ? &*stage_.tls : nullptr;
  scene.tallies = &stage_.world.tallies;
  scene.own = &variables_;
  scene.shared = &stage_.world.variables;
}

scenario::Template::Lookup Director::names(const Turn& turn) const {
  return
      [this, scene = protocol_.scene(turn)](std::string_view name) -> std::optional<std::string> {
        if (name == "domain") return play_->domain;
        return named_value(scene, name);
      };
}

// --- turns ---

void Director::begin(Turn& turn) {
  if (const auto& pace = play_->section.pace) {
    stage_.outbox.pace(pace->bytes, pace->every, pace->join);
  }
  record_route(choose_route(turn));
  if (dialogue_ && dialogue_->greets()) return dialogue_->play(turn);
  take_turn(turn);
}

const std::string* Director::choose_route(const Turn& turn) {
  if (routed_ || play_->routes.empty()) return nullptr;
  const auto& routes = play_->scenario->route;
  const Scene asked = protocol_.scene(turn);
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (!play_->routes[i] || !holds(routes[i].if_, asked, nullptr)) continue;
    // The world knows only of its present scenario whether a route is still armed.
    const bool present = play_->scenario == stage_.world.scenario;
    if (routes[i].armed && !(present && stage_.world.take_route(i))) continue;
    const PlayPtr chosen = play_->routes[i];
    play_ = chosen;
    protocol_.follow(*play_);
    routed_ = true;
    open_dialogue();
    // What it says before it has heard anything is past.
    if (dialogue_ && turn.occasion.kind != Occasion::Kind::connect) dialogue_->skip_greeting();
    return &routes[i].name;
  }
  return nullptr;
}

void Director::record_route(const std::string* name) {
  if (name) stage_.note({{"note", "route"}, {"name", *name}});
}

void Director::take_turn(Turn& turn) {
  const Scene asked = protocol_.scene(turn);
  stage_.world.tallies.count(turn.occasion, asked);
  const auto speakers = play_->rules.ask(turn.occasion, asked, stage_.world.memory);
  if (speakers.empty() || speakers.back().rule->also) record_near_misses(turn, asked);
  for (const Spoken& spoken : speakers) {
    protocol_.record_heard();
    record_rule(spoken);
    play_steps(turn, spoken, spoken.rule->steps);
  }
  if (!parked_) settle_turn(turn);
}

void Director::settle_turn(Turn& turn) {
  if (turn.jumps) return dialogue_->play(turn);
  if (!turn.answered) protocol_.say_honestly(turn);
  begin_promised_tls();
  if (turn.occasion.kind == Occasion::Kind::close) return;
  protocol_.end_turn(turn);
}

void Director::play_steps(Turn& turn, const Spoken& spoken,
                          const std::vector<scenario::Step>& steps) {
  StepPlayer player(*this, turn, spoken, spoken.rule->name);
  for (const scenario::Step& step : steps) player.play(step);
}

// --- the record ---

void Director::record_rule(const Spoken& spoken) {
  Fields fields;
  fields.add("rule", spoken.rule->name);
  fields.add("asked", spoken.asked);
  fields.add("fired", spoken.fired);
  stage_.append(Kind::rule, Direction::none, {}, fields);
}

void Director::record_near_misses(Turn& turn, const Scene& asked) {
  if (!turn.occasion.wants_answer()) return;  // asked in the midst of content, or of nothing
  const auto misses = play_->rules.near_misses(turn.occasion, asked, stage_.world.memory);
  if (misses.empty()) return;
  Fields fields{{"note", "near-miss"}};
  for (const NearMiss& miss : misses) fields.add("rule", miss.rule->name);
  for (const NearMiss& miss : misses) fields.add("why", miss.why);
  stage_.note(fields);
  if (play_->scenario->hints) {
    turn.hint = "rule '" + misses.front().rule->name + "' passed this by: " + misses.front().why;
  }
}

// --- what steps do ---

void Director::remember(const std::string& name, std::string value) {
  stage_.note({{"note", "set"}, {"name", name}, {"value", value}});
  (name.starts_with("world.") ? stage_.world.variables : variables_)[name] = std::move(value);
}

void Director::enter(const std::string& state) {
  stage_.note({{"note", "state"}, {"name", state}});
  state_ = state;
}

void Director::begin_tls(const scenario::TlsStep& step) {
  auto settings = std::make_shared<tls::Settings>(play_->tls);
  step.change.apply(*settings);
  keeps_plaintext_ = step.plaintext == scenario::TlsStep::Plaintext::keep;
  tls_begun_ = true;
  stage_.outbox.begin_tls(std::move(settings));
}

void Director::begin_promised_tls() {
  if (protocol_.owes_tls() && !tls_begun_) begin_tls({});
}

void Director::break_tls(const tls::Break& how, std::string_view by) {
  if (how.how == tls::Break::How::stall) return stage_.outbox.wait(Duration::forever());
  auto settings = std::make_shared<tls::Settings>();
  settings->breaks = how;
  Effect effect{Effect::Kind::break_tls};
  effect.tls = std::move(settings);
  stage_.outbox.end(std::move(effect), "tls", by);
}

Duration Director::draw(const scenario::WaitStep& step) {
  using Spread = scenario::WaitStep::Kind;
  if (step.kind == Spread::fixed) return step.time;
  // Asked of connection and count, so that what other connections do changes nothing.
  const std::string question =
      "wait " + std::to_string(stage_.log->connection()) + " " + std::to_string(++draws_);
  const std::uint64_t seed = stage_.world.seed;
  double seconds = 0;
  if (step.kind == Spread::uniform) {
    const double span = (step.most - step.time).in_seconds();
    seconds = step.time.in_seconds() + span * seeded_fraction(seed, question);
  } else {
    seconds = step.time.in_seconds() * std::exp(step.sigma * seeded_normal(seed, question));
  }
  // To the millisecond, as transcripts show it.
  constexpr double a_year = 365.0 * 86'400;
  return Duration::milliseconds(std::llround(std::min(seconds, a_year) * 1000));
}

}  // namespace postiche::engine
