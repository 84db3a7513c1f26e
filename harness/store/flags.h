// SPDX-License-Identifier: MIT
#pragma once
// Flags of messages as sets of bits, and the keywords that a mailbox gives bits to.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::store {

// Which bit of a set a flag is.
using Flag = std::uint8_t;

class Flags {
 public:
  // System flags: RFC 9051 sec 2.3.2. The bits behind them are the keywords of a mailbox.
  static constexpr Flag answered = 0, flagged = 1, deleted = 2, seen = 3, draft = 4;
  static constexpr Flag first_keyword = 5, limit = 64;

  constexpr Flags() = default;
  constexpr Flags(std::initializer_list<Flag> flags) {
    for (const Flag flag : flags) bits_ |= bit(flag);
  }

  constexpr bool has(Flag flag) const { return (bits_ & bit(flag)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Flags with(Flags others) const { return Flags(bits_ | others.bits_); }
  constexpr Flags without(Flags others) const { return Flags(bits_ & ~others.bits_); }

  friend constexpr bool operator==(Flags, Flags) = default;

 private:
  constexpr explicit Flags(std::uint64_t bits) : bits_(bits) {}
  static constexpr std::uint64_t bit(Flag flag) { return std::uint64_t{1} << flag; }

  std::uint64_t bits_ = 0;
};

// The words of one mailbox, in the order in which they came. None is ever forgotten, so a bit means
// the same as long as the mailbox lives.
class Keywords {
 public:
  // Ignoring case: RFC 9051 sec 2.3.2. System flags too, "\Seen". Nothing where nobody has set it.
  std::optional<Flag> find(std::string_view name) const;
  // The same, and a new keyword gets a bit; nothing where all are taken, or a flag with a backslash
  // is none of the system's.
  std::optional<Flag> learn(std::string_view name);
  // As it was first written.
  std::string_view name(Flag flag) const;
  // All that a set holds, system flags first.
  std::vector<std::string_view> names(Flags flags) const;
  // How many bits have a meaning; those are the first.
  std::size_t known() const { return Flags::first_keyword + names_.size(); }

 private:
  std::vector<std::string> names_;
};

}  // namespace postiche::store
