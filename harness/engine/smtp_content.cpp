// SPDX-License-Identifier: MIT
// How a message's content is heard: recorded in pieces, kept as a rope without dot-stuffing, and
// shown to rules that wait for so much of it.

#include <algorithm>

#include "harness/engine/pieces.h"
#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// A little more than the honest server takes is kept, so that the transcript shows the excess.
constexpr std::uint64_t kept_excess = 1024 * 1024;

}  // namespace

void SmtpFlow::begin_content(std::string_view dialogue) {
  // Nobody said 354, or nobody believed it.
  if (!server_.receiving_data()) stage_.note({{"note", "content"}});
  content_ = std::make_unique<Content>();
  content_->block.emplace();
  for (const std::string& end : director_.play().section.ends_of_data) {
    content_->block->end_at_too(end);
  }
  content_->dialogue = dialogue;
}

void SmtpFlow::decline_content() { server_.apply_message(no_effect); }

void SmtpFlow::record_heard() {
  if (content_) flush_piece();
}

void SmtpFlow::open_piece() {
  Content& content = *content_;
  if (!content.dropped && content.heard > server_.message_limit() + kept_excess) {
    content.dropped = true;
    stage_.append(Kind::note, Direction::in, {}, {{"note", "content-cap"}});
    // Not the last one: an event has that.
    content.piece = stage_.log->arena().reserve(later_piece);
  }
  content.piece_size = piece_end(content.heard) - content.heard;
  if (!content.dropped) content.piece = stage_.log->arena().reserve(content.piece_size);
}

void SmtpFlow::take_content(std::string_view& bytes) {
  Content& content = *content_;
  if (content.used == content.piece_size) {
    flush_piece();
    if (is_overfull()) return;
    open_piece();
  }
  std::optional<std::uint64_t> asked_at;
  if (content.dialogue.empty()) asked_at = director_.rules().next_data_offset(content.heard);
  std::uint64_t room = content.piece_size - content.used;
  if (asked_at) room = std::min(room, *asked_at - content.heard);
  if (!content.block) room = std::min(room, content.left);
  const std::size_t size = std::min<std::uint64_t>(bytes.size(), room);
  char* const at = content.piece + content.used;
  std::copy_n(bytes.data(), size, at);
  const std::size_t taken = hear({at, size});
  content.used += taken;
  content.heard += taken;
  bytes.remove_prefix(taken);
  if (content.block && content.block->ended()) {
    flush_piece();
    if (!content.dropped) content.rope.remove_suffix(content.block->end_given());
    content.size = content.block->size();
    return end_message();
  }
  if (!content.block && content.left == 0) return end_chunk();
  if (content.heard != asked_at) return;
  Turn turn;
  turn.occasion.kind = Occasion::Kind::data;
  turn.occasion.data_octets = content.heard;
  director_.take_turn(turn);
}

std::size_t SmtpFlow::hear(std::string_view fresh) {
  Content& content = *content_;
  if (!content.block) {
    content.left -= fresh.size();
    content.size += fresh.size();
    if (!content.dropped) content.rope.append(fresh, stage_.log);
    return fresh.size();
  }
  std::string_view rest = fresh;
  while (const auto run = content.block->next(rest)) {
    if (!content.dropped) content.rope.append(*run, stage_.log);
  }
  return fresh.size() - rest.size();
}

void SmtpFlow::flush_piece() {
  Content& content = *content_;
  if (content.used > 0 && !content.dropped) {
    stage_.log->arena().shrink(content.piece, content.piece_size, content.used);
    Fields fields;
    if (!content.block) fields.add("chunk", "yes");
    stage_.append(Kind::bytes, Direction::in, {content.piece, content.used}, fields);
  }
  content.used = 0;
  content.piece_size = 0;
}

// --- chunks: RFC 3030 sec 2 ---

// The octets follow the command whatever is said to it, so nothing is said before they are there.
void SmtpFlow::begin_chunk(const Turn& turn) {
  if (!content_) content_ = std::make_unique<Content>();
  chunk_ = std::make_unique<KeptTurn>(turn);
  content_->left = command_of(chunk_->turn)->chunk->size;
  if (content_->left == 0) end_chunk();
}

void SmtpFlow::end_chunk() {
  flush_piece();
  const std::unique_ptr<KeptTurn> chunk = std::move(chunk_);
  director_.take_turn(chunk->turn);
  if (!director_.is_parked()) close_turn(chunk->turn);
}

}  // namespace postiche::engine
