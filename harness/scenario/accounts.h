// SPDX-License-Identifier: MIT
#pragma once
// Who has a mailbox here, and mail that waits: content is the loader's, exactly as it is sent.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"

namespace postiche::scenario {

// A message that is there before anybody connects, or many: those of an mbox file, or some that
// nobody wrote.
struct StoredMessage {
  std::optional<std::string> from, to;
  std::shared_ptr<const std::string> content;  // null: `generate` of them, with `size` octets each
  std::uint64_t generate = 1, size = 2000;
  bool is_mbox = false;   // the content is a file of messages
  std::string file_name;  // in a Maildir, where it tells flags and the date
  // In a mailbox.
  std::vector<std::string> flags;   // "\\Seen"
  std::optional<VirtualTime> date;  // of arrival; none: the start of the run
};

struct Account {
  std::string user;  // "alice@example.com", or "alice": at any domain
  std::optional<std::string> password;
  std::vector<std::string> mechanisms;  // empty: all that are offered
  std::optional<std::uint64_t> quota;   // octets
  std::vector<std::string> aliases;     // more addresses; of several accounts: a list
  std::optional<VirtualTime> since;     // whose it is now had it not before
  std::map<std::string, std::vector<StoredMessage>> mailboxes;
  Place place;
};

using Queue = std::map<std::string, std::vector<StoredMessage>>;  // by domain, lower case

}  // namespace postiche::scenario
