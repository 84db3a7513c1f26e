// SPDX-License-Identifier: MIT
#pragma once
// Untagged lines about the server and the selected mailbox: RFC 9051 sec 7. All append, CRLF
// included. Those about mailboxes by name are in mailbox_response.h.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/imap/command.h"
#include "harness/imap/pen/strings.h"

namespace postiche::imap {

void append_enabled(std::string& out, std::span<const std::string> words);
// No fields: NIL.
void append_id(std::string& out, const IdArguments& id, TextForm form);

void append_flags_line(std::string& out, std::span<const std::string_view> flags);
void append_exists(std::string& out, std::uint32_t count);
void append_recent(std::string& out, std::uint32_t count);
void append_expunge(std::string& out, std::uint32_t number);

// RFC 7162 sec 3.2.10: `earlier` answers what was asked, the other tells what happens.
enum class Vanished : std::uint8_t { now, earlier };
// `uids` are a sequence-set as it is printed; of none there is no such line.
void append_vanished(std::string& out, std::string_view uids, Vanished when);

// The answers of old: RFC 3501 sec 7.2.5, RFC 5256 sec 4; with a MODSEQ, RFC 7162 sec 3.1.5.
void append_search(std::string& out, std::span<const std::uint32_t> numbers,
                   std::optional<std::uint64_t> mod_seq = std::nullopt);
void append_sort(std::string& out, std::span<const std::uint32_t> numbers,
                 std::optional<std::uint64_t> mod_seq = std::nullopt);

// RFC 9051 sec 7.3.4. What was not asked for, or is not there, is nothing.
struct ExtendedSearch {
  std::string tag;  // of the command; "" where none asked
  Numbering numbering = Numbering::sequence;
  std::optional<std::uint32_t> min, max;
  std::vector<std::uint32_t> all;  // in the order that was asked for
  std::optional<std::uint32_t> count;
  std::optional<std::uint64_t> mod_seq;
};
void append_esearch(std::string& out, const ExtendedSearch& search);

}  // namespace postiche::imap
