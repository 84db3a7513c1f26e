// SPDX-License-Identifier: MIT
#pragma once
// Answers FETCH: RFC 9051 sec 6.4.5 and 7.5.2. Changes nothing: \Seen is set by who calls, in a
// store that this only reads.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/imap/encoding.h"
#include "harness/imap/fetch_item.h"
#include "harness/store/view.h"

namespace postiche::imap {

struct FetchOptions {
  // When MODSEQ is told although nobody asked: with flags that have changed, once CONDSTORE is
  // enabled (RFC 7162 sec 3.2), or always, for CHANGEDSINCE.
  enum class ModSeqs : std::uint8_t { as_asked, with_changes, always };

  Encoding encoding = Encoding::modified_utf7;
  bool with_uid = false;  // of UID FETCH: RFC 9051 sec 6.4.9
  ModSeqs mod_seqs = ModSeqs::as_asked;
};

class ItemWriter;

class Fetcher {
 public:
  enum class Told : std::uint8_t {
    told,
    expunged,          // there is no such message any more
    unknown_encoding,  // of BINARY: NO [UNKNOWN-CTE], RFC 3516 sec 4.3
  };

  // `view` outlives this.
  Fetcher(const store::View& view, const std::vector<FetchItem>& items, FetchOptions options);

  // Whether an item marks the messages as seen, where the mailbox may be written to.
  bool sets_seen() const { return sets_seen_; }

  // Appends "* 12 FETCH (...)" and CRLF, or nothing where it was not told. `seen_at` is the MODSEQ
  // of the \Seen that this sets, if the message lacks it and if the mailbox may be written to; its
  // flags are told then, RFC 9051 sec 6.4.5.
  Told tell(std::string& out, std::size_t number, std::optional<store::ModSeq> seen_at = {});

 private:
  struct Named {
    FetchItem item;
    std::string name;
  };

  void add(const FetchItem& item);
  bool asks_for(FetchItem::Kind kind) const;
  const std::string& list_of(store::Flags flags);
  bool append_items(std::string& out, ItemWriter& writer, bool is_changed) const;

  const store::View& view_;
  std::vector<Named> items_;
  Named flags_, mod_seq_;  // told where nobody asked
  FetchOptions options_;
  bool sets_seen_ = false;
  // The latest list of flags: neighbours mostly have the same.
  std::optional<store::Flags> latest_flags_;
  std::string latest_list_;
};

}  // namespace postiche::imap
