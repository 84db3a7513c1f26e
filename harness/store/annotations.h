// SPDX-License-Identifier: MIT
#pragma once
// What clients have noted beside a mailbox, or beside an account: a value for each entry, RFC 5464
// sec 3. Bounded, so that nobody fills our memory with notes.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postiche::store {

// Nothing: the entry goes.
struct Note {
  std::string entry;
  std::optional<std::string> value;
};

// How a command that sets notes ended. What went wrong changed nothing.
enum class NoteOutcome : std::uint8_t { done, no_mailbox, too_large, too_many };

class Annotations {
 public:
  // RFC 5464 sec 4.1 wants 1024 octets and 10 entries at least.
  static constexpr std::size_t largest_value = 16 * 1024, most_entries = 100;

  // By name in lower case: RFC 5464 sec 3.2 has capitals not count.
  using Entries = std::map<std::string, std::string, std::less<>>;
  const Entries& entries() const { return entries_; }
  // Of all names and values.
  std::size_t octets() const { return octets_; }

  // Grows with every change.
  std::uint64_t latest() const { return latest_; }
  // The entries that have changed since, those that are gone too.
  std::vector<std::string> changed_since(std::uint64_t change) const;

  // What set() would say.
  NoteOutcome may_set(std::span<const Note> notes) const;
  // All of them or none.
  NoteOutcome set(std::span<const Note> notes);

 private:
  void set(const Note& note);

  Entries entries_;
  std::size_t octets_ = 0;
  std::uint64_t latest_ = 0;
  // When entries changed last; the oldest changes are forgotten.
  std::deque<std::pair<std::uint64_t, std::string>> changed_;
};

// "/private/comment", "/shared/vendor/x/y": a name that an entry may have, RFC 5464 sec 3.2.
bool is_entry(std::string_view name);
// The same, or what such names begin with: "/shared", "/shared/vendor".
bool is_entry_or_above(std::string_view name);

}  // namespace postiche::store
