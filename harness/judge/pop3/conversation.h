// SPDX-License-Identifier: MIT
#pragma once
// One connection of POP3 as a check wants to read it: what the client did, step by step, with the
// reply to it and what held at that moment. Made from transcript events alone.

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/judge/connection.h"
#include "harness/judge/offered_lines.h"
#include "harness/pop3/command.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

struct Pop3Act {
  enum class Kind : std::uint8_t {
    command,
    response,  // a line within AUTH
  };
  Kind kind = Kind::command;
  const Event* event = nullptr;
  pop3::Command command;         // of a command
  const Event* reply = nullptr;  // the last to it
  // The latest answer to CAPA; null where there was none since the connection or TLS began.
  const OfferedLines* offer = nullptr;
  bool knows_no_capa = false;  // the server has refused CAPA
  bool is_early = false;       // the client had not seen the reply to what it did before
  bool is_secured = false;
  bool is_authenticated = false;  // TRANSACTION state
  bool is_utf8 = false;           // UTF8 was accepted
  bool is_behind_quit = false;
  bool is_deleted = false;             // its message is marked so
  std::optional<std::uint64_t> count;  // of messages, as far as the server has told

  bool is(pop3::Verb verb) const { return kind == Kind::command && command.verb == verb; }
  std::string_view code() const;  // "+OK", "-ERR", "+"; "" where there was no reply
  bool is_accepted() const { return code() == "+OK"; }
};

struct Pop3Conversation : Connection {
  std::deque<OfferedLines> offers;
  std::deque<Pop3Act> acts;
  std::vector<const Event*> unheard;  // octets that came when nobody acted on them any more
};

// One for each connection of POP3.
std::deque<Pop3Conversation> pop3_conversations(const std::vector<const Event*>& events);

}  // namespace postiche::judge
