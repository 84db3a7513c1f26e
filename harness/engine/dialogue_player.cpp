// SPDX-License-Identifier: MIT
#include "harness/engine/dialogue_player.h"

#include "harness/engine/director.h"
#include "harness/engine/step_player.h"

namespace postiche::engine {

using scenario::HandOverItem;
using scenario::HearMessageItem;

namespace {

bool closes(const DialogueItem& item) {
  const auto* const step = std::get_if<scenario::Step>(&item.what);
  const auto* const close = step ? std::get_if<scenario::CloseStep>(&step->what) : nullptr;
  return close && close->how != scenario::CloseStep::How::half;
}

}  // namespace

DialoguePlayer::DialoguePlayer(Director& director)
    : director_(director), stage_(director.stage()), protocol_(director.protocol()) {}

void DialoguePlayer::open(const scenario::Section& section, const scenario::Dialogue& script) {
  own_.emplace(section, script, scenario::Captures());
}

void DialoguePlayer::jump(const scenario::Section& section, const scenario::Dialogue& script,
                          const scenario::Captures& captures) {
  jumped_.emplace(section, script, captures);
}

void DialoguePlayer::skip_greeting() {
  while (greets()) own_->pass();
}

Dialogue* DialoguePlayer::top() { return jumped_ ? &*jumped_ : own_ ? &*own_ : nullptr; }

const Dialogue* DialoguePlayer::top() const {
  return jumped_ ? &*jumped_ : own_ ? &*own_ : nullptr;
}

// --- what is owed an answer ---

// What is said to nobody has no effect.
std::unique_ptr<KeptTurn> DialoguePlayer::nobody() {
  auto none = std::make_unique<KeptTurn>();
  none->turn.occasion.kind = Occasion::Kind::data;
  none->turn.answered = none->turn.effect_done = true;
  return none;
}

void DialoguePlayer::owe(const Turn& turn) {
  const bool dot = protocol_.line_of(turn) == ".";
  if (in_content_ && turn.command && !dot) return;
  in_content_ = false;
  owed_.push_back(std::make_unique<KeptTurn>(turn));
  if (owed_.size() > most_owed) owed_.pop_front();
}

void DialoguePlayer::settle_answered() {
  if (owed_.empty() || !owed_.front()->turn.answered) return;
  answered_ = std::move(owed_.front());
  owed_.pop_front();
}

// Content and the greeting are answered at once or never.
void DialoguePlayer::forget_moments() {
  std::erase_if(owed_, [](const auto& heard) { return !heard->turn.command; });
  if (!answered_->turn.command) answered_ = nobody();
}

// Dialogues that are over make room for what was before them.
void DialoguePlayer::drop_ended() {
  if (jumped_ && !jumped_->at_hand()) jumped_.reset();
  if (own_ && !own_->at_hand()) own_.reset();
}

void DialoguePlayer::drop() {
  own_.reset();
  jumped_.reset();
}

// The honest server answers what the dialogue has heard and left open.
void DialoguePlayer::release_owed() {
  while (!owed_.empty()) {
    const std::unique_ptr<KeptTurn> owed = std::move(owed_.front());
    owed_.pop_front();
    protocol_.say_honestly(owed->turn);
    protocol_.end_turn(owed->turn);
  }
}

// --- hearing ---

DialoguePlayer::Fit DialoguePlayer::fit_line(const Turn& turn, std::string_view line) {
  Fit fit;
  while (Dialogue* const dialogue = top()) {
    if (const auto* const honest = waiting<HandOverItem>(dialogue)) {
      if (!honest->until || !comes(*honest->until, turn.occasion, protocol_.scene(turn)))
        return fit;
      dialogue->pass();
      fit.kind = Fit::Kind::expected;
      if (dialogue->speaks()) return fit;
    }
    const auto lookup = director_.names(turn);
    // The tail of an over-long line is never read as a line.
    if (const DialogueItem* const item = turn.over_long ? nullptr : dialogue->hear(line, lookup)) {
      fit.kind = Fit::Kind::expected;
      fit.line = item->id;
      return fit;
    }
    if (!dialogue->go_on_without()) {
      fit.kind = Fit::Kind::unexpected;
      fit.miss = dialogue->nearest(line, lookup);
      return fit;
    }
    // It could as well end here, or hand over, and so it does.
    drop_ended();
    release_owed();
    fit = {};
  }
  return fit;
}

DialoguePlayer::Fit DialoguePlayer::fit_announcement(const Turn& turn, std::string_view line) {
  Fit fit;
  Dialogue* const dialogue = top();
  if (!dialogue || waiting<HandOverItem>(dialogue)) return fit;
  const DialogueItem* const item =
      dialogue->hear(line, director_.names(turn), Dialogue::Line::announcement);
  fit.kind = item ? Fit::Kind::expected : Fit::Kind::left;
  if (item) fit.line = item->id;
  return fit;
}

bool DialoguePlayer::take_message(Turn& turn) {
  Dialogue* const dialogue = top();
  const auto* const honest = waiting<HandOverItem>(dialogue);
  const bool resumes =
      honest && honest->until && comes(*honest->until, turn.occasion, protocol_.scene(turn));
  if (resumes) dialogue->pass();
  if (!waiting<HearMessageItem>(dialogue) && !resumes) return false;
  if (waiting<HearMessageItem>(dialogue)) dialogue->pass();
  play(turn);
  return true;
}

void DialoguePlayer::await_content() {
  const Dialogue* const dialogue = top();
  if (waiting<HearMessageItem>(dialogue)) {
    protocol_.begin_content(dialogue->at_hand()->id);
  } else if (protocol_.awaits_content()) {
    const bool as_lines = dialogue && !waiting<HandOverItem>(dialogue);
    if (!as_lines) return protocol_.begin_content({});
    protocol_.decline_content();
    in_content_ = true;
  }
}

// --- playing ---

void DialoguePlayer::play(Turn& heard) {
  owe(heard);
  settle_answered();
  const bool jumped = jumped_.has_value();
  play_items();
  drop_ended();
  // Where it does not go on by itself, what it left open is answered as everything else is.
  const Dialogue* const dialogue = top();
  const bool returned = jumped && !jumped_;
  if (!dialogue || returned || waiting<HandOverItem>(dialogue)) release_owed();
  // A reply is believed, a dialogue's too.
  director_.begin_promised_tls();
  if (!heard.command) heard.effect_done = at_hand().turn.effect_done;
  forget_moments();
  const bool may_come = heard.occasion.kind != Occasion::Kind::message;
  if (may_come && !protocol_.hears_content() && !stage_.outbox.ended()) await_content();
}

void DialoguePlayer::play_items() {
  playing_ = true;
  bool ends = false, quits = false;
  for (Dialogue* dialogue = nullptr; (dialogue = top()) && dialogue->speaks(); drop_ended()) {
    const DialogueItem& item = *dialogue->at_hand();
    Turn& turn = at_hand().turn;
    if (holds(item.if_, protocol_.scene(turn), nullptr)) {
      dialogue->pass();
      play_item(turn, item, dialogue->captures());
    } else {
      dialogue->pass();
    }
    ends = ends || turn.hang_up || protocol_.is_closing();
    quits = quits || protocol_.is_goodbye(turn);
    settle_answered();
    if (closes(item)) drop();
  }
  playing_ = false;
  if (!ends) return;
  drop();
  stage_.outbox.end(quits ? Effect::Kind::finish : Effect::Kind::close, quits ? "quit" : "fin", by);
}

void DialoguePlayer::play_item(Turn& turn, const DialogueItem& item,
                               const scenario::Captures& captures) {
  Spoken spoken;
  spoken.captures = captures;
  StepPlayer player(director_, turn, spoken, by, item.line ? item.id : std::string_view());
  if (const auto* const say = std::get_if<scenario::SayItem>(&item.what)) return player.say(*say);
  std::visit(player, std::get<scenario::Step>(item.what).what);
}

}  // namespace postiche::engine
