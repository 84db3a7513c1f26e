// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/item_writer.h"

#include <limits>
#include <utility>

#include "harness/imap/fetch/envelope_writer.h"
#include "harness/imap/fetch/object_id.h"
#include "harness/imap/fetch/section_octets.h"
#include "harness/imap/fetch/structure_writer.h"
#include "harness/imap/internal_date.h"
#include "harness/imap/pen/literals.h"
#include "harness/imap/pen/strings.h"
#include "harness/mail/preview.h"
#include "harness/mail/transfer_decoding.h"

namespace postiche::imap {

namespace {

using Kind = FetchItem::Kind;
using mail::SectionText;

// date-time = DQUOTE ... DQUOTE                                 RFC 9051 sec 9
void append_date(std::string& out, VirtualTime time) {
  out += '"';
  out += to_internal_date(time);
  out += '"';
}

void append_in_parentheses(std::string& out, std::string_view text) {
  out += '(';
  out += text;
  out += ')';
}

void append_whole(std::string& out, mail::OpenedMessage& opened, SectionText text) {
  const auto rope = opened.section({}, text);
  append_literal(out, *rope, {0, rope->size()});
}

// What a part says without its transfer encoding: RFC 3516 sec 4.2. Only leaves have one (RFC 2045
// sec 6.4), and the message as a whole is told as it is. Nothing where nobody knows the encoding.
std::optional<std::string> decoded(const Rope& message, const mail::Part& part, bool is_whole) {
  const Range range = is_whole ? part.whole() : part.body;
  if (is_whole || part.kind != mail::PartKind::leaf) return message.copy(range);
  const auto encoding = mail::find_transfer_encoding(part.content.encoding);
  if (!encoding) return std::nullopt;
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  return mail::decode_range(message, range, *encoding, all).octets;
}

}  // namespace

mail::OpenedMessage& ItemWriter::opened() {
  if (!opened_) opened_.emplace(message_.body.read());
  return *opened_;
}

bool ItemWriter::append(std::string& out, const FetchItem& item) {
  switch (item.kind) {
    case Kind::binary_section:
    case Kind::binary_size:
      return append_binary_section(out, item);
    case Kind::body_section:
      append_section(out, item);
      return true;
    case Kind::flags:
    case Kind::internal_date:
    case Kind::rfc822_size:
    case Kind::uid:
    case Kind::mod_seq:
    case Kind::save_date:
      append_plain(out, item);
      return true;
    default:
      append_opened(out, item);
      return true;
  }
}

// What is known without a look into the message.
void ItemWriter::append_plain(std::string& out, const FetchItem& item) {
  switch (item.kind) {
    case Kind::flags:
      out += flags_;
      return;
    case Kind::internal_date:
      return append_date(out, message_.internal_date);
    case Kind::rfc822_size:
      return append_number(out, message_.body.size());
    case Kind::uid:
      return append_number(out, message_.uid);
    case Kind::mod_seq:
      return append_in_parentheses(out, std::to_string(mod_seq_));
    default:
      return append_date(out, message_.saved);
  }
}

void ItemWriter::append_opened(std::string& out, const FetchItem& item) {
  switch (item.kind) {
    case Kind::body:
      return append_structure(out, opened(), Extensions::left_out, encoding_);
    case Kind::body_structure:
      return append_structure(out, opened(), Extensions::told, encoding_);
    case Kind::envelope:
      return append_envelope(out, opened().envelope(), encoding_);
    case Kind::rfc822_header:
      return append_whole(out, opened(), SectionText::header);
    case Kind::rfc822_text:
      return append_whole(out, opened(), SectionText::text);
    case Kind::email_id:
      return append_in_parentheses(out, email_id_of(message_, opened()));
    case Kind::thread_id:
      return append_in_parentheses(out, thread_id_of(message_, opened()));
    case Kind::preview:
      return append_string(out, mail::preview_of(*opened().octets(), opened().outline()),
                           text_form(encoding_));
    default:
      return append_whole(out, opened(), SectionText::content);
  }
}

// A section that is not there is NIL.
void ItemWriter::append_section(std::string& out, const FetchItem& item) {
  const auto rope = section_octets(opened(), item);
  if (!rope) {
    out += "NIL";
    return;
  }
  append_literal(out, *rope, partial_range(item.partial, rope->size()));
}

bool ItemWriter::append_binary_section(std::string& out, const FetchItem& item) {
  const bool is_size = item.kind == Kind::binary_size;
  const mail::Part* part = mail::find_part(opened().outline(), item.part);
  if (!part) {
    out += is_size ? "0" : "NIL";
    return true;
  }
  const auto octets = decoded(*opened().octets(), *part, item.part.empty());
  if (!octets) return false;
  if (is_size) {
    append_number(out, octets->size());
    return true;
  }
  const Range range = partial_range(item.partial, octets->size());
  append_binary(out, std::string_view(*octets).substr(range.begin, range.size()));
  return true;
}

}  // namespace postiche::imap
