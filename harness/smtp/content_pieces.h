// SPDX-License-Identifier: MIT
#pragma once
// A message's content as it goes over the wire after DATA, made piece by piece: a large one is
// never there twice.

#include <cstddef>
#include <optional>
#include <string>

#include "harness/base/rope.h"
#include "harness/wire/dot_stuffer.h"

namespace postiche::smtp {

class ContentPieces {
 public:
  // All of it with its end, or only the first `limit` octets, without one.
  explicit ContentPieces(Rope content, std::optional<std::size_t> limit = std::nullopt);

  // Nothing when all was given.
  std::optional<std::string> next();

 private:
  Rope content_;
  std::size_t left_;  // octets to be given
  bool ends_;         // the end is to be given too
  std::size_t slice_ = 0, offset_ = 0;
  wire::DotStuffer stuffer_;
};

}  // namespace postiche::smtp
