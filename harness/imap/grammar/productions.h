// SPDX-License-Identifier: MIT
#pragma once
// What stands behind each verb. Each reads all of its arguments, and says through the reader what
// is odd in them; the end of the command is not theirs to check.

#include "harness/imap/arguments.h"
#include "harness/imap/command.h"
#include "harness/imap/grammar/reader.h"

namespace postiche::imap {

// `command` has its verb and numbering.
using Production = Arguments (*)(Reader& reader, const Command& command);

Arguments parse_nothing(Reader& reader, const Command& command);
Arguments parse_logout(Reader& reader, const Command& command);
Arguments parse_id(Reader& reader, const Command& command);
Arguments parse_authenticate(Reader& reader, const Command& command);
Arguments parse_login(Reader& reader, const Command& command);
Arguments parse_enable(Reader& reader, const Command& command);
Arguments parse_compress(Reader& reader, const Command& command);

Arguments parse_select(Reader& reader, const Command& command);
Arguments parse_create(Reader& reader, const Command& command);
Arguments parse_one_mailbox(Reader& reader, const Command& command);
Arguments parse_rename(Reader& reader, const Command& command);
Arguments parse_list(Reader& reader, const Command& command);
Arguments parse_lsub(Reader& reader, const Command& command);
Arguments parse_status(Reader& reader, const Command& command);
Arguments parse_append(Reader& reader, const Command& command);
Arguments parse_quota_root(Reader& reader, const Command& command);
Arguments parse_setquota(Reader& reader, const Command& command);
Arguments parse_getmetadata(Reader& reader, const Command& command);
Arguments parse_setmetadata(Reader& reader, const Command& command);
Arguments parse_notify(Reader& reader, const Command& command);

Arguments parse_expunge(Reader& reader, const Command& command);
Arguments parse_search(Reader& reader, const Command& command);
Arguments parse_sort(Reader& reader, const Command& command);
Arguments parse_thread(Reader& reader, const Command& command);
Arguments parse_fetch(Reader& reader, const Command& command);
Arguments parse_store(Reader& reader, const Command& command);
Arguments parse_copy(Reader& reader, const Command& command);
Arguments parse_replace(Reader& reader, const Command& command);

// Parts of several.
std::vector<StatusItem> read_status_items(Reader& reader);
FetchItem read_fetch_item(Reader& reader);
// search-key *(SP search-key), to the end of the command.
SearchKey read_search_keys(Reader& reader);

}  // namespace postiche::imap
