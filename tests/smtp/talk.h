// SPDX-License-Identifier: MIT
#pragma once
// A client that talks to an honest server in memory and reads every reply strictly.

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "harness/smtp/grammar.h"
#include "harness/smtp/server.h"
#include "tests/smtp/strict_reply.h"

namespace postiche::smtp::testing {

struct Talk {
  Settings settings;
  store::Store store;
  Server server{settings, store};

  Talk() = default;
  explicit Talk(Settings wanted) : settings(std::move(wanted)) {}

  // The bytes without their last CRLF.
  std::string say(std::string_view line) {
    const Command command = parse_command(line);
    const Reply reply = server.answer(command);
    const std::string bytes = encode(reply, server.speaks_enhanced());
    REQUIRE(read_strictly(bytes).has_value());
    server.apply(command, reply.code);
    return bytes.substr(0, bytes.size() - 2);
  }
  // The first word or two: code, and enhanced code where there is one.
  std::string codes(std::string_view line) {
    const std::string said = say(line);
    const bool enhanced = said.size() > 5 && said[5] == '.';
    return said.substr(0, enhanced ? said.find(' ', 4) : 3);
  }
  void say_all(std::initializer_list<std::string_view> lines) {
    for (std::string_view line : lines) say(line);
  }
  void believe(std::string_view line, int code) { server.apply(parse_command(line), code); }
};

inline std::string codes_of(const Reply& reply) {
  return std::to_string(reply.code) + (reply.enhanced.empty() ? "" : " ") + reply.enhanced;
}

}  // namespace postiche::smtp::testing
