// SPDX-License-Identifier: MIT
#include "harness/imap/command.h"

#include <array>

#include "harness/base/ascii.h"

namespace postiche::imap {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;
Command::~Command() = default;

namespace {

// In the order of Verb: the verb, and what it is called by UID where it can be.
struct VerbNames {
  std::string_view plain, by_uid = "";
};

constexpr std::array<VerbNames, verb_count> verb_names = {{
    {""},
    {"CAPABILITY"},
    {"NOOP"},
    {"LOGOUT"},
    {"ID"},
    {"STARTTLS"},
    {"AUTHENTICATE"},
    {"LOGIN"},
    {"ENABLE"},
    {"SELECT"},
    {"EXAMINE"},
    {"CREATE"},
    {"DELETE"},
    {"RENAME"},
    {"SUBSCRIBE"},
    {"UNSUBSCRIBE"},
    {"LIST"},
    {"LSUB"},
    {"NAMESPACE"},
    {"STATUS"},
    {"APPEND"},
    {"IDLE"},
    {"COMPRESS"},
    {"UNAUTHENTICATE"},
    {"GETQUOTA"},
    {"GETQUOTAROOT"},
    {"SETQUOTA"},
    {"GETMETADATA"},
    {"SETMETADATA"},
    {"NOTIFY"},
    {"CHECK"},
    {"CLOSE"},
    {"UNSELECT"},
    {"EXPUNGE", "UID EXPUNGE"},
    {"SEARCH", "UID SEARCH"},
    {"SORT", "UID SORT"},
    {"THREAD", "UID THREAD"},
    {"FETCH", "UID FETCH"},
    {"STORE", "UID STORE"},
    {"COPY", "UID COPY"},
    {"MOVE", "UID MOVE"},
    {"REPLACE", "UID REPLACE"},
    {"DONE"},
}};

const VerbNames& names_of(Verb verb) { return verb_names.at(static_cast<std::size_t>(verb)); }

}  // namespace

std::string_view name(Verb verb) { return names_of(verb).plain; }

Verb verb_of(std::string_view text) {
  for (std::size_t i = 1; i < verb_names.size(); ++i) {
    if (ascii::equal_ignoring_case(text, verb_names[i].plain)) return static_cast<Verb>(i);
  }
  return Verb::unknown;
}

bool can_be_by_uid(Verb verb) { return !names_of(verb).by_uid.empty(); }

std::string_view full_name(const Command& command) {
  const VerbNames& both = names_of(command.verb);
  return command.by_uid() ? both.by_uid : both.plain;
}

}  // namespace postiche::imap
