// SPDX-License-Identifier: MIT
#pragma once
// An utterance becomes a Command. Total: any bytes give a command, and what was odd in them is
// named. Knows nothing of states, offers or replies.

#include <cstddef>

#include "harness/imap/command.h"
#include "harness/imap/encoding.h"
#include "harness/imap/grammar/utterance.h"

namespace postiche::imap {

// How deep the keys of SEARCH may nest; a row of ORs is as deep as one.
inline constexpr int nesting_limit = 50;
// How many items one command may list; ranges of a sequence set are not counted.
inline constexpr std::size_t item_limit = 10'000;

// The bytes of `utterance` must outlive the command. Deviations:
//   let through  trailing-white-space, extra-white-space, tab-as-space, control-character,
//                leading-zeros, bad-escape, 8bit-in-quotes, bad-utf8, 8bit-in-mailbox-name,
//                nul-in-literal, plain-literal-in-utf8 (APPEND), over-id-limits (ID),
//                extra-argument (LOGOUT), misplaced-options (GETMETADATA)
//   refused      empty-line, missing-tag, bad-tag, missing-verb, garbled-verb, unknown-verb,
//                nul-byte, missing-argument, unexpected-argument, missing-space,
//                missing-parentheses, unclosed-list, unclosed-quotes, missing-quotes,
//                quoted-atom, bad-atom, 8bit-in-atom, bad-literal, literal-as-atom,
//                unexpected-literal8, missing-literal, bad-number, bad-sequence-set, bad-date,
//                bad-flag, bad-mailbox-name, bad-mechanism-name, unknown-item,
//                unknown-parameter, bad-section, bad-partial, too-deep, too-many,
//                lone-recursive-match (LIST), vanished-alone (FETCH), bad-entry (GETMETADATA,
//                SETMETADATA), unpaired-events, misplaced-event, misplaced-items and
//                several-selected (NOTIFY)
Command parse_command(const Utterance& utterance, Encoding names);

}  // namespace postiche::imap
