// SPDX-License-Identifier: MIT
#pragma once
// Time as values. Nothing here, and nothing above that is sans-I/O, ever asks what time it is.

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace postiche {

struct Duration {
  std::int64_t ns = 0;

  static constexpr Duration nanoseconds(std::int64_t n) { return {n}; }
  static constexpr Duration milliseconds(std::int64_t n) { return {n * 1'000'000}; }
  static constexpr Duration seconds(std::int64_t n) { return {n * 1'000'000'000}; }
  static constexpr Duration minutes(std::int64_t n) { return seconds(n * 60); }
  static constexpr Duration forever() { return {std::numeric_limits<std::int64_t>::max()}; }

  constexpr bool is_forever() const { return ns == std::numeric_limits<std::int64_t>::max(); }
  constexpr double in_seconds() const { return static_cast<double>(ns) / 1e9; }

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) {
    return a.is_forever() || b.is_forever() ? forever() : Duration{a.ns + b.ns};
  }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
};

// The sum, or the latest of all moments where it is too far away to be counted.
constexpr std::int64_t add_or_last(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

// A moment of the monotonic clock; what zero means is the caller's affair.
struct Instant {
  std::int64_t ns = 0;

  // Later than anything; what "never" is due at.
  static constexpr Instant never() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr bool is_never() const { return ns == std::numeric_limits<std::int64_t>::max(); }

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Duration d) {
    return t.is_never() || d.is_forever() ? never() : Instant{add_or_last(t.ns, d.ns)};
  }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.ns - b.ns}; }
};

// A moment of the world's virtual clock: nanoseconds since 1970-01-01T00:00:00Z. A type of its own,
// so that a scenario's time is never taken for the machine's.
struct VirtualTime {
  std::int64_t ns = 0;

  static constexpr VirtualTime never() { return {std::numeric_limits<std::int64_t>::max()}; }
  constexpr bool is_never() const { return ns == std::numeric_limits<std::int64_t>::max(); }

  friend constexpr auto operator<=>(VirtualTime, VirtualTime) = default;
  friend constexpr VirtualTime operator+(VirtualTime t, Duration d) {
    return t.is_never() || d.is_forever() ? never() : VirtualTime{add_or_last(t.ns, d.ns)};
  }
  friend constexpr Duration operator-(VirtualTime a, VirtualTime b) { return {a.ns - b.ns}; }
};

// "250ms", "10s", "5m", "1h30m", "2d"; a bare number is seconds; "forever". Nothing on anything
// else.
std::optional<Duration> parse_duration(std::string_view text);
// The shortest exact form that parse_duration reads back: "1m30s", "250ms", "0s".
std::string to_text(Duration duration);
// RFC 3339 sec 5.6, UTC only: "2026-01-01T00:00:00Z", fractions allowed. Nothing on anything else.
std::optional<VirtualTime> parse_virtual_time(std::string_view text);
// RFC 3339 sec 5.6 in UTC with milliseconds.
std::string to_text(VirtualTime time);
// RFC 5322 sec 3.3 date-time, as trace fields want it.
std::string to_mail_date(VirtualTime time);

}  // namespace postiche
