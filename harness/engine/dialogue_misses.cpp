// SPDX-License-Identifier: MIT
// What becomes of a client that does not keep to its dialogue.

#include "harness/engine/dialogue_player.h"

namespace postiche::engine {

using transcript::Fields;

namespace {

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

}  // namespace

// True: the honest server may answer it.
bool DialoguePlayer::tolerates(const Dialogue::Miss& miss, std::string_view heard) {
  using Else = scenario::Dialogue::Else;
  Dialogue& dialogue = *top();
  const Else otherwise = dialogue.otherwise();
  note_miss(miss, heard);
  if (otherwise == Else::honest) return true;
  if (otherwise == Else::fail) {
    // As the scenario has it: what the client said may be a secret.
    const DialogueItem& wanted = miss.item ? *miss.item : *dialogue.expected().front();
    protocol_.refuse("The dialogue waits for " + wanted.shown, by);
  }
  drop();
  stage_.outbox.end(Effect::Kind::close, "fin", by);
  return false;
}

void DialoguePlayer::note_miss(const Dialogue::Miss& miss, std::string_view heard) {
  Dialogue& dialogue = *top();
  const auto expected = dialogue.expected();
  const DialogueItem& item = miss.item ? *miss.item : *expected.front();
  const std::string at = place_of(item);
  Fields fields;
  fields.add("note", "dialogue-miss");
  fields.add("else", name(dialogue.otherwise()));
  fields.add("at", at);
  fields.add("heard", heard.substr(0, noted_octets));
  const std::string wanted = miss.item ? miss.match.wanted : item.shown;
  fields.add("wanted", std::string_view(wanted).substr(0, noted_octets));
  if (miss.match.difference) fields.add("difference", *miss.match.difference);
  for (const DialogueItem* const other : expected) fields.add("expected", other->shown);
  stage_.note(fields);
}

void DialoguePlayer::leave() {
  for (auto* const dialogue : {&jumped_, &own_}) {
    // Who was promised an answer that never comes could not go on.
    if (!*dialogue || stage_.outbox.stuck() || !(*dialogue)->is_unfinished()) continue;
    const auto expected = (*dialogue)->expected();
    const std::string at = place_of(*expected.front());
    Fields fields;
    fields.add("note", "dialogue-unfinished");
    fields.add("else", name((*dialogue)->otherwise()));
    fields.add("at", at);
    for (const DialogueItem* const item : expected) fields.add("expected", item->shown);
    stage_.note(fields);
  }
  drop();
}

}  // namespace postiche::engine
