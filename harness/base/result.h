// SPDX-License-Identifier: MIT
#pragma once
// Errors that are somebody's fault other than ours: the author of a scenario, the caller, the
// world. What the peer does wrong is data (a deviation), never one of these.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "harness/base/bug.h"

namespace postiche {

// Where in a file something stands; lines and columns count from 1, 0 means unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  // "file:line:column", as much of it as is known.
  std::string text() const;
  friend bool operator==(const Place&, const Place&) = default;
};

// What was found and expected (`what`), where, and what to try (`hint`, may be empty).
struct Error {
  Place where;
  std::string what;
  std::string hint;

  // "file:line:column: what; hint", one line.
  std::string text() const;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : outcome_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return outcome_.index() == 0; }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const {
    POSTICHE_CHECK(outcome_.index() == 1);
    return std::get<1>(outcome_);
  }

 private:
  T& value() {
    POSTICHE_CHECK(outcome_.index() == 0);
    return std::get<0>(outcome_);
  }
  const T& value() const {
    POSTICHE_CHECK(outcome_.index() == 0);
    return std::get<0>(outcome_);
  }

  std::variant<T, Error> outcome_;
};

struct Done {};
using Status = Result<Done>;

// How many letters are to be changed, put in, left out or swapped with their neighbours; letters in
// either case are alike. Takes as long as the product of both sizes.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The word of `words` nearest to `typed`, if one is near enough to be what was meant.
std::optional<std::string_view> nearest(std::string_view typed,
                                        const std::vector<std::string_view>& words);

// "did you mean 'word'?", or empty where no word is near.
std::string did_you_mean(std::string_view typed, const std::vector<std::string_view>& words);

}  // namespace postiche
