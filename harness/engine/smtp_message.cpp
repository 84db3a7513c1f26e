// SPDX-License-Identifier: MIT
// The end of a message: its replies, one or in LMTP one for each recipient, and what they mean.

#include <algorithm>

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

void SmtpFlow::begin_replies() {
  ending_ = Ending();
  // Whoever has no recipient, since a scenario said 354 too early, is answered once.
  ending_.wanted = std::max<std::size_t>(1, server_.message_replies());
}

void SmtpFlow::end_message(bool discard) {
  begin_replies();
  answer_message(discard);
}

void SmtpFlow::answer_message(bool discard) {
  Turn turn;
  turn.occasion.kind = Occasion::Kind::message;
  turn.recipient = ending_.codes.size();
  turn.discard = discard;
  DialoguePlayer* const dialogue = director_.dialogue();
  if (!dialogue || !dialogue->take_message(turn)) director_.take_turn(turn);
  if (!director_.is_parked()) close_message(turn);
}

void SmtpFlow::close_message(Turn& turn) {
  // Who answered without effect has refused the message.
  if (!turn.effect_done) believe(turn, no_effect, "none");
  if (!ending_.done() && !stage_.outbox.ended()) return answer_message(turn.discard);
  if (!ending_.done()) {
    ending_.codes.resize(ending_.wanted, no_effect);
    finish_message("none");
  }
  content_.reset();
  if (stage_.outbox.ended()) return;
  if (director_.dialogue()) return director_.dialogue()->await_content();
  if (awaits_content()) begin_content({});
}

void SmtpFlow::believe_message(Turn& turn, int code, std::string_view by) {
  // What a dialogue says is its answer for all, and so is 421.
  const bool for_all = by == DialoguePlayer::by || code == 421;
  const std::size_t answered = for_all ? ending_.wanted : ending_.codes.size() + 1;
  for (std::size_t i = ending_.codes.size(); turn.discard && i < answered; ++i) {
    ending_.discarded.push_back(i);
  }
  ending_.codes.resize(answered, code);
  if (ending_.done()) finish_message(by);
}

// A scenario's own answer to the last chunk is the one to the message as well.
void SmtpFlow::believe_last_chunk(Turn& turn, int code, std::string_view by) {
  // A dialogue answers before the octets of the chunk are there, and hears them itself.
  if (!content_) content_ = std::make_unique<Content>();
  begin_replies();
  ending_.codes.resize(ending_.wanted, code);
  for (std::size_t i = 0; turn.discard && i < ending_.wanted; ++i) ending_.discarded.push_back(i);
  finish_message(by);
}

void SmtpFlow::finish_message(std::string_view by) {
  const smtp::Transaction asked = server_.transaction();
  auto taken = server_.apply_message(ending_.codes);
  Fields fields;
  fields.add("accepted", taken ? "yes" : "no");
  fields.add("reverse-path", asked.reverse_path);
  fields.add("size", content_->size);
  if (!ending_.discarded.empty()) fields.add("discarded", "yes");
  if (content_->block) {
    const std::string_view end = content_->block->end_name();
    if (!end.empty()) fields.add("end", end);
    for (const std::string_view deviation : content_->block->deviations()) {
      fields.add("deviation", deviation);
    }
  }
  fields.add("by", by);
  if (!content_->dialogue.empty()) fields.add("dialogue", content_->dialogue);
  stage_.world.happened(taken ? scenario::Event::message : scenario::Event::refused);
  if (taken) {
    ++messages_;
    ++stage_.world.accepted;
    if (const auto id = deliver(*std::move(taken), asked)) fields.add("id", *id);
  }
  // Last: there may be more of them than an event can hold.
  for (std::size_t i = 0; i < asked.recipients.size(); ++i) {
    const bool refused = ending_.codes.size() > 1 && ending_.codes[i] >= 300;
    fields.add(refused ? "refused-recipient" : "recipient", asked.recipients[i]);
  }
  stage_.append(Kind::message, Direction::in, {}, fields);
}

// To those who took it and whose mail is not dropped; nothing where nobody is left.
std::optional<std::uint64_t> SmtpFlow::deliver(smtp::Transaction taken,
                                               const smtp::Transaction& asked) {
  if (ending_.codes.size() == 1 && !ending_.discarded.empty()) return std::nullopt;
  for (const std::size_t dropped : ending_.discarded) {
    const auto at =
        std::find(taken.recipients.begin(), taken.recipients.end(), asked.recipients[dropped]);
    if (at == taken.recipients.end()) continue;
    taken.recipient_parameters.erase(taken.recipient_parameters.begin() +
                                     (at - taken.recipients.begin()));
    taken.recipients.erase(at);
  }
  if (taken.recipients.empty() && !asked.recipients.empty()) return std::nullopt;
  mail::Message message;
  message.reverse_path = std::move(taken.reverse_path);
  message.recipients = std::move(taken.recipients);
  message.parameters = std::move(taken.parameters);
  message.recipient_parameters = std::move(taken.recipient_parameters);
  message.content = std::move(content_->rope);
  message.received_at = stage_.virtual_now;
  message.connection = stage_.log->connection();
  message.helo = server_.helo();
  message.client = stage_.peer.address;
  return stage_.world.store.deliver(std::move(message));
}

}  // namespace postiche::engine
