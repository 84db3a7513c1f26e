// SPDX-License-Identifier: MIT
#include "harness/base/random.h"

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

bool seeded_chance(std::uint64_t seed, std::string_view question, double share) {
  // The upper 53 bits are a fraction that a double holds exactly.
  const auto fraction = static_cast<double>(seeded_number(seed, question) >> 11) * 0x1p-53;
  return fraction < share;
}

}  // namespace postiche
