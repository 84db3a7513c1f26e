// SPDX-License-Identifier: MIT
// How a session keeps to a dialogue: what it hears is compared with the items that wait, what
// follows is played as the answer, and somebody else answers where it has handed over.

#include "harness/engine/smtp_talk.h"

namespace postiche::engine {

using scenario::HandOverItem;
using scenario::HearMessageItem;
using transcript::Direction;
using transcript::Kind;

namespace {

bool closes(const DialogueItem& item) {
  const auto* const step = std::get_if<scenario::Step>(&item.what);
  const auto* const close = step ? std::get_if<scenario::CloseStep>(&step->what) : nullptr;
  return close && close->how != scenario::CloseStep::How::half;
}

}  // namespace

bool SmtpFlow::greets_by_dialogue() const { return talk_ && talk_->own && talk_->own->speaks(); }

bool SmtpFlow::is_playing() const { return talk_ && talk_->playing; }

void SmtpFlow::open_dialogue() {
  const scenario::Smtp& smtp = play_->section;
  if (!smtp.dialogue) return;
  talk_ = std::make_shared<Talk>();
  talk_->own.emplace(smtp, *smtp.dialogue, scenario::Captures());
}

void SmtpFlow::jump(const std::string& name, const scenario::Captures& captures) {
  const scenario::Smtp& smtp = play_->section;
  if (!talk_) talk_ = std::make_shared<Talk>();
  talk_->jumped.emplace(smtp, smtp.dialogues.at(name), captures);
}

scenario::Template::Lookup SmtpFlow::names(const Turn& turn) const {
  return [this, scene = scene(turn)](std::string_view name) -> std::optional<std::string> {
    if (name == "domain") return play_->settings.domain;
    return named_value(scene, name);
  };
}

// --- hearing ---

SmtpFlow::Fit SmtpFlow::fit_line(const Turn& turn, std::string_view line) {
  Fit fit;
  for (Dialogue* top = nullptr; talk_ && (top = talk_->top());) {
    if (const auto* const honest = waiting<HandOverItem>(top)) {
      if (!honest->until || !comes(*honest->until, turn.occasion, scene(turn))) return fit;
      top->pass();
      fit.kind = Fit::Kind::expected;
      if (top->speaks()) return fit;
    }
    const auto lookup = names(turn);
    // The tail of an over-long line is never read as a line.
    if (const DialogueItem* const item = turn.over_long ? nullptr : top->hear(line, lookup)) {
      fit.kind = Fit::Kind::expected;
      fit.line = item->id;
      return fit;
    }
    if (!top->go_on_without()) {
      fit.kind = Fit::Kind::unexpected;
      fit.miss = top->nearest(line, lookup);
      return fit;
    }
    // It could as well end here, or hand over, and so it does.
    talk_->drop_ended();
    release_owed();
    fit = {};
  }
  return fit;
}

bool SmtpFlow::take_message(Turn& turn) {
  Dialogue* const top = talk_ ? talk_->top() : nullptr;
  const auto* const honest = waiting<HandOverItem>(top);
  const bool resumes = honest && honest->until && comes(*honest->until, turn.occasion, scene(turn));
  if (resumes) top->pass();
  if (!waiting<HearMessageItem>(top) && !resumes) return false;
  if (waiting<HearMessageItem>(top)) top->pass();
  play_dialogue(turn);
  return true;
}

// What is heard next may be content.
void SmtpFlow::await_content() {
  if (content_ || outbox_.ended()) return;
  Dialogue* const top = talk_ ? talk_->top() : nullptr;
  if (waiting<HearMessageItem>(top)) {
    // Nobody said 354, or nobody believed it.
    if (!server_.receiving_data()) append(Kind::note, Direction::none, {}, {{"note", "content"}});
    start_content();
    content_->dialogue = top->at_hand()->id;
  } else if (server_.receiving_data()) {
    const bool lines = top && !waiting<HandOverItem>(top);
    if (!lines) return start_content();
    server_.apply_message(no_effect);
    talk_->in_content = true;
  }
}

// --- playing ---

void SmtpFlow::play_dialogue(Turn& heard) {
  talk_->owe(heard);
  talk_->settle_answered();
  const bool jumped = talk_->jumped.has_value();
  play_items();
  talk_->drop_ended();
  // Where it does not go on by itself, what it left open is answered as everything else is.
  Dialogue* const top = talk_->top();
  const bool returned = jumped && !talk_->jumped;
  if (!top || returned || waiting<HandOverItem>(top)) release_owed();
  if (!heard.command) heard.effect_done = talk_->at_hand().turn.effect_done;
  talk_->forget_moments();
  if (heard.occasion.kind != Occasion::Kind::message) await_content();
}

void SmtpFlow::play_items() {
  talk_->playing = true;
  bool ends = false, quits = false;
  for (Dialogue* top = nullptr; (top = talk_->top()) && top->speaks(); talk_->drop_ended()) {
    const DialogueItem& item = *top->at_hand();
    Turn& turn = talk_->at_hand().turn;
    if (holds(item.if_, scene(turn), nullptr)) {
      top->pass();
      play_item(turn, item, top->captures());
    } else {
      top->pass();
    }
    ends = ends || turn.hang_up || server_.closing();
    quits = quits || (turn.command && turn.command->verb == smtp::Verb::quit);
    talk_->settle_answered();
    if (closes(item)) talk_->drop();
  }
  talk_->playing = false;
  if (!ends) return;
  talk_->drop();
  outbox_.end(quits ? Effect::Kind::finish : Effect::Kind::close, quits ? "quit" : "fin", Talk::by);
}

// The honest server answers what the dialogue has heard and left open.
void SmtpFlow::release_owed() {
  while (!talk_->owed.empty()) {
    const std::unique_ptr<Talk::Owed> owed = std::move(talk_->owed.front());
    talk_->owed.pop_front();
    say_honestly(owed->turn);
    end_turn(owed->turn);
  }
}

}  // namespace postiche::engine
