// SPDX-License-Identifier: MIT
#include "harness/judge/message/letter.h"

#include <map>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::judge {

namespace {

void collect_parts(const mail::Outline& outline, std::size_t index,
                   std::vector<const mail::Part*>& parts) {
  const mail::Part& part = outline.parts[index];
  parts.push_back(&part);
  // The outline has bounded how deep they stand.
  if (part.kind != mail::PartKind::multipart) return;
  for (const std::uint32_t inside : part.parts) collect_parts(outline, inside, parts);
}

void open(Letter& letter) {
  letter.rope.append(letter.content, nullptr);
  letter.outline = mail::outline_of(letter.rope);
  collect_parts(letter.outline, 0, letter.parts);
  mail::FieldReader reader(letter.header());
  while (const auto field = reader.next()) letter.fields.push_back(*field);
}

void add_sent(const SmtpConversation& conversation, std::deque<Letter>& all) {
  for (const SmtpTransaction& one : conversation.transactions) {
    if (!one.is_whole() || one.runs.empty()) continue;
    Letter& letter = all.emplace_back();
    letter.event = one.end;
    letter.transaction = &one;
    letter.disturbed_from = conversation.disturbed_from;
    letter.content = one.content;
    const smtp::Parameter* const body = one.mail->command.parameter("BODY");
    letter.is_utf8 = one.mail->command.parameter("SMTPUTF8") != nullptr;
    letter.is_binary = body && ascii::equal_ignoring_case(body->value.value_or(""), "BINARYMIME");
    open(letter);
  }
}

void add_appended(const ImapConversation& conversation, std::deque<Letter>& all) {
  for (const ImapAct& act : conversation.acts) {
    const auto* const append = std::get_if<imap::AppendArguments>(&act.command.arguments);
    if (!append) continue;
    for (const imap::AppendedMessage& message : append->messages) {
      if (message.octets.empty()) continue;
      Letter& letter = all.emplace_back();
      letter.event = act.event;
      letter.disturbed_from = conversation.disturbed_from;
      letter.content = message.octets.flatten();
      letter.is_utf8 = message.is_utf8 || act.speaks_utf8();
      letter.is_binary = message.is_binary;
      open(letter);
    }
  }
}

// Copies for several recipients have one body, and so does what is stored of a message sent.
void find_reused_ids(std::deque<Letter>& all) {
  std::map<std::string, std::string_view> bodies;
  for (Letter& letter : all) {
    const mail::Field* const id = letter.first("Message-ID");
    if (!id || letter.is_appended()) continue;
    const std::string_view body = letter.in(letter.outline.root().body);
    const auto [known, is_new] = bodies.emplace(mail::unfold(id->value), body);
    letter.reuses_id = !is_new && known->second != body;
  }
}

}  // namespace

std::vector<const mail::Field*> Letter::all(std::string_view name) const {
  std::vector<const mail::Field*> found;
  for (const mail::Field& field : fields) {
    if (ascii::equal_ignoring_case(field.name, name)) found.push_back(&field);
  }
  return found;
}

const mail::Field* Letter::first(std::string_view name) const {
  const auto found = all(name);
  return found.empty() ? nullptr : found.front();
}

std::deque<Letter> letters(const std::deque<SmtpConversation>& smtp,
                           const std::deque<ImapConversation>& imap) {
  std::deque<Letter> all;
  for (const SmtpConversation& one : smtp) add_sent(one, all);
  for (const ImapConversation& one : imap) add_appended(one, all);
  find_reused_ids(all);
  return all;
}

void blame(const Letter& letter, Finder& finder, const std::string& measured,
           std::string_view part) {
  if (letter.is_appended()) return finder.slip(*letter.event, measured);
  const std::size_t offset = part.empty() ? 0 : letter.offset_of(part);
  const Octets at = letter.transaction->at(offset, part.empty() ? 1 : part.size());
  // Who delivers did not write it.
  if (finder.profile().role == Role::lmtp_client) return finder.slip(*at.event, measured, at.part);
  finder.breach(*at.event, measured, at.part);
}

}  // namespace postiche::judge
