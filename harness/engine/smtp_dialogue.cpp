// SPDX-License-Identifier: MIT
// How a session keeps to a dialogue: what it hears is compared with the items that wait, what
// follows is played as the answer, and somebody else answers where it has handed over.

#include <algorithm>
#include <deque>

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using scenario::HandOverItem;
using scenario::HearMessageItem;
using scenario::HearOctetsItem;
using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

constexpr std::string_view by = "dialogue";
// Commands that were heard one after another and not answered yet; more are never answered.
constexpr std::size_t most_owed = 1000;
// Of what was heard and wanted, in a note.
constexpr std::size_t noted_octets = 200;

std::string_view name(scenario::Dialogue::Else otherwise) {
  using Else = scenario::Dialogue::Else;
  if (otherwise == Else::honest) return "honest";
  return otherwise == Else::close ? "close" : "fail";
}

// The file's own name: where the file lies is nobody's business who reads a transcript.
std::string place_of(const DialogueItem& item) {
  Place place = item.place;
  place.file = place.file.substr(place.file.find_last_of('/') + 1);
  return place.text();
}

bool is_meant(const scenario::Trigger& trigger, const Occasion& occasion) {
  using scenario::Event;
  const bool command = occasion.kind == Occasion::Kind::command;
  switch (trigger.event) {
    case Event::command:
      return command;
    case Event::command_named:
      return command && occasion.verb == trigger.verb;
    case Event::unknown:
      return command && !occasion.known && !occasion.garbage;
    case Event::garbage:
      return command && occasion.garbage;
    case Event::message:
      return occasion.kind == Occasion::Kind::message;
    default:
      return false;
  }
}

template <typename Item>
const Item* waiting(const Dialogue* dialogue) {
  const DialogueItem* const item = dialogue ? dialogue->at_hand() : nullptr;
  return item ? std::get_if<Item>(&item->what) : nullptr;
}

bool closes(const DialogueItem& item) {
  const auto* const step = std::get_if<scenario::Step>(&item.what);
  const auto* const close = step ? std::get_if<scenario::CloseStep>(&step->what) : nullptr;
  return close && close->how != scenario::CloseStep::How::half;
}

enum class Heard { more, all, wrong };

// Moves what belongs to the item from the front of `bytes` behind what was `heard`; of what does
// not fit, no more than the first octet that differs. Independent of where the network cut.
Heard hear(const HearOctetsItem& wanted, const std::string& exact, std::string& heard,
           std::string_view& bytes) {
  const std::size_t before = heard.size();
  const auto take = [&](std::size_t size, Heard state) {
    heard.append(bytes.substr(0, size));
    bytes.remove_prefix(std::min(size, bytes.size()));
    return state;
  };
  if (wanted.exact) {
    const std::string_view rest = std::string_view(exact).substr(before);
    const auto [end, theirs] = std::mismatch(rest.begin(), rest.end(), bytes.begin(), bytes.end());
    const auto fits = static_cast<std::size_t>(end - rest.begin());
    if (fits == rest.size()) return take(fits, Heard::all);
    return fits == bytes.size() ? take(fits, Heard::more) : take(fits + 1, Heard::wrong);
  }
  const std::size_t room = (wanted.until.empty() ? wanted.count : wanted.at_most) - before;
  const std::string_view window = bytes.substr(0, room);
  if (!wanted.until.empty()) {
    const std::size_t overlap = std::min(before, wanted.until.size() - 1);
    const std::string seam = heard.substr(before - overlap).append(window);
    const std::size_t found = seam.find(wanted.until);
    if (found != std::string::npos) {
      return take(found + wanted.until.size() - overlap, Heard::all);
    }
  }
  if (window.size() < room) return take(window.size(), Heard::more);
  return take(room, wanted.until.empty() ? Heard::all : Heard::wrong);
}

scenario::LineMatch octets_miss(const HearOctetsItem& wanted, const std::string& exact,
                                std::string_view heard) {
  scenario::LineMatch match;
  match.wanted = wanted.exact ? exact : wanted.until;
  if (wanted.exact) match.difference = heard.size() - 1;
  return match;
}

}  // namespace

