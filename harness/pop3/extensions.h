// SPDX-License-Identifier: MIT
#pragma once
// What each capability adds to the commands. One is a file in extensions/ (those that only tell
// something share one) and a row of the table in extensions.cpp; nothing else knows them by name.

#include <cstdint>
#include <span>
#include <string_view>

#include "harness/pop3/command.h"
#include "harness/pop3/reply.h"
#include "harness/sasl/stage.h"

namespace postiche::pop3 {

class Server;

using sasl::Stage;
using sasl::stages;

struct Extension {
  std::string_view keyword;
  std::string_view line;       // of CAPA
  bool usual = true;           // the honest server has it by itself
  bool only_in_clear = false;  // makes no sense under TLS
  // The command that comes and goes with it, and what is said to it, where it may come and is well
  // formed.
  Verb verb = Verb::unknown;
  Reply (*answer)(const Command& command, const Server& server) = nullptr;

  bool fits(Stage stage) const { return !only_in_clear || !is_secured(stage); }
};

// All that are known, in the order in which the honest server offers them.
std::span<const Extension* const> all_extensions();
// Null where nobody knows it. Ignores case: RFC 2449 sec 3.
const Extension* find_extension(std::string_view keyword);
// The one whose command this is; null where the command comes with none.
const Extension* extension_of(Verb verb);

}  // namespace postiche::pop3
