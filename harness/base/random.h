// SPDX-License-Identifier: MIT
#pragma once
// Chance that can be repeated: the same seed and the same question always give the same answer.

#include <cstdint>
#include <string_view>

namespace postiche {

// An even spread over all 64-bit numbers, one for each question. Not for secrets.
std::uint64_t seeded_number(std::uint64_t seed, std::string_view question);

// An even spread from 0 to 1, 1 not included.
double seeded_fraction(std::uint64_t seed, std::string_view question);

// The bell curve around 0 with a deviation of 1.
double seeded_normal(std::uint64_t seed, std::string_view question);

// True for `share` (0 to 1) of all questions.
bool seeded_chance(std::uint64_t seed, std::string_view question, double share);

}  // namespace postiche
