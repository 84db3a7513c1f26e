// SPDX-License-Identifier: MIT
#pragma once
// What each extension adds to the commands. An extension is one file in extensions/ and one row of
// the table in extensions.cpp; nothing else knows them by name.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "harness/sasl/stage.h"
#include "harness/smtp/command.h"
#include "harness/smtp/mode.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {

using sasl::Stage;
using sasl::stages;

class Server;

// A parameter of MAIL or RCPT.
struct ParameterRule {
  Verb verb;
  std::string_view keyword;
  // What to say because of this value; nothing where there is nothing to be said. What is positive
  // is said where nobody objects.
  std::optional<Reply> (*remark)(const Parameter& parameter, const Command& command,
                                 const Server& server);
};

// Octets by which an extension lets the lines of a command be longer: RFC 5321 sec 4.5.3.1.4.
struct Room {
  Verb verb;
  std::size_t octets;
};

// When the honest server offers an extension by itself.
struct Usual {
  bool offered = true;  // else only where a scenario says so
  bool played = true;   // false: not until the engine does its part
  enum class Line : std::uint8_t { any, plain, tls } on = Line::any;
  bool in_smtp = true, in_submission = true, in_lmtp = true;

  bool holds(Mode mode, Stage stage) const;
  // Whether it makes sense on this line at all, whoever offers it.
  bool fits(Stage stage) const;
};

struct Extension {
  std::string_view keyword;
  std::string_view line = {};  // in the honest server's EHLO
  Usual usual = {};
  std::span<const Room> room = {};
  Verb verb = Verb::unknown;  // the command that comes and goes with it
  // What is said to that, where it may come and is well formed.
  Reply (*answer)(const Command& command, const Server& server) = nullptr;
  bool after_ehlo = false;  // the command is only for those who were told of it
  std::span<const ParameterRule> parameters = {};
};

// All that are known, in the order in which the honest server offers them.
std::span<const Extension* const> all_extensions();
// Null where nobody knows it. Ignores case.
const Extension* find_extension(std::string_view keyword);
// The one whose command this is; null where the command comes with none.
const Extension* extension_of(Verb verb);

}  // namespace postiche::smtp
