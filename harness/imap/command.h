// SPDX-License-Identifier: MIT
#pragma once
// An IMAP command as a value. `tag`, `line`, `verb_text` and `argument` are views of the utterance
// it was parsed from, which the transcript keeps; everything else is its own, since a string may be
// written in three ways. Message literals are shared, not copied.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/imap/arguments.h"

namespace postiche::imap {

enum class Verb : std::uint8_t {
  unknown,
  // any state: RFC 9051 sec 6.1
  capability,
  noop,
  logout,
  id,
  // not authenticated: sec 6.2
  starttls,
  authenticate,
  login,
  // authenticated: sec 6.3
  enable,
  select,
  examine,
  create,
  delete_,
  rename,
  subscribe,
  unsubscribe,
  list,
  lsub,
  namespace_,
  status,
  append,
  idle,
  compress,
  unauthenticate,
  getquota,
  getquotaroot,
  setquota,
  getmetadata,
  setmetadata,
  notify,
  // selected: sec 6.4
  check,
  close,
  unselect,
  expunge,
  search,
  sort,
  thread,
  fetch,
  store,
  copy,
  move,
  replace,
  // what ends IDLE: no command, but it is answered as one
  done,
};
inline constexpr std::size_t verb_count = static_cast<std::size_t>(Verb::done) + 1;

// The verb in capitals; "" for unknown.
std::string_view name(Verb verb);
// Ignoring case; unknown for anything that is no verb.
Verb verb_of(std::string_view text);

// Whether there is a "UID FETCH": RFC 9051 sec 6.4.9, RFC 5256, RFC 8508.
bool can_be_by_uid(Verb verb);

// What a command's message numbers are, and those of its answer: RFC 9051 sec 6.4.9.
enum class Numbering : std::uint8_t { sequence, uid };

// By production, and the verb's own; monostate where there are none, or they could not be read.
using Arguments =
    std::variant<std::monostate, AuthenticateArguments, LoginArguments, EnableArguments,
                 SelectArguments, MailboxArguments, RenameArguments, ListArguments, StatusArguments,
                 AppendArguments, SearchArguments, SortArguments, ThreadArguments, FetchArguments,
                 StoreArguments, CopyArguments, ExpungeArguments, IdArguments, QuotaArguments,
                 GetMetadataArguments, SetMetadataArguments, NotifyArguments, CompressArguments>;

struct Command {
  // Made once, in command.cpp: to copy so many kinds of arguments is half a second's work for a
  // compiler, in each file that knows a command.
  Command();
  Command(const Command& other);
  Command(Command&& other) noexcept;
  Command& operator=(const Command& other);
  Command& operator=(Command&& other) noexcept;
  ~Command();

  std::string_view line;  // the first line of it, without its line ending
  std::string_view tag;   // as typed; "" where there is none that can be used
  Verb verb = Verb::unknown;
  Numbering numbering = Numbering::sequence;
  std::string_view verb_text;  // as typed, with "UID " where it has that
  std::string_view argument;   // all of the first line behind the verb, as typed
  Arguments arguments = {};
  std::vector<std::string_view> deviations;  // names, static: "extra-white-space"
  std::string_view fault;                    // the deviation that cannot be let through; "" if none

  // By the production, deviations that are let through apart.
  bool well_formed() const { return fault.empty(); }
  bool by_uid() const { return numbering == Numbering::uid; }
};

// "FETCH", "UID FETCH": static.
std::string_view full_name(const Command& command);

}  // namespace postiche::imap
