// SPDX-License-Identifier: MIT
#pragma once
// The words of each protocol that scenarios can speak of: its commands, what it offers, its reply
// codes.

#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/language.h"
#include "harness/scenario/protocol.h"

namespace postiche::scenario {

// The commands that `when` can name.
std::span<const WordRow> verbs(Protocol protocol);
// What EHLO, CAPA or CAPABILITY may offer; an unknown word is offered as written.
std::span<const WordRow> capabilities(Protocol protocol);
// Whether this word of an offer is what the row means: "AUTH=PLAIN" is "AUTH=".
bool is_capability(const WordRow& row, std::string_view word);
// Before the verbs of IMAP whose numbers are UIDs: RFC 9051 sec 6.4.9.
inline constexpr std::string_view by_uid = "UID ";
// Whether `verb` in a `when` means the command `said`: FETCH is UID FETCH too.
bool covers(std::string_view verb, std::string_view said);
// Ignoring case; empty where no protocol has such a command.
std::string_view find_verb(std::string_view word);
// Whose command or capability this is, where only another protocol has it, and what `here` has
// instead; empty where nobody knows it.
std::string home_of_word(Protocol here, std::string_view word);
// A reply code of RFC 5321 or of an extension to it.
bool is_smtp_code(int code);

}  // namespace postiche::scenario
