// SPDX-License-Identifier: MIT
#pragma once
// What stands behind the verbs of IMAP: RFC 9051 sec 6, and its extensions. Names of mailboxes are
// in UTF-8 here, however they were written.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/rope.h"
#include "harness/base/time.h"
#include "harness/imap/event_group.h"
#include "harness/imap/fetch_item.h"
#include "harness/imap/search_key.h"
#include "harness/imap/sequence_set.h"
#include "harness/store/annotations.h"
#include "harness/store/flags.h"
#include "harness/store/mailbox.h"

namespace postiche::imap {

struct AuthenticateArguments {
  std::string mechanism;                        // as typed
  std::optional<std::string> initial_response;  // base64; "=" is an empty one: RFC 4959
};

struct LoginArguments {
  std::string user, password;
};

struct EnableArguments {
  std::vector<std::string> capabilities;  // in capitals
};

// RFC 7162 sec 3.2.5: what the client knows of the mailbox.
struct Resync {
  std::uint32_t uid_validity = 0;
  store::ModSeq mod_seq = 0;
  std::optional<SequenceSet> known_uids;
  std::optional<SequenceSet> sample_numbers, sample_uids;  // both or none
};

// SELECT, EXAMINE
struct SelectArguments {
  std::string mailbox;
  bool condstore = false;  // RFC 7162 sec 3.1.8
  std::optional<Resync> resync;
};

// CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE, GETQUOTAROOT; GETQUOTA, whose mailbox is a quota root
struct MailboxArguments {
  std::string mailbox;
  std::vector<std::string> uses;  // CREATE: "\Sent", RFC 6154 sec 3
};

struct RenameArguments {
  std::string from, to;
};

enum class StatusItem : std::uint8_t {
  messages,
  uid_next,
  uid_validity,
  unseen,
  deleted,
  size,             // RFC 8438
  recent,           // RFC 3501
  append_limit,     // RFC 7889
  highest_mod_seq,  // RFC 7162
  mailbox_id,       // RFC 8474
  deleted_storage,  // RFC 9208
};

struct StatusArguments {
  std::string mailbox;
  std::vector<StatusItem> items;
};

// LIST and LSUB: RFC 9051 sec 6.3.9, RFC 5258, RFC 5819, RFC 6154.
struct ListArguments {
  std::string reference;
  std::vector<std::string> patterns;
  bool is_extended = false;  // has options, or several patterns
  // selection
  bool only_subscribed = false, only_special_use = false, with_remote = false;
  bool recursive_match = false;
  // what is returned
  bool tell_subscribed = false, tell_children = false, tell_special_use = false;
  std::vector<StatusItem> status;
};

// Of what CATENATE puts together: octets, or what a URL leads to. RFC 4469 sec 3.
struct CatenatedPart {
  std::optional<std::string> url;  // as typed
  Rope octets;
  bool is_binary = false;  // literal8: RFC 3516
};

struct AppendedMessage {
  std::vector<std::string> flags;
  std::optional<VirtualTime> date;
  Rope octets;
  bool is_binary = false;                 // literal8: RFC 3516
  bool is_utf8 = false;                   // UTF8 (...): RFC 6855 sec 4
  std::vector<CatenatedPart> parts = {};  // in place of the octets
};

// APPEND (several: RFC 3502); REPLACE, which has `replaced` and one message: RFC 8508
struct AppendArguments {
  std::string mailbox;
  std::vector<AppendedMessage> messages;
  SequenceSet replaced;
};

// What SEARCH and SORT return, RFC 9051 sec 6.4.4, RFC 5267 sec 2. None: the untagged SEARCH or
// SORT of old.
struct SearchReturn {
  bool is_extended = false;  // RETURN was said; with nothing in it, it is `all`
  bool min = false, max = false, all = false, count = false, save = false;
};

struct SearchArguments {
  SearchReturn returned;
  std::string charset;  // as typed; "" where none was named
  SearchKey key;
};

enum class SortKey : std::uint8_t {
  arrival,
  cc,
  date,
  from,
  size,
  subject,
  to,
  display_from,  // RFC 5957
  display_to,
};

struct SortCriterion {
  SortKey key;
  bool reverse = false;
};

struct SortArguments {
  std::vector<SortCriterion> criteria;
  SearchArguments search;
};

enum class ThreadAlgorithm : std::uint8_t { ordered_subject, references };

struct ThreadArguments {
  ThreadAlgorithm algorithm = ThreadAlgorithm::references;
  SearchArguments search;
};

struct FetchArguments {
  SequenceSet messages;
  std::vector<FetchItem> items;  // macros are spelt out
  std::optional<store::ModSeq> changed_since;
  bool vanished = false;
};

struct StoreArguments {
  SequenceSet messages;
  std::optional<store::ModSeq> unchanged_since;
  store::FlagChange change = store::FlagChange::replace;
  bool is_silent = false;
  std::vector<std::string> flags;
};

// COPY, MOVE
struct CopyArguments {
  SequenceSet messages;
  std::string mailbox;
};

// UID EXPUNGE; a plain EXPUNGE has none
struct ExpungeArguments {
  std::optional<SequenceSet> uids;
};

struct IdArguments {
  std::vector<std::pair<std::string, std::optional<std::string>>> fields;  // none: NIL
};

// SETQUOTA
struct QuotaArguments {
  std::string root;
  std::vector<std::pair<std::string, std::uint64_t>> limits;  // "STORAGE" is in units of 1024
};

// GETMETADATA: RFC 5464 sec 4.2
struct GetMetadataArguments {
  enum class Depth : std::uint8_t { none, children, all };

  std::string mailbox;  // "": of the server
  std::vector<std::string> entries;
  std::optional<std::uint64_t> max_size;
  Depth depth = Depth::none;
};

// SETMETADATA: RFC 5464 sec 4.3
struct SetMetadataArguments {
  std::string mailbox;
  std::vector<store::Note> notes;
};

// RFC 5465 sec 3.1
struct NotifyArguments {
  bool with_status = false;
  std::vector<EventGroup> groups;  // none: NONE
};

struct CompressArguments {
  std::string mechanism;  // in capitals
};

}  // namespace postiche::imap
