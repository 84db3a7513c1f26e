// SPDX-License-Identifier: MIT
// The content of a message, put together again from the pieces that the record has.

#include "harness/judge/facts.h"
#include "harness/wire/dot_block.h"

namespace postiche::judge {

using transcript::Direction;
using transcript::Kind;

bool Facts::is_content() const {
  const bool heard = event_->kind == Kind::bytes && event_->direction == Direction::in;
  return heard && (past().in_content || event_->field("chunk"));
}

std::string Facts::content() const {
  std::string all;
  wire::DotBlock block;
  for (const Event* const piece : past().pieces) {
    std::string_view rest = piece->bytes;
    if (piece->field("chunk")) {
      all += rest;
      continue;
    }
    while (const auto run = block.next(rest)) all += *run;
  }
  // What was taken for the end need not be one to this block.
  const bool taken = !past().end.empty() && !past().in_content;
  if (taken || block.ended()) all.resize(all.size() - wire::given_of_end(past().end));
  return all;
}

}  // namespace postiche::judge
