// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/fetching.h"

#include <algorithm>

#include "harness/imap/fetch/item_name.h"
#include "harness/imap/fetch/item_writer.h"
#include "harness/imap/pen/literals.h"
#include "harness/imap/pen/strings.h"

namespace postiche::imap {

namespace {

using Kind = FetchItem::Kind;
using store::Flags;

// RFC 9051 sec 6.4.5: BODY[...] and BINARY[...] without PEEK; RFC 3501 sec 6.4.5: RFC822 and
// RFC822.TEXT, but not RFC822.HEADER.
bool sets_seen(const FetchItem& item) {
  switch (item.kind) {
    case Kind::body_section:
    case Kind::binary_section:
      return !item.peek;
    case Kind::rfc822:
    case Kind::rfc822_text:
      return true;
    default:
      return false;
  }
}

}  // namespace

Fetcher::Fetcher(const store::View& view, const std::vector<FetchItem>& items, FetchOptions options)
    : view_(view),
      flags_({{.kind = Kind::flags}, "FLAGS"}),
      mod_seq_({{.kind = Kind::mod_seq}, "MODSEQ"}),
      options_(options) {
  if (options.with_uid) add({.kind = Kind::uid});
  for (const FetchItem& item : items) add(item);
  if (options.mod_seqs == FetchOptions::ModSeqs::always) add(mod_seq_.item);
}

// What is asked for twice is told once.
void Fetcher::add(const FetchItem& item) {
  const auto is_same = [&](const Named& other) { return other.item == item; };
  if (std::any_of(items_.begin(), items_.end(), is_same)) return;
  items_.push_back({item, name_of(item)});
  sets_seen_ = sets_seen_ || imap::sets_seen(item);
}

bool Fetcher::asks_for(Kind kind) const {
  return std::any_of(items_.begin(), items_.end(),
                     [&](const Named& named) { return named.item.kind == kind; });
}

const std::string& Fetcher::list_of(Flags flags) {
  if (latest_flags_ == flags) return latest_list_;
  latest_flags_ = flags;
  latest_list_.clear();
  append_flags(latest_list_, view_.mailbox().keywords().names(flags));
  return latest_list_;
}

// What was asked for; of a message that this marks as seen, that too. False where an item could not
// be told.
bool Fetcher::append_items(std::string& out, ItemWriter& writer, bool is_changed) const {
  std::string_view before;
  const auto append = [&](const Named& named) {
    out.append(before).append(named.name).append(" ");
    before = " ";
    return writer.append(out, named.item);
  };
  if (!std::all_of(items_.begin(), items_.end(), append)) return false;
  if (!is_changed) return true;
  const bool wants_mod_seq = options_.mod_seqs != FetchOptions::ModSeqs::as_asked;
  return (asks_for(Kind::flags) || append(flags_)) &&
         (!wants_mod_seq || asks_for(Kind::mod_seq) || append(mod_seq_));
}

// message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))                RFC 9051 sec 9
// msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")"
Fetcher::Told Fetcher::tell(std::string& out, std::size_t number,
                            std::optional<store::ModSeq> seen_at) {
  const store::Message* message = view_.find(number);
  if (!message) return Told::expunged;
  const bool is_changed = sets_seen_ && seen_at && !message->flags.has(Flags::seen);
  const Flags flags = is_changed ? message->flags.with({Flags::seen}) : message->flags;
  ItemWriter writer(*message, list_of(flags), is_changed ? *seen_at : message->mod_seq,
                    options_.encoding);
  const std::size_t begin = out.size();
  out += "* ";
  append_number(out, number);
  out += " FETCH (";
  if (!append_items(out, writer, is_changed)) {
    out.resize(begin);
    return Told::unknown_encoding;
  }
  out += ")\r\n";
  return Told::told;
}

}  // namespace postiche::imap
