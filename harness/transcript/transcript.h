// SPDX-License-Identifier: MIT
#pragma once
// The complete record of a run in memory: append-only, in one order over all connections. Observers
// (recorder, live view, judge) pull from it at their own pace. For one thread.

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "harness/base/arena.h"
#include "harness/transcript/event.h"

namespace postiche::transcript {

// Fields on their way into an event; no allocation unless there are many.
class Fields {
 public:
  Fields() = default;
  Fields(const Fields&) = delete;  // points into itself
  Fields& operator=(const Fields&) = delete;
  Fields(std::initializer_list<Field> fields);
  // `name` is static; `value` need live only until the event is appended. Fields over the limit are
  // dropped: what the peer sends decides how many there are.
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name, std::uint64_t value);
  std::span<const Field> all() const {
    return more_.empty() ? std::span<const Field>{fields_, size_} : std::span<const Field>{more_};
  }

 private:
  static constexpr std::size_t at_hand = 24;  // enough for nearly all
  static constexpr std::size_t limit = 2000;  // a message has 1000 recipients at most
  Field fields_[at_hand];
  std::size_t size_ = 0;
  std::vector<Field> more_;  // all of them, where there are more
  char digits_[4][20] = {};  // numbers written by add()
  std::size_t numbers_ = 0;
};

// One connection's bytes and events. Shared: a stored message points into it.
class Log {
 public:
  explicit Log(std::uint32_t connection) : connection_(connection) {}
  std::uint32_t connection() const { return connection_; }
  Arena& arena() { return arena_; }
  const Arena& arena() const { return arena_; }
  bool closed() const { return closed_; }

  // Octets heard that no event holds yet: the front of a line, of a piece of content. The bytes
  // stay the session's; the recorder writes them down in case the next event never comes. In two
  // parts: a frame that is not whole, and what is held behind it.
  std::string_view pending() const { return pending_; }
  std::string_view held() const { return held_; }
  void set_pending(std::string_view frame, std::string_view held) {
    pending_ = frame;
    held_ = held;
    ++pending_version_;
  }
  // Raised whenever what is pending may have changed.
  std::uint64_t pending_version() const { return pending_version_; }

 private:
  friend class Transcript;
  std::uint32_t connection_;
  bool closed_ = false;
  Arena arena_;
  std::size_t counted_ = 0;  // of the arena's footprint, in the transcript's sum
  std::string_view pending_, held_;
  std::uint64_t pending_version_ = 0;
  std::size_t open_index_ = 0;  // in Transcript::open_
};

class Transcript {
 public:
  // `limit`: octets kept in memory. Over it, the oldest closed connections are forgotten and
  // forgotten() counts them.
  explicit Transcript(std::size_t limit = default_limit) : limit_(limit) {}
  static constexpr std::size_t default_limit = std::size_t{1} << 30;

  std::shared_ptr<Log> open();
  // The same with a number of its own, not yet given: a transcript that is read back.
  std::shared_ptr<Log> open(std::uint32_t connection);
  // `bytes` must be kept already by the log's arena; field values are copied there.
  const Event& append(Log& log, Kind kind, Direction direction, Instant at, VirtualTime virtual_at,
                      std::string_view bytes, const Fields& fields);
  // No more events will come: the log may be forgotten when memory is short.
  void close(Log& log);

  // Sequence numbers run from first() to last(); an event in between may be forgotten (null).
  std::uint64_t first() const { return base_ + 1; }
  std::uint64_t last() const { return base_ + order_.size(); }
  const Event* at(std::uint64_t sequence) const;
  // All that is kept, in order.
  std::vector<const Event*> events() const;
  std::uint64_t forgotten() const { return forgotten_; }
  // Logs of connections that are not closed, for observers of pending bytes.
  const std::vector<Log*>& open_logs() const { return open_; }
  std::uint32_t connections() const { return connections_; }
  // Too much is kept although all closed connections are forgotten, and this one has more than its
  // share of it.
  bool is_full_for(const Log& log) const {
    return kept_ > limit_ && !log.closed_ && log.counted_ > limit_ / open_.size();
  }
  void clear();

 private:
  void forget_oldest();

  std::size_t limit_;
  std::size_t kept_ = 0;         // octets in arenas
  std::size_t forgettable_ = 0;  // of these, in logs that are closed
  std::uint64_t base_ = 0;
  std::uint64_t forgotten_ = 0;  // connections
  std::uint32_t connections_ = 0;
  std::deque<const Event*> order_;
  std::deque<std::shared_ptr<Log>> logs_;
  std::vector<Log*> open_;
};

}  // namespace postiche::transcript
