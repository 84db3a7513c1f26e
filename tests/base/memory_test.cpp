// SPDX-License-Identifier: MIT
// Arena, rope and queue: who keeps bytes, and for how long.

#include <doctest/doctest.h>

#include <cstdint>

#include "harness/base/arena.h"
#include "harness/base/bug.h"
#include "harness/base/queue.h"
#include "harness/base/rope.h"

namespace postiche {

TEST_CASE("what an arena keeps never moves") {
  Arena arena;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 5000; ++i) kept.push_back(arena.keep(std::to_string(i)));
  for (int i = 0; i < 5000; ++i) CHECK(kept[static_cast<std::size_t>(i)] == std::to_string(i));
  CHECK(arena.footprint() < 64 * 1024);
}

TEST_CASE("an arena that keeps little takes little, and one large block takes its size") {
  Arena arena;
  arena.keep("x");
  CHECK(arena.footprint() == 1024);
  arena.reserve(1'000'000);
  CHECK(arena.footprint() < 1'010'000);
}

TEST_CASE("blocks are aligned as asked") {
  Arena arena;
  for (std::size_t size = 1; size < 200; ++size) {
    CHECK(reinterpret_cast<std::uintptr_t>(arena.reserve(size, 8)) % 8 == 0);
    arena.keep("x");
  }
}

TEST_CASE("only the latest block can be shrunk") {
  Arena arena;
  char* const first = arena.reserve(100);
  arena.shrink(first, 100, 10);
  char* const second = arena.reserve(10);
  CHECK(second == first + 10);
  arena.shrink(first, 10, 0);
  CHECK(arena.reserve(1) == second + 10);
}

TEST_CASE("a stretch of a rope is read as of the whole, and keeps it when it is shared") {
  auto whole = std::make_shared<Rope>();
  for (const char* text : {"hello", ", ", "world", "\r\n"}) {
    const auto keeper = std::make_shared<const std::string>(text);
    whole->append(*keeper, keeper);
  }
  const std::string flat = whole->flatten();
  for (std::size_t begin = 0; begin <= flat.size() + 1; ++begin) {
    for (std::size_t end = begin; end <= flat.size() + 1; ++end) {
      const std::string wanted = begin < flat.size() ? flat.substr(begin, end - begin) : "";
      CAPTURE(begin);
      CAPTURE(end);
      CHECK(whole->copy({begin, end}) == wanted);
      CHECK(part_of(whole, {begin, end}).flatten() == wanted);
    }
  }
  const Rope part = part_of(whole, {3, 9});
  CHECK(part.slices().size() == 3);
  const std::weak_ptr<Rope> watched = whole;
  whole.reset();
  CHECK_FALSE(watched.expired());
  CHECK(part.flatten() == "lo, wo");
}

TEST_CASE("a rope joins neighbours, loses its end and keeps its keeper alive") {
  auto keeper = std::make_shared<const std::string>("hello, world\r\n");
  const std::weak_ptr<const std::string> watched = keeper;
  Rope rope;
  rope.append(std::string_view(*keeper).substr(0, 5), keeper);
  rope.append(std::string_view(*keeper).substr(5), keeper);
  rope.append({}, nullptr);
  CHECK(rope.slices().size() == 1);
  rope.append("!!", std::make_shared<int>(1));
  keeper.reset();
  CHECK_FALSE(watched.expired());
  rope.remove_suffix(4);
  CHECK(rope.flatten() == "hello, world");
  CHECK(rope.size() == 12);
  rope.remove_suffix(12);
  CHECK(rope.empty());
  CHECK_THROWS_AS(rope.remove_suffix(1), BugError);
  rope = Rope();
  CHECK(watched.expired());
}

TEST_CASE("a queue that is never quite empty does not grow") {
  Queue<int> queue;
  queue.push(-1);
  for (int i = 0; i < 100'000; ++i) {
    queue.push(i);
    queue.pop();
    REQUIRE(queue.front() == i);
  }
  CHECK(queue.capacity() < 1000);
}

}  // namespace postiche
