// SPDX-License-Identifier: MIT
#include <array>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"
#include "harness/imap/rows.h"

namespace postiche::imap {

namespace {

using Kind = FetchItem::Kind;
using mail::SectionText;

enum class Section : std::uint8_t { none, text, binary, optional };

struct ItemName {
  std::string_view name;
  Kind kind;
  Section section = Section::none;
  bool peek = false;
};

// fetch-att                                                     RFC 9051 sec 9
constexpr std::array<ItemName, 19> item_names = {{
    {"FLAGS", Kind::flags},
    {"UID", Kind::uid},
    {"BODY", Kind::body, Section::optional},
    {"BODY.PEEK", Kind::body_section, Section::text, true},
    {"BODYSTRUCTURE", Kind::body_structure},
    {"ENVELOPE", Kind::envelope},
    {"INTERNALDATE", Kind::internal_date},
    {"RFC822", Kind::rfc822},
    {"RFC822.HEADER", Kind::rfc822_header},
    {"RFC822.SIZE", Kind::rfc822_size},
    {"RFC822.TEXT", Kind::rfc822_text},
    {"BINARY", Kind::binary_section, Section::binary},
    {"BINARY.PEEK", Kind::binary_section, Section::binary, true},
    {"BINARY.SIZE", Kind::binary_size, Section::binary},
    {"MODSEQ", Kind::mod_seq},
    {"EMAILID", Kind::email_id},
    {"THREADID", Kind::thread_id},
    {"SAVEDATE", Kind::save_date},
    {"PREVIEW", Kind::preview},
}};

// section-part = nz-number *("." nz-number)                     RFC 9051 sec 9
// Off the front of `spec`, with the dot behind it.
void take_part(std::string_view& spec, FetchItem& item, Reader& reader) {
  while (!spec.empty() && ascii::is_digit(spec.front())) {
    const std::string_view digits = spec.substr(0, spec.find('.'));
    const auto number = ascii::parse_number(digits);
    if (!number || *number == 0 || *number > largest_number32) {
      return reader.refuse("bad-section");
    }
    item.part.push_back(static_cast<std::uint32_t>(*number));
    spec.remove_prefix(digits.size());
    if (spec == ".") return reader.refuse("bad-section");
    if (!spec.empty()) spec.remove_prefix(1);
  }
}

// header-list = "(" header-fld-name *(SP header-fld-name) ")"
void read_names(FetchItem& item, Reader& reader) {
  reader.expect_space();
  reader.list([&] {
    item.names.push_back(reader.astring());
    if (item.names.size() > item_limit) reader.refuse("too-many");
  });
  if (item.names.empty()) reader.refuse("missing-argument");
}

// section-text = section-msgtext / "MIME"
// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
void read_text(std::string_view spec, FetchItem& item, Reader& reader) {
  const auto is = [&](std::string_view word) { return ascii::equal_ignoring_case(spec, word); };
  if (spec.empty()) return;
  if (is("TEXT")) {
    item.text = SectionText::text;
  } else if (is("MIME") && !item.part.empty()) {
    item.text = SectionText::mime;
  } else if (is("HEADER")) {
    item.text = SectionText::header;
  } else if (is("HEADER.FIELDS") || is("HEADER.FIELDS.NOT")) {
    item.text = SectionText::header;
    item.fields = is("HEADER.FIELDS") ? FetchItem::Fields::these : FetchItem::Fields::all_but_these;
    read_names(item, reader);
  } else {
    reader.refuse("bad-section");
  }
}

// section = "[" [section-spec] "]"; section-binary = "[" [section-part] "]"
void read_section(FetchItem& item, Reader& reader) {
  if (!reader.take("[")) return reader.refuse(reader.at_end() ? "missing-argument" : "bad-section");
  std::string_view spec = reader.next() == ']' ? "" : reader.item_name();
  take_part(spec, item, reader);
  if (item.kind == Kind::body_section) {
    read_text(spec, item, reader);
  } else if (!spec.empty()) {
    reader.refuse("bad-section");
  }
  if (!reader.take("]")) reader.refuse("bad-section");
}

// partial = "<" number64 "." nz-number64 ">"
void read_partial(FetchItem& item, Reader& reader) {
  FetchItem::Partial partial;
  partial.from = reader.number(largest_number64);
  if (!reader.take(".")) reader.refuse("bad-partial");
  partial.count = reader.number_from_1(largest_number64);
  if (!reader.take(">")) reader.refuse("bad-partial");
  item.partial = partial;
}

bool has_section(const ItemName& name, const Reader& reader) {
  if (name.section == Section::optional) return reader.next() == '[';
  return name.section != Section::none;
}

}  // namespace

FetchItem read_fetch_item(Reader& reader) {
  FetchItem item;
  const ItemName* const name = find_row(item_names, reader.item_name());
  if (!name) {
    reader.refuse("unknown-item");
    return item;
  }
  item.kind = name->kind;
  item.peek = name->peek;
  if (has_section(*name, reader)) {
    if (item.kind == Kind::body) item.kind = Kind::body_section;
    read_section(item, reader);
    if (item.kind != Kind::binary_size && reader.take("<")) read_partial(item, reader);
  }
  // "PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"]       RFC 8970 sec 6
  if (item.kind == Kind::preview) item.lazy = reader.take(" (LAZY)");
  return item;
}

}  // namespace postiche::imap
