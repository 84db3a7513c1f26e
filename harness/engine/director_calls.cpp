// SPDX-License-Identifier: MIT
// Hooks: a turn that waits until somebody outside has said what to do.

#include "harness/engine/director.h"
#include "harness/engine/service.h"

namespace postiche::engine {
namespace {

std::string_view event_of(const Occasion& occasion) {
  switch (occasion.kind) {
    case Occasion::Kind::connect:
      return "connect";
    case Occasion::Kind::tls:
      return "tls";
    case Occasion::Kind::sasl:
      return "sasl";
    case Occasion::Kind::literal:
      return "literal";
    case Occasion::Kind::idle:
      return "idle";
    case Occasion::Kind::command:
      return "command";
    case Occasion::Kind::data:
      return "data";
    case Occasion::Kind::message:
      return "message";
    case Occasion::Kind::quiet:
      return "quiet";
    case Occasion::Kind::after:
      return "after";
    default:
      return "close";
  }
}

}  // namespace

// `call` is the last step of the last rule that speaks: all that is left of the turn is its answer.
void Director::park(const Turn& turn, const Spoken& spoken, const scenario::CallStep& step) {
  auto parked = std::make_unique<Parked>(turn);
  parked->call.id = ++stage_.world.calls;
  parked->call.protocol = service_of(stage_.peer.listener).protocol;
  parked->call.hook = step.hook;
  parked->call.url = step.url;
  parked->call.timeout = step.timeout;
  auto& facts = parked->call.facts;
  facts.emplace_back("event", event_of(turn.occasion));
  facts.emplace_back("rule", spoken.rule->name);
  const Scene asked = protocol_.scene(turn);
  for (const scenario::AttributeRow& row : scenario::attributes()) {
    if (row.attribute == scenario::Attribute::header) continue;  // which one?
    if (auto value = named_value(asked, row.word)) facts.emplace_back(row.word, *std::move(value));
  }
  parked->spoken = spoken;
  parked->until = stage_.now + step.timeout;
  parked_ = std::move(parked);
}

bool Director::take_call() {
  if (!parked_ || parked_->asked) return false;
  return parked_->asked = true;
}

void Director::on_answer(const scenario::Answer& answer) {
  const std::unique_ptr<Parked> parked = std::move(parked_);
  if (stage_.outbox.ended()) {
    return note_call(parked->call.name(), "unused", "the connection was closed meanwhile");
  }
  const bool is_good = answer.problem.empty();
  note_call(parked->call.name(), is_good ? "answer" : "problem",
            is_good ? answer.text : answer.problem);
  Turn& turn = parked->turn;
  play_steps(turn, parked->spoken, answer.steps);
  settle_turn(turn);
  protocol_.close_turn(turn);
}

void Director::mind_call() {
  if (!parked_ || stage_.now < parked_->until) return;
  on_answer(scenario::no_answer("it took too long"));
}

void Director::leave_call() {
  if (!parked_) return;
  note_call(parked_->call.name(), "unused", "the client left before it came");
  parked_.reset();
}

// What was answered is a part of the record: whoever replays it needs no hook.
void Director::note_call(const std::string& hook, std::string_view field, std::string_view value) {
  stage_.note({{"note", "call"}, {"name", hook}, {field, value}});
}

}  // namespace postiche::engine
