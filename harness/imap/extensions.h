// SPDX-License-Identifier: MIT
#pragma once
// What each capability adds to the commands, and where it makes sense: one row each.

#include <cstdint>
#include <span>
#include <string_view>

#include "harness/imap/command.h"
#include "harness/sasl/stage.h"

namespace postiche::imap {

using sasl::Stage;
using sasl::stages;

struct Extension {
  // When it is told: what is for logging in is not told to who has done so.
  enum class When : std::uint8_t { always, in_clear, before_login, after_login };

  std::string_view keyword;
  When when = When::always;
  bool usual = true;                 // the honest server has it by itself
  std::string_view line = {};        // of CAPABILITY, where that is more than the keyword
  std::span<const Verb> verbs = {};  // which come and go with it

  bool fits(Stage stage) const;
};

// In the order in which the honest server offers them.
std::span<const Extension> all_extensions();
// Null where nobody knows it. Ignores case.
const Extension* find_extension(std::string_view keyword);

}  // namespace postiche::imap