struct SmtpFlow::Talk {
  // Something that was heard and what is known of its answer.
  struct Owed {
    smtp::Command command;
    Turn turn;
  };

  std::optional<Dialogue> own;     // the scenario's, from the start of the connection
  std::optional<Dialogue> jumped;  // a rule's; while it goes on the other one rests
  std::deque<std::unique_ptr<Owed>> owed;
  std::unique_ptr<Owed> answered = nobody();  // the latest
  std::string octets;                         // heard of a C: that is no line
  bool playing = false;

  Dialogue* top() { return jumped ? &*jumped : own ? &*own : nullptr; }
  Owed& at_hand() { return owed.empty() ? *answered : *owed.front(); }

  void owe(const Turn& turn) {
    auto heard = std::make_unique<Owed>();
    heard->turn = turn;
    if (turn.command) heard->command = *turn.command;
    if (turn.command) heard->turn.command = &heard->command;
    owed.push_back(std::move(heard));
    if (owed.size() > most_owed) owed.pop_front();
  }

  void settle_answered() {
    if (owed.empty() || !owed.front()->turn.answered) return;
    answered = std::move(owed.front());
    owed.pop_front();
  }

  // What is said to nobody has no effect.
  static std::unique_ptr<Owed> nobody() {
    auto none = std::make_unique<Owed>();
    none->turn.occasion.kind = Occasion::Kind::data;
    none->turn.answered = none->turn.effect_done = true;
    return none;
  }

  // Content and the greeting are answered at once or never.
  void forget_moments() {
    std::erase_if(owed, [](const auto& heard) { return !heard->turn.command; });
    if (!answered->turn.command) answered = nobody();
  }

  // Dialogues that are over make room for what was before them.
  void drop_ended() {
    if (jumped && !jumped->at_hand()) jumped.reset();
    if (own && !own->at_hand()) own.reset();
  }

  void drop() {
    own.reset();
    jumped.reset();
  }
};

bool SmtpFlow::greets_by_dialogue() const { return talk_ && talk_->own && talk_->own->speaks(); }

bool SmtpFlow::is_playing() const { return talk_ && talk_->playing; }

void SmtpFlow::open_dialogue() {
  const scenario::Smtp& smtp = world_.scenario->smtp;
  if (!smtp.dialogue) return;
  talk_ = std::make_shared<Talk>();
  talk_->own.emplace(smtp, *smtp.dialogue, scenario::Captures());
}

void SmtpFlow::jump(const std::string& name, const scenario::Captures& captures) {
  const scenario::Smtp& smtp = world_.scenario->smtp;
  if (!talk_) talk_ = std::make_shared<Talk>();
  talk_->jumped.emplace(smtp, smtp.dialogues.at(name), captures);
}

scenario::Template::Lookup SmtpFlow::names(const Turn& turn) const {
  return [this, scene = scene(turn)](std::string_view name) -> std::optional<std::string> {
    if (name == "domain") return world_.smtp.domain;
    return named_value(scene, name);
  };
}

// --- hearing ---

