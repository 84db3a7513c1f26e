// SPDX-License-Identifier: MIT
#include "harness/mail/section.h"

#include <cstddef>

namespace postiche::mail {

namespace {

// What the numbers behind the one of `part` count in: itself, or the message that it carries. Null
// where none can follow.
const Part* inside(const Outline& outline, const Part& part) {
  switch (part.kind) {
    case PartKind::leaf:
      return nullptr;
    case PartKind::multipart:
      return &part;
    case PartKind::message:
      return &outline.parts[part.parts.front()];
  }
  return nullptr;
}

}  // namespace

// section-part = nz-number *("." nz-number)                     RFC 9051 sec 9
const Part* find_part(const Outline& outline, std::span<const std::uint32_t> number) {
  const Part* part = &outline.root();
  const Part* counted_in = part;
  for (const std::uint32_t each : number) {
    if (!counted_in) return nullptr;
    const bool has_parts = counted_in->kind == PartKind::multipart;
    if (each < 1 || each > (has_parts ? counted_in->parts.size() : 1)) return nullptr;
    part = has_parts ? &outline.parts[counted_in->parts[each - 1]] : counted_in;
    counted_in = inside(outline, *part);
  }
  return part;
}

std::optional<Range> find_section(const Outline& outline, std::span<const std::uint32_t> number,
                                  SectionText text) {
  const Part* part = find_part(outline, number);
  if (!part) return std::nullopt;
  if (text == SectionText::content) return number.empty() ? part->whole() : part->body;
  if (text == SectionText::mime) {
    // "MUST be prefixed by one or more numeric part specifiers": RFC 9051 sec 6.4.5.1.
    return number.empty() ? std::nullopt : std::optional(part->header);
  }
  if (!number.empty()) {
    if (part->kind != PartKind::message) return std::nullopt;
    part = &outline.parts[part->parts.front()];
  }
  return text == SectionText::header ? part->header : part->body;
}

}  // namespace postiche::mail
