// SPDX-License-Identifier: MIT
// Which commands of IMAP come where, and about which messages.

#include <utility>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/imap/acts.h"

namespace postiche::judge {

using imap::State;
using imap::Verb;

namespace {

// RFC 9051 sec 3. What was sent ahead of a refusal is no fault.
void allowed_states(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const Verb verb = act.command.verb;
    if (verb == Verb::unknown || verb == Verb::done) return;
    const bool may = imap::may_come(act.state, verb);
    if (!may && act.is_early) return;
    finder.expect(may, *act.event,
                  verb_of(act) + " does not belong in the state " + std::string(name(act.state)));
  });
}

// RFC 9051 sec 3.4. Who was told no, or was left, may go as he likes.
void logout_before_closing(const ImapConversation& conversation, Finder& finder) {
  bool logs_out = false;
  for_each(conversation, {Verb::logout}, [&](const ImapAct& act) {
    logs_out = true;
    finder.good(*act.event);
  });
  if (logs_out || conversation.acts.empty() || conversation.bye) return;
  const ImapAct& last = conversation.acts.back();
  const bool was_in = last.state != State::not_authenticated;
  if (!was_in || !last.is_accepted() || !conversation.client_left_first()) return;
  finder.breach(*conversation.client_close, "the client left without LOGOUT");
}

// RFC 2683 sec 3.1.1
void selected_once(const ImapConversation& conversation, Finder& finder) {
  for (const Selection* const one : conversation.shared) {
    finder.breach(*one->begin->event,
                  one->mailbox + " is selected on another connection of this user too");
  }
  if (!conversation.shared.empty()) return;
  for (const Selection& one : conversation.selections) finder.good(*one.begin->event);
}

// RFC 9051 sec 6.3.11. Once may have another reason.
void no_status_of_selected(const ImapConversation& conversation, Finder& finder) {
  const ImapAct* before = nullptr;
  for_each_with<imap::StatusArguments>(conversation, [&](const ImapAct& act, const auto& status) {
    if (!act.mailbox) return;
    const bool is_inbox = ascii::equal_ignoring_case(status.mailbox, "INBOX");
    if ((is_inbox ? "INBOX" : status.mailbox) != act.mailbox->name) {
      return finder.good(*act.event);
    }
    const std::string measured = "STATUS asked for the mailbox that is selected";
    if (std::exchange(before, &act)) return finder.breach(*act.event, measured + ", and again");
    finder.slip(*act.event, measured);
  });
}

// RFC 5161 sec 3.1
void enable_before_select(const ImapConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::enable}, [&](const ImapAct& act) {
    if (act.is_early && act.state == State::not_authenticated) return;
    finder.expect(act.state == State::authenticated, *act.event,
                  "ENABLE came in the state " + std::string(name(act.state)));
  });
}

void only_done_while_idling(const ImapConversation& conversation, Finder& finder) {
  for (const ImapAct& act : conversation.acts) {
    if (act.kind != ImapAct::Kind::done) continue;
    const std::string_view line = without_ending(act.event->bytes);
    finder.expect(ascii::equal_ignoring_case(line, "DONE"), *act.event,
                  "IDLE was not ended by DONE", line);
  }
}

bool has_numbers(const ImapAct& act) {
  switch (act.command.verb) {
    case Verb::fetch:
    case Verb::store:
    case Verb::copy:
    case Verb::move:
      return !act.command.by_uid();
    default:
      return false;
  }
}

// RFC 9051 sec 5.5
void wait_before_numbers(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    if (!has_numbers(act)) return;
    finder.expect(!act.is_behind_other, *act.event,
                  verb_of(act) +
                      " names message numbers, and a command that may change them was"
                      " not yet answered");
  });
}

void no_numbers_behind_uid(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    if (!has_numbers(act)) return;
    finder.expect(!act.is_behind_uid, *act.event,
                  verb_of(act) +
                      " names message numbers, and a command by UID was not yet"
                      " answered");
  });
}

const imap::SequenceSet* set_of(const imap::Command& command) {
  using namespace imap;
  const Arguments& all = command.arguments;
  if (const auto* fetch = std::get_if<FetchArguments>(&all)) return &fetch->messages;
  if (const auto* store = std::get_if<StoreArguments>(&all)) return &store->messages;
  if (const auto* copy = std::get_if<CopyArguments>(&all)) return &copy->messages;
  const auto* const expunge = std::get_if<ExpungeArguments>(&all);
  return expunge && expunge->uids ? &*expunge->uids : nullptr;
}

// RFC 3501 sec 9: "*" of an empty mailbox too.
bool is_within(const imap::SequenceSet& set, std::uint32_t count) {
  if (set.is_saved) return true;
  return count > 0 && std::all_of(set.ranges.begin(), set.ranges.end(), [&](const auto& range) {
           return range.from <= count && range.to <= count;
         });
}

void within_count(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const imap::SequenceSet* const set = set_of(act.command);
    const bool is_told = act.mailbox && act.mailbox->count && !act.is_early;
    if (!has_numbers(act) || !set || !is_told) return;
    finder.expect(is_within(*set, *act.mailbox->count), *act.event,
                  verb_of(act) + " " + print(*set) + " names more than the " +
                      std::to_string(*act.mailbox->count) + " messages that there are");
  });
}

// RFC 4549 sec 5. Ranges may name what is not there.
void server_assigned_uids(const ImapConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const ImapAct& act) {
    const imap::SequenceSet* const set = set_of(act.command);
    const bool is_told = act.mailbox && act.mailbox->next_uid && !act.is_early;
    if (!act.command.by_uid() || !set || !is_told) return;
    for (const auto& range : set->ranges) {
      if (range.from != range.to || range.from == imap::SequenceSet::last) continue;
      finder.expect(range.from < *act.mailbox->next_uid, *act.event,
                    verb_of(act) + " names the UID " + std::to_string(range.from) +
                        ", which the server has not given to any message");
    }
  });
}

constexpr ImapCheck imap_state_table[] = {
    {"imap.state.commands-in-allowed-states", allowed_states},
    {"imap.logout.before-closing", logout_before_closing},
    {"imap.connection.mailbox-selected-once", selected_once},
    {"imap.status.not-for-selected-mailbox", no_status_of_selected},
    {"imap.enable.between-login-and-select", enable_before_select},
    {"imap.idle.only-done-while-idling", only_done_while_idling},
    {"imap.pipelining.wait-before-sequence-numbers", wait_before_numbers},
    {"imap.pipelining.no-numbers-during-uid-command", no_numbers_behind_uid},
    {"imap.number.within-message-count", within_count},
    {"imap.uid.only-server-assigned-uids", server_assigned_uids},
};

}  // namespace

std::span<const ImapCheck> imap_state_checks() { return imap_state_table; }

}  // namespace postiche::judge
