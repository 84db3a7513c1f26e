// SPDX-License-Identifier: MIT
// Invariants. However a message is cut, it has one outline. Its parts lie in the message, each
// inside the one around it and behind its neighbour; a multipart has one or more and a message one;
// a body has as many lines as line endings. A part is found by its number. Texts and previews are
// UTF-8, a preview no longer than it may be. Selected fields are fields of the header.
//
// Input: an octet that says how long slices are, and a message.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/base/utf8.h"
#include "harness/mail/base_subject.h"
#include "harness/mail/date.h"
#include "harness/mail/envelope.h"
#include "harness/mail/field_selection.h"
#include "harness/mail/message_ids.h"
#include "harness/mail/opened_message.h"
#include "harness/mail/outline.h"
#include "harness/mail/preview.h"
#include "harness/mail/section.h"
#include "harness/mail/text.h"
#include "tests/mail/cut_rope.h"

namespace {

using namespace postiche;
using namespace postiche::mail;

constexpr OutlineLimits limits = {8, 100};

void check_same(const Outline& one, const Outline& other) {
  POSTICHE_CHECK(one.deviations == other.deviations);
  POSTICHE_CHECK(one.parts.size() == other.parts.size());
  for (std::size_t i = 0; i < one.parts.size(); ++i) {
    const Part& a = one.parts[i];
    const Part& b = other.parts[i];
    POSTICHE_CHECK(a.kind == b.kind && a.header == b.header && a.body == b.body);
    POSTICHE_CHECK(a.lines == b.lines && a.parts == b.parts);
    POSTICHE_CHECK(a.content.type == b.content.type && a.content.subtype == b.content.subtype);
    POSTICHE_CHECK(a.content.parameters == b.content.parameters);
    POSTICHE_CHECK(a.content.encoding == b.content.encoding);
  }
}

void check_part(const Rope& message, const Part& part) {
  POSTICHE_CHECK(part.header.begin <= part.header.end);
  POSTICHE_CHECK(part.header.end == part.body.begin);
  POSTICHE_CHECK(part.body.begin <= part.body.end);
  POSTICHE_CHECK(part.body.end <= message.size());
  const std::string body = message.copy(part.body);
  POSTICHE_CHECK(static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) ==
                 part.lines);
}

void check_inside(const Outline& outline, const Part& part) {
  POSTICHE_CHECK((part.kind == PartKind::leaf) == part.parts.empty());
  POSTICHE_CHECK(part.kind != PartKind::message || part.parts.size() == 1);
  std::size_t at = part.body.begin;
  for (const std::uint32_t each : part.parts) {
    const Part& inner = outline.parts[each];
    POSTICHE_CHECK(inner.header.begin >= at && inner.body.end <= part.body.end);
    at = inner.body.end;
  }
}

using Number = std::vector<std::uint32_t>;

// Goes down, and finds each part by its number. Those inside of `part` have `number` before theirs.
void check_numbers(const Outline& outline, const Part& part, const Number& number) {
  const auto check = [&](const Part& numbered, std::uint32_t last) {
    Number whole = number;
    whole.push_back(last);
    POSTICHE_CHECK(find_part(outline, whole) == &numbered);
    if (numbered.kind == PartKind::leaf) return;
    const bool is_message = numbered.kind == PartKind::message;
    check_numbers(outline, is_message ? outline.parts[numbered.parts[0]] : numbered, whole);
  };
  if (part.kind != PartKind::multipart) return check(part, 1);
  for (std::uint32_t i = 0; i < part.parts.size(); ++i) {
    check(outline.parts[part.parts[i]], i + 1);
  }
}

// A message that is read on demand has the sections that its outline says.
void check_opened(const std::shared_ptr<const Rope>& octets, const Outline& outline) {
  OpenedMessage message(octets);
  for (const SectionText text :
       {SectionText::content, SectionText::header, SectionText::text, SectionText::mime}) {
    for (const Number& number : {Number{}, Number{1}}) {
      const auto range = find_section(outline, number, text);
      const auto section = message.section(number, text);
      POSTICHE_CHECK(range.has_value() == section.has_value());
      if (range) POSTICHE_CHECK(section->flatten() == octets->copy(*range));
    }
  }
}

void check_texts(const Rope& message, const Outline& outline) {
  for (const Part& part : outline.parts) {
    if (const auto text = text_of(message, part, 10'000)) POSTICHE_CHECK(utf8::is_valid(*text));
  }
  std::string preview = preview_of(message, outline);
  POSTICHE_CHECK(utf8::is_valid(preview));
  std::size_t characters = 0;
  for (std::string_view rest = preview; !rest.empty(); ++characters) {
    rest.remove_prefix(utf8::leading_character(rest));
  }
  POSTICHE_CHECK(characters <= 256);
}

void check_header(const std::string& header) {
  const std::vector<std::string> names = {"subject", "to", "content-type"};
  const std::string these = select_fields(header, names, Selection::these);
  const std::string others = select_fields(header, names, Selection::all_others);
  POSTICHE_CHECK(select_fields(these, names, Selection::these) == these);
  POSTICHE_CHECK(select_fields(others, names, Selection::all_others) == others);
  POSTICHE_CHECK(these.size() + others.size() <= header.size() + 2);
  const Envelope envelope = envelope_of(header);
  POSTICHE_CHECK(envelope.from.empty() || !envelope.sender.empty());
  for (const std::string& id : message_ids_of(envelope.in_reply_to.value_or(""))) {
    POSTICHE_CHECK(id.find('@') != std::string::npos);
  }
  const std::string subject = base_subject_of(envelope.subject.value_or("")).text;
  POSTICHE_CHECK(utf8::is_valid(subject));
  if (const auto date = parse_date(envelope.date.value_or(""))) POSTICHE_CHECK(date->day.ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Rope whole((std::string(text)));
  const auto message =
      std::make_shared<const Rope>(testing::cut_rope(text, std::size_t{data[0]} + 1));
  const Outline outline = outline_of(*message, limits);
  check_same(outline, outline_of(whole, limits));
  for (const Part& part : outline.parts) {
    check_part(whole, part);
    check_inside(outline, part);
    check_header(whole.copy(part.header));
  }
  POSTICHE_CHECK(find_part(outline, {}) == &outline.root());
  check_numbers(outline, outline.root(), {});
  check_opened(message, outline_of(*message));
  check_texts(*message, outline);
  return 0;
}
