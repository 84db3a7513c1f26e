// SPDX-License-Identifier: MIT
#pragma once
// One connection of IMAP as a check wants to read it: what the client did, step by step, with the
// answer to it and what held at that moment. Made from transcript events alone.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/command.h"
#include "harness/imap/grammar/utterance.h"
#include "harness/imap/offer.h"
#include "harness/imap/state.h"
#include "harness/judge/connection.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// What the server has told of the mailbox that is open.
struct KnownMailbox {
  std::string name;  // in UTF-8; "INBOX" in capitals
  bool is_read_only = false;
  std::optional<std::uint32_t> count;     // of messages
  std::optional<std::uint32_t> next_uid;  // no lower than any that a message may have by now

  friend bool operator==(const KnownMailbox&, const KnownMailbox&) = default;
};

struct ImapAct {
  enum class Kind : std::uint8_t {
    command,
    unfinished,  // the server wanted no more of it, or could not read it
    response,    // a line within AUTHENTICATE
    done,        // a line within IDLE
  };
  Kind kind = Kind::command;
  const Event* event = nullptr;     // the last line of it
  std::vector<const Event*> lines;  // all of them, that one too
  imap::Utterance utterance;
  imap::Command command;         // of a command
  const Event* reply = nullptr;  // which has the end of it
  std::string status;            // of that: "OK", "NO", "BAD"; "" where it never came
  // The latest CAPABILITY; null where there was none since the connection or TLS began.
  const imap::Offer* offer = nullptr;
  imap::State state = imap::State::not_authenticated;
  std::optional<KnownMailbox> mailbox;  // that is selected
  bool is_early = false;                // what came before it was not yet answered
  bool is_behind_other = false;         // such was neither FETCH nor STORE nor SEARCH
  bool is_behind_uid = false;           // such was by UID
  bool is_secured = false;
  bool has_enabled_utf8 = false;  // UTF8=ACCEPT
  bool has_enabled_rev2 = false;

  bool is(imap::Verb verb) const { return kind == Kind::command && command.verb == verb; }
  bool is_accepted() const { return status == "OK"; }
  // Names and strings may be in UTF-8.
  bool speaks_utf8() const { return has_enabled_utf8 || has_enabled_rev2; }
};

// For how long a mailbox was selected.
struct Selection {
  std::string mailbox;
  const ImapAct* begin = nullptr;
  std::uint64_t end = 0;  // the event that ended it; 0: it lasted
};

struct ImapConversation : Connection {
  std::string_view user;  // who has logged in; "" where nobody has
  std::deque<imap::Offer> offers;
  std::deque<ImapAct> acts;
  std::deque<Selection> selections;
  // Those that another connection of this user had at the same time, and had first.
  std::vector<const Selection*> shared;
  const Event* bye = nullptr;  // the server said so
};

// One for each connection of IMAP.
std::deque<ImapConversation> imap_conversations(const std::vector<const Event*>& events);

}  // namespace postiche::judge
