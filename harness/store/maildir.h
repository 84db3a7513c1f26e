// SPDX-License-Identifier: MIT
#pragma once
// What the names of files and folders in a Maildir say. Knows no files.

#include <optional>
#include <string>
#include <string_view>

#include "harness/base/time.h"
#include "harness/store/flags.h"

namespace postiche::store {

struct MaildirName {
  Flags flags;
  bool is_forwarded = false;  // passed on: $Forwarded, RFC 9051 sec 2.3.2
  std::optional<VirtualTime> delivered_at;
};

// "1204680122.M27P4269.host,S=1234:2,FRS": when it was delivered, and flags. Total: what can't be
// read says nothing. ";" stands for ":" where the file system wants it.
MaildirName parse_maildir_name(std::string_view name);

// The mailbox that a folder of Maildir++ is: "Sent/2024" of ".Sent.2024". Levels stay in the
// modified UTF-7 that they are written in. Nothing where it is none; INBOX is the Maildir itself.
std::optional<std::string> mailbox_of_maildir_folder(std::string_view directory);

}  // namespace postiche::store