SmtpFlow::Fit SmtpFlow::fit_line(const Turn& turn, std::string_view line) {
  Fit fit;
  for (Dialogue* top = nullptr; talk_ && (top = talk_->top());) {
    if (const auto* const honest = waiting<HandOverItem>(top)) {
      if (!honest->until || !is_meant(*honest->until, turn.occasion)) return fit;
      top->pass();
      fit.kind = Fit::Kind::expected;
      if (top->speaks()) return fit;
    }
    const auto lookup = names(turn);
    if (const DialogueItem* const item = top->hear(line, lookup)) {
      fit.kind = Fit::Kind::expected;
      fit.line = item->id;
      return fit;
    }
    const bool waits = top->at_hand() && !waiting<HandOverItem>(top);
    if (waits) {
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
  const bool resumes = honest && honest->until && is_meant(*honest->until, turn.occasion);
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
  }
}

// --- octets that need be no line ---

bool SmtpFlow::wants_octets() const {
  return talk_ && !content_ && waiting<HearOctetsItem>(talk_->top());
}

std::string_view SmtpFlow::octets() const { return talk_->octets; }

void SmtpFlow::flush_octets(std::string_view field, std::string_view value) {
  if (!talk_ || talk_->octets.empty()) return;
  append(Kind::bytes, Direction::in, log_->arena().keep(talk_->octets), {{field, value}});
  talk_->octets.clear();
}

void SmtpFlow::take_octets(std::string_view& bytes) {
  Dialogue& top = *talk_->top();
  const DialogueItem& item = *top.at_hand();
  const auto& wanted = std::get<HearOctetsItem>(item.what);
  const std::string exact = wanted.exact ? expand(*wanted.exact, top) : std::string();
  const Heard state = hear(wanted, exact, talk_->octets, bytes);
  if (state == Heard::more) return;
  const std::string heard = talk_->octets;
  flush_octets("dialogue", state == Heard::all ? std::string_view(item.id) : "");
  Turn turn = Talk::nobody()->turn;
  if (state == Heard::all) {
    top.pass();
    play_dialogue(turn);
  } else if (tolerates({&item, octets_miss(wanted, exact, heard)}, heard)) {
    // There is no line that could be answered: who goes on begins with the next octet.
    top.stop();
    play_dialogue(turn);
  }
  transcript_is_full();
}

std::string SmtpFlow::expand(const scenario::Template& text, const Dialogue& dialogue) const {
  const scenario::Captures captures = dialogue.captures();
  const auto known = names({});
  return text.expand([&](std::string_view name) -> std::optional<std::string> {
    const auto caught = captures.find(std::string(name));
    return caught == captures.end() ? known(name) : caught->second;
  });
}

// --- playing ---

void SmtpFlow::play_dialogue(Turn& heard) {
  talk_->owe(heard);
  talk_->settle_answered();
  play_items();
  // Where it does not go on by itself, what it left open is answered as everything else is.
  Dialogue* const top = talk_->top();
  if (!top || waiting<HandOverItem>(top)) release_owed();
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
  outbox_.end(quits ? Effect::Kind::finish : Effect::Kind::close, quits ? "quit" : "fin", by);
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

// --- what does not fit ---

// True: the honest server may answer it.
bool SmtpFlow::tolerates(const Dialogue::Miss& miss, std::string_view heard) {
  using Else = scenario::Dialogue::Else;
  Dialogue& top = *talk_->top();
  const Else otherwise = top.otherwise();
  note_miss(miss, heard);
  if (otherwise == Else::honest) return true;
  if (otherwise == Else::fail) {
    const std::string wanted = miss.item ? miss.match.wanted : top.expected().front()->shown;
    say({554, "5.5.0", "The dialogue waits for: " + wanted.substr(0, noted_octets)}, by, true);
  }
  talk_->drop();
  outbox_.end(Effect::Kind::close, "fin", by);
  return false;
}

void SmtpFlow::note_miss(const Dialogue::Miss& miss, std::string_view heard) {
  Dialogue& top = *talk_->top();
  const auto expected = top.expected();
  const DialogueItem& item = miss.item ? *miss.item : *expected.front();
  Fields fields;
  fields.add("note", "dialogue-miss");
  fields.add("else", name(top.otherwise()));
  fields.add("at", place_of(item));
  fields.add("heard", heard.substr(0, noted_octets));
  const std::string wanted = miss.item ? miss.match.wanted : item.shown;
  fields.add("wanted", std::string_view(wanted).substr(0, noted_octets));
  if (miss.match.difference) fields.add("difference", *miss.match.difference);
  for (const DialogueItem* const other : expected) fields.add("expected", other->shown);
  append(Kind::note, Direction::none, {}, fields);
}

void SmtpFlow::leave_dialogue() {
  if (!talk_) return;
  for (auto* const dialogue : {&talk_->jumped, &talk_->own}) {
    // Who was promised an answer that never comes could not go on.
    if (!*dialogue || outbox_.stuck() || !(*dialogue)->is_unfinished()) continue;
    const auto expected = (*dialogue)->expected();
    Fields fields;
    fields.add("note", "dialogue-unfinished");
    fields.add("else", name((*dialogue)->otherwise()));
    fields.add("at", place_of(*expected.front()));
    for (const DialogueItem* const item : expected) fields.add("expected", item->shown);
    append(Kind::note, Direction::none, {}, fields);
  }
  talk_->drop();
}

}  // namespace postiche::engine
