// SPDX-License-Identifier: MIT
#include "harness/mail/search.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "harness/base/ascii.h"
#include "harness/mail/case_folding.h"
#include "harness/mail/encoded_word.h"
#include "harness/mail/field_reader.h"
#include "harness/mail/text.h"

namespace postiche::mail {

namespace {

// Of a part: nobody writes more, and what machines write is not searched by hand.
constexpr std::size_t most_octets_searched = std::size_t{16} << 20;

bool contains(const Field& field, std::string_view folded_needle) {
  return contains_folded(decode_encoded_words(unfold(field.value)), folded_needle);
}

// In any line of it, names and all.
bool any_field_contains(std::string_view header, std::string_view folded_needle) {
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    if (contains_folded(field->whole, folded_needle) || contains(*field, folded_needle)) {
      return true;
    }
  }
  return false;
}

bool part_contains(const Rope& message, const Part& part, std::string_view folded_needle) {
  const auto text = text_of(message, part, most_octets_searched);
  return text && contains_folded(*text, folded_needle);
}

// Which headers are looked at: those of messages inside, or those of all parts but the first.
enum class Headers : std::uint8_t { of_messages, of_parts };

bool parts_contain(OpenedMessage& message, Headers headers, std::string_view folded_needle) {
  const Rope& octets = *message.octets();
  const Outline& outline = message.outline();
  for (const Part& part : outline.parts) {
    if (part_contains(octets, part, folded_needle)) return true;
    for (const std::uint32_t each : part.parts) {
      const bool is_looked_at = headers == Headers::of_parts || part.kind == PartKind::message;
      if (is_looked_at &&
          any_field_contains(octets.copy(outline.parts[each].header), folded_needle)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool header_contains(std::string_view header, std::string_view name,
                     std::string_view folded_needle) {
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    if (ascii::equal_ignoring_case(field->name, name) && contains(*field, folded_needle)) {
      return true;
    }
  }
  return false;
}

bool body_contains(OpenedMessage& message, std::string_view folded_needle) {
  return folded_needle.empty() || parts_contain(message, Headers::of_messages, folded_needle);
}

bool message_contains(OpenedMessage& message, std::string_view folded_needle) {
  return folded_needle.empty() || any_field_contains(message.header(), folded_needle) ||
         parts_contain(message, Headers::of_parts, folded_needle);
}

}  // namespace postiche::mail
