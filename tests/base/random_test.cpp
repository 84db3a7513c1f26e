// SPDX-License-Identifier: MIT
#include "harness/base/random.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace postiche {

TEST_CASE("the same seed and question give the same number, others another") {
  CHECK(seeded_fraction(1, "a") == seeded_fraction(1, "a"));
  CHECK(seeded_fraction(1, "a") != seeded_fraction(2, "a"));
  CHECK(seeded_normal(1, "a") != seeded_normal(1, "b"));
}

TEST_CASE("fractions are even, and normal numbers have a mean of 0 and a deviation of 1") {
  constexpr int many = 20'000;
  double fractions = 0, sum = 0, squares = 0;
  for (int i = 0; i < many; ++i) {
    const double fraction = seeded_fraction(7, std::to_string(i));
    REQUIRE(fraction >= 0);
    REQUIRE(fraction < 1);
    fractions += fraction;
    const double normal = seeded_normal(7, std::to_string(i));
    sum += normal;
    squares += normal * normal;
  }
  CHECK(std::abs(fractions / many - 0.5) < 0.01);
  CHECK(std::abs(sum / many) < 0.03);
  CHECK(std::abs(squares / many - 1) < 0.03);
}

}  // namespace postiche
