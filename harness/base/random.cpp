// SPDX-License-Identifier: MIT
#include "harness/base/random.h"

#include <cmath>
#include <numbers>

namespace postiche {
namespace {

// The finalizer of SplitMix64: every bit of the input moves every bit of the output.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
  value = (value ^ value >> 27) * 0x94D049BB133111EB;
  return value ^ value >> 31;
}

}  // namespace

std::uint64_t seeded_number(std::uint64_t seed, std::string_view question) {
  std::uint64_t state = mix(seed);
  for (const char c : question) state = mix(state ^ static_cast<unsigned char>(c));
  return state;
}

namespace {

// The upper 53 bits are a fraction that a double holds exactly.
double fraction_of(std::uint64_t number) { return static_cast<double>(number >> 11) * 0x1p-53; }

}  // namespace

double seeded_fraction(std::uint64_t seed, std::string_view question) {
  return fraction_of(seeded_number(seed, question));
}

// Box and Muller, A Note on the Generation of Random Normal Deviates, 1958.
double seeded_normal(std::uint64_t seed, std::string_view question) {
  const std::uint64_t first = seeded_number(seed, question);
  const double radius = std::sqrt(-2 * std::log(1 - fraction_of(first)));
  return radius * std::cos(2 * std::numbers::pi * fraction_of(mix(first)));
}

bool seeded_chance(std::uint64_t seed, std::string_view question, double share) {
  return seeded_fraction(seed, question) < share;
}

}  // namespace postiche
