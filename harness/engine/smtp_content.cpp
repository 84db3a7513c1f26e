// SPDX-License-Identifier: MIT
// How a message's content is heard: recorded in pieces, kept as a rope without dot-stuffing, and
// shown to rules that wait for so much of it.

#include <algorithm>
#include <bit>

#include "harness/engine/smtp_flow.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Kind;

namespace {

// Content is recorded in pieces that end at 4, 8, 16, 32, 64, 128, 192 ... KiB, wherever the
// network cut it.
constexpr std::uint64_t first_piece = 4 * 1024;
constexpr std::uint64_t later_piece = 64 * 1024;

// Where the piece ends that begins after so many octets.
std::uint64_t piece_end(std::uint64_t heard) {
  if (heard >= later_piece) return (heard / later_piece + 1) * later_piece;
  return std::max(first_piece, std::bit_ceil(heard + 1));
}

// A little more than the honest server takes is kept, so that the transcript shows the excess.
constexpr std::uint64_t kept_excess = 1024 * 1024;

}  // namespace

void SmtpFlow::start_content() { content_ = std::make_unique<Content>(); }

void SmtpFlow::open_piece() {
  Content& content = *content_;
  if (!content.dropped && content.heard > server_.message_limit() + kept_excess) {
    content.dropped = true;
    append(Kind::note, Direction::in, {}, {{"note", "content-cap"}});
    content.piece = log_->arena().reserve(later_piece);  // not the last one: an event has that
  }
  content.piece_size = piece_end(content.heard) - content.heard;
  if (!content.dropped) content.piece = log_->arena().reserve(content.piece_size);
}

void SmtpFlow::take_content(std::string_view& bytes) {
  Content& content = *content_;
  if (content.used == content.piece_size) {
    flush_piece();
    if (transcript_is_full()) return;
    open_piece();
  }
  std::optional<std::uint64_t> asked_at;
  if (content.dialogue.empty()) asked_at = play_->rules.next_data_offset(content.heard);
  std::uint64_t room = content.piece_size - content.used;
  if (asked_at) room = std::min(room, *asked_at - content.heard);
  const std::size_t size = std::min<std::uint64_t>(bytes.size(), room);
  char* const at = content.piece + content.used;
  std::copy_n(bytes.data(), size, at);
  std::string_view fresh(at, size);
  while (const auto run = content.block.next(fresh)) {
    if (!content.dropped) content.rope.append(*run, log_);
  }
  const std::size_t taken = size - fresh.size();
  content.used += taken;
  content.heard += taken;
  bytes.remove_prefix(taken);
  if (content.block.ended()) return end_content();
  if (content.heard != asked_at) return;
  Turn turn;
  turn.occasion.kind = Occasion::Kind::data;
  turn.occasion.data_octets = content.heard;
  take_turn(turn);
}

void SmtpFlow::flush_piece() {
  Content& content = *content_;
  if (content.used > 0 && !content.dropped) {
    log_->arena().shrink(content.piece, content.piece_size, content.used);
    append(Kind::bytes, Direction::in, {content.piece, content.used}, {});
  }
  content.used = 0;
  content.piece_size = 0;
}

void SmtpFlow::end_content() {
  flush_piece();
  if (!content_->dropped) content_->rope.remove_suffix(2);  // the CRLF behind the final dot
  Turn turn;
  turn.occasion.kind = Occasion::Kind::message;
  if (!take_message(turn)) take_turn(turn);
  if (!parked_) close_content(turn);
}

void SmtpFlow::close_content(Turn& turn) {
  // Who answered without effect has refused the message.
  if (!turn.effect_done) believe(turn, no_effect, "none");
  content_.reset();
  await_content();
}

}  // namespace postiche::engine
