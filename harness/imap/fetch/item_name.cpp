// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/item_name.h"

#include <string_view>

#include "harness/imap/pen/literals.h"
#include "harness/imap/pen/strings.h"

namespace postiche::imap {

namespace {

using Kind = FetchItem::Kind;

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::body:
    case Kind::body_section:
      return "BODY";
    case Kind::body_structure:
      return "BODYSTRUCTURE";
    case Kind::binary_section:
      return "BINARY";
    case Kind::binary_size:
      return "BINARY.SIZE";
    case Kind::envelope:
      return "ENVELOPE";
    case Kind::flags:
      return "FLAGS";
    case Kind::internal_date:
      return "INTERNALDATE";
    case Kind::rfc822:
      return "RFC822";
    case Kind::rfc822_header:
      return "RFC822.HEADER";
    case Kind::rfc822_size:
      return "RFC822.SIZE";
    case Kind::rfc822_text:
      return "RFC822.TEXT";
    case Kind::uid:
      return "UID";
    case Kind::mod_seq:
      return "MODSEQ";
    case Kind::email_id:
      return "EMAILID";
    case Kind::thread_id:
      return "THREADID";
    case Kind::save_date:
      return "SAVEDATE";
    case Kind::preview:
      return "PREVIEW";
  }
  return "";
}

// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
// section-text = section-msgtext / "MIME"                       RFC 9051 sec 9
std::string_view word_of(const FetchItem& item) {
  switch (item.text) {
    case mail::SectionText::header:
      if (item.fields == FetchItem::Fields::none) return "HEADER";
      return item.fields == FetchItem::Fields::these ? "HEADER.FIELDS" : "HEADER.FIELDS.NOT";
    case mail::SectionText::text:
      return "TEXT";
    case mail::SectionText::mime:
      return "MIME";
    default:
      return "";
  }
}

bool has_section(Kind kind) {
  return kind == Kind::body_section || kind == Kind::binary_section || kind == Kind::binary_size;
}

// header-list = "(" header-fld-name *(SP header-fld-name) ")"
void append_names(std::string& out, const std::vector<std::string>& names) {
  out += " (";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ' ';
    append_astring(out, names[i], TextForm::ascii);
  }
  out += ')';
}

// section = "[" [section-spec] "]"
void append_section(std::string& out, const FetchItem& item) {
  out += '[';
  for (std::size_t i = 0; i < item.part.size(); ++i) {
    if (i > 0) out += '.';
    append_number(out, item.part[i]);
  }
  const std::string_view text = word_of(item);
  if (!item.part.empty() && !text.empty()) out += '.';
  out += text;
  if (item.fields != FetchItem::Fields::none) append_names(out, item.names);
  out += ']';
}

}  // namespace

std::string name_of(const FetchItem& item) {
  std::string out(word_of(item.kind));
  if (!has_section(item.kind)) return out;
  append_section(out, item);
  if (!item.partial || item.kind == Kind::binary_size) return out;
  out += '<';
  append_number(out, item.partial->from);
  return out += '>';
}

}  // namespace postiche::imap
