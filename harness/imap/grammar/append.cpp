// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/internal_date.h"

namespace postiche::imap {

namespace {

void read_date(Reader& reader, AppendedMessage& message) {
  message.date = parse_internal_date(reader.string());
  if (!message.date) reader.refuse("bad-date");
}

// cat-part = text-literal / url                                 RFC 4469 sec 5
// text-literal = "TEXT" SP literal
// url = "URL" SP astring
CatenatedPart read_part(Reader& reader) {
  CatenatedPart part;
  if (reader.take_word("URL")) {
    reader.expect_space();
    part.url = reader.astring();
  } else if (reader.take_word("TEXT")) {
    reader.expect_space();
    const Literal* const literal = reader.literal();
    if (literal) {
      part.octets = literal->octets;
      part.is_binary = literal->is_binary;
    } else {
      reader.refuse("missing-literal");
    }
  } else {
    reader.refuse("unknown-item");
  }
  return part;
}

// append-data =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"  RFC 4469 sec 5
void read_parts(Reader& reader, AppendedMessage& message) {
  reader.expect_space();
  reader.list([&] {
    message.parts.push_back(read_part(reader));
    if (message.parts.size() > item_limit) reader.refuse("too-many");
  });
  if (message.parts.empty()) reader.refuse("missing-argument");
}

// append-data = literal / literal8                              RFC 9051 sec 9
// append-data =/ "UTF8" SP "(" literal8 ")"                     RFC 6855 sec 4
void read_data(Reader& reader, AppendedMessage& message) {
  if (reader.take_word("CATENATE")) return read_parts(reader, message);
  message.is_utf8 = reader.take_word("UTF8");
  if (message.is_utf8) {
    reader.expect_space();
    if (!reader.take("(")) reader.refuse("missing-parentheses");
  }
  const Literal* literal = reader.literal();
  if (!literal) return reader.refuse(reader.at_end() ? "missing-argument" : "missing-literal");
  message.octets = literal->octets;
  message.is_binary = literal->is_binary;
  if (message.is_utf8 && !message.is_binary) reader.note("plain-literal-in-utf8");
  if (message.is_utf8 && !reader.take(")")) reader.refuse("unclosed-list");
}

// append-message = [SP flag-list] [SP date-time] SP append-data  RFC 9051 sec 9
// The first space is behind us.
AppendedMessage read_message(Reader& reader) {
  AppendedMessage message;
  if (reader.next() == '(') {
    reader.list([&] {
      message.flags.push_back(reader.flag());
      if (message.flags.size() > item_limit) reader.refuse("too-many");
    });
    reader.expect_space();
  }
  if (reader.next() == '"') {
    read_date(reader, message);
    reader.expect_space();
  }
  read_data(reader, message);
  return message;
}

}  // namespace

// append = "APPEND" SP mailbox 1*append-message                 RFC 3502 sec 6.3.11
Arguments parse_append(Reader& reader, const Command&) {
  AppendArguments append;
  reader.expect_space();
  append.mailbox = reader.mailbox();
  reader.expect_space();
  do {
    append.messages.push_back(read_message(reader));
    if (append.messages.size() > item_limit) reader.refuse("too-many");
  } while (reader.more());
  return append;
}

// replace = "REPLACE" SP seq-number SP mailbox append-message   RFC 8508
Arguments parse_replace(Reader& reader, const Command&) {
  AppendArguments append;
  reader.expect_space();
  append.replaced = reader.sequence_set();
  const auto& ranges = append.replaced.ranges;
  if (ranges.size() != 1 || ranges.front().from != ranges.front().to) {
    reader.refuse("bad-sequence-set");
  }
  reader.expect_space();
  append.mailbox = reader.mailbox();
  reader.expect_space();
  append.messages.push_back(read_message(reader));
  return append;
}

}  // namespace postiche::imap
