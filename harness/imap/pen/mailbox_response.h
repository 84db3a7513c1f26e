// SPDX-License-Identifier: MIT
#pragma once
// Untagged lines about mailboxes by name: RFC 9051 sec 7.3. All append, CRLF included. Names are
// in UTF-8 here.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/imap/arguments.h"
#include "harness/imap/encoding.h"

namespace postiche::imap {

// RFC 9051 sec 7.3.1
struct ListedMailbox {
  std::vector<std::string_view> attributes;  // "\HasChildren"
  char separator = '/';                      // '\0': none
  std::string name;
  bool has_subscribed_children = false;      // CHILDINFO: RFC 5258 sec 3.5
  std::optional<std::string> old_name = {};  // OLDNAME: RFC 9051 sec 6.3.9.7
};
void append_list(std::string& out, const ListedMailbox& mailbox, Encoding names);
// RFC 3501 sec 7.2.3: without what extends it.
void append_lsub(std::string& out, const ListedMailbox& mailbox, Encoding names);

// RFC 9051 sec 7.3.2
struct StatusValue {
  StatusItem item = StatusItem::messages;
  std::optional<std::uint64_t> number = 0;  // nothing: NIL, which only APPENDLIMIT is
  std::string id = {};                      // of MAILBOXID
};
void append_status(std::string& out, std::string_view mailbox, std::span<const StatusValue> values,
                   Encoding names);

// RFC 9051 sec 7.3.3. Where there are none: NIL.
struct Namespace {
  std::string prefix;
  char separator = '/';
};
struct Namespaces {
  std::vector<Namespace> personal, others, shared;
};
void append_namespace(std::string& out, const Namespaces& all, Encoding names);

// RFC 9208 sec 4.2
struct QuotaUse {
  std::string resource;  // "STORAGE", which is in units of 1024 octets
  std::uint64_t used = 0, limit = 0;
};
void append_quota(std::string& out, std::string_view root, std::span<const QuotaUse> uses,
                  Encoding names);
void append_quotaroot(std::string& out, std::string_view mailbox,
                      std::span<const std::string> roots, Encoding names);

// RFC 5464 sec 4.4.1; at least one of them. "" is the server.
using NotedEntries = std::vector<std::pair<std::string_view, std::string_view>>;
void append_metadata(std::string& out, std::string_view mailbox, const NotedEntries& entries,
                     Encoding names);

// RFC 5464 sec 4.4.2: which entries have changed, at least one.
void append_metadata_change(std::string& out, std::string_view mailbox,
                            std::span<const std::string> entries, Encoding names);

}  // namespace postiche::imap
