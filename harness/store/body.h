// SPDX-License-Identifier: MIT
#pragma once
// What a message says: octets that never change. They are shared, or made whenever somebody wants
// them, so that a hundred thousand generated messages take no room.

#include <cstdint>
#include <memory>
#include <utility>

#include "harness/base/rope.h"

namespace postiche::store {

// Where the octets of messages come from; each message has its number there.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::uint64_t size(std::uint32_t number) const = 0;
  // Exactly size() of them, the same at every call. Never null.
  virtual std::shared_ptr<const Rope> read(std::uint32_t number) const = 0;
};

class Body {
 public:
  // Of these octets.
  explicit Body(Rope octets);
  Body(std::shared_ptr<const Source> source, std::uint32_t number)
      : source_(std::move(source)), number_(number) {}

  std::uint64_t size() const { return source_->size(number_); }
  std::shared_ptr<const Rope> read() const { return source_->read(number_); }

 private:
  std::shared_ptr<const Source> source_;
  std::uint32_t number_;
};

}  // namespace postiche::store
