// SPDX-License-Identifier: MIT
#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

using Depth = GetMetadataArguments::Depth;

// entry = astring                                               RFC 5464 sec 5
// "Invalid entry names result in a BAD response": RFC 5464 sec 3.2.
std::string read_entry(Reader& reader, bool (*is_right)(std::string_view)) {
  std::string entry = reader.astring();
  if (!is_right(entry)) reader.refuse("bad-entry");
  return entry;
}

// With DEPTH, all that clients know may be where their entries begin.
std::string read_wanted(Reader& reader) { return read_entry(reader, store::is_entry_or_above); }

// scope-opt = "DEPTH" SP ("0" / "1" / "infinity")               RFC 5464 sec 5
Depth read_depth(Reader& reader) {
  const std::string_view word = reader.atom();
  if (word == "0") return Depth::none;
  if (word == "1") return Depth::children;
  if (!ascii::equal_ignoring_case(word, "infinity")) reader.refuse("bad-number");
  return Depth::all;
}

// maxsize-opt = "MAXSIZE" SP number                             RFC 5464 sec 5
void read_option(Reader& reader, GetMetadataArguments& get) {
  const std::string_view option = reader.atom();
  const bool is_size = ascii::equal_ignoring_case(option, "MAXSIZE");
  if (!is_size && !ascii::equal_ignoring_case(option, "DEPTH")) {
    return reader.refuse("unknown-parameter");
  }
  reader.expect_space();
  if (is_size) {
    get.max_size = reader.number(largest_number32);
  } else {
    get.depth = read_depth(reader);
  }
}

// An entry begins with a slash, and no option does.
bool begins_entry(const Reader& reader) {
  return reader.next() == '/' || reader.next() == '"' || reader.at_literal();
}

// entries = entry / "(" entry *(SP entry) ")"                   RFC 5464 sec 5
// The examples of RFC 5464 sec 4.2.1 have the options here, its grammar before the mailbox; clients
// follow the one or the other.
void read_entries(Reader& reader, GetMetadataArguments& get) {
  if (reader.next() != '(') {
    get.entries.push_back(read_wanted(reader));
    return;
  }
  bool has_options = false;
  reader.list([&] {
    if (begins_entry(reader)) {
      get.entries.push_back(read_wanted(reader));
    } else {
      has_options = true;
      read_option(reader, get);
    }
    if (get.entries.size() > item_limit) reader.refuse("too-many");
  });
  if (!has_options || !get.entries.empty()) return;
  reader.note("misplaced-options");
  reader.expect_space();
  read_entries(reader, get);
}

// value = nstring / literal8                                    RFC 5464 sec 5
std::optional<std::string> read_value(Reader& reader) {
  const Literal* const literal = reader.literal();
  if (literal) return literal->octets.flatten();
  return reader.nstring();
}

}  // namespace

// getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries
//                                                               RFC 5464 sec 5
Arguments parse_getmetadata(Reader& reader, const Command&) {
  GetMetadataArguments get;
  reader.expect_space();
  if (reader.next() == '(') {
    reader.list([&] { read_option(reader, get); });
    reader.expect_space();
  }
  get.mailbox = reader.mailbox();
  reader.expect_space();
  read_entries(reader, get);
  if (get.entries.empty()) reader.refuse("missing-argument");
  return get;
}

// setmetadata = "SETMETADATA" SP mailbox SP entry-values        RFC 5464 sec 5
// entry-values = "(" entry-value *(SP entry-value) ")"
Arguments parse_setmetadata(Reader& reader, const Command&) {
  SetMetadataArguments set;
  reader.expect_space();
  set.mailbox = reader.mailbox();
  reader.expect_space();
  reader.list([&] {
    store::Note note{read_entry(reader, store::is_entry), std::nullopt};
    reader.expect_space();
    note.value = read_value(reader);
    set.notes.push_back(std::move(note));
    if (set.notes.size() > item_limit) reader.refuse("too-many");
  });
  if (set.notes.empty()) reader.refuse("missing-argument");
  return set;
}

}  // namespace postiche::imap
