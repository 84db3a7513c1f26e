// SPDX-License-Identifier: MIT
// COMPRESS=DEFLATE between the wire and the session: RFC 4978. The transcript has what was meant.

#include "harness/engine/session.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Kind;

namespace {

// So much is inflated at a time: a small piece can stand for a thousand times as much.
constexpr std::size_t at_once = 16 * 1024;

}  // namespace

// What stands behind the command is deflated already.
void Session::begin_compression(std::string_view& bytes) {
  compression_ = std::make_unique<Compression>();
  compression_->heard = bytes;
  bytes = {};
  stage_.outbox.begin_compression();
}

std::size_t Session::take_deflated(std::string_view bytes) {
  std::string& heard = compression_->heard;
  const std::size_t room = held_limit - std::min(held_limit, heard.size());
  heard.append(bytes.substr(0, room));
  expand();
  note_pending();
  return std::min(bytes.size(), room);
}

void Session::expand() {
  Compression& compression = *compression_;
  while (held_.empty()) {
    std::string_view deflated = compression.heard;
    const std::string plain = compression.inflater.inflate(deflated, at_once);
    compression.heard.erase(0, compression.heard.size() - deflated.size());
    std::string_view rest = plain;
    digest(rest);
    held_ = rest;
    if (plain.empty()) break;
  }
  if (!compression.inflater.is_damaged() || stage_.outbox.ended()) return;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "bad-deflate"}});
  stage_.outbox.end(Effect::Kind::close, "bad-deflate", Protocol::honest);
}

}  // namespace postiche::engine
