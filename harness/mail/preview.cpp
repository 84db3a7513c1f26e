// SPDX-License-Identifier: MIT
#include "harness/mail/preview.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/mail/html_text.h"
#include "harness/mail/text.h"

namespace postiche::mail {

namespace {

constexpr std::size_t most_characters = 256;
// What is decoded of a part: style sheets come first, and may be long.
constexpr std::size_t most_octets_shown = 64 * 1024;
constexpr std::size_t most_parts = 20;

bool is_text(const Part& part, std::string_view subtype) {
  const bool is_attached =
      part.content.disposition && part.content.disposition->type == "attachment";
  return part.kind == PartKind::leaf && part.content.type == "text" &&
         part.content.subtype == subtype && !is_attached;
}

// In one line: white space and what can't be seen is one space.
std::string condensed(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  bool is_apart = false;
  while (!text.empty() && characters < most_characters) {
    const std::size_t length = std::max<std::size_t>(utf8::leading_character(text), 1);
    const std::string_view character = text.substr(0, length);
    text.remove_prefix(length);
    const bool is_blank = character == " " || character == "\xC2\xA0" ||
                          (length == 1 && ascii::is_control(character.front()));
    if (is_blank) {
      is_apart = !out.empty();
      continue;
    }
    if (is_apart && characters + 2 > most_characters) break;
    if (is_apart) out += ' ';
    characters += is_apart ? 2 : 1;
    is_apart = false;
    out += character;
  }
  return out;
}

std::string preview_of(const Rope& message, const Part& part) {
  std::string text = text_of(message, part, most_octets_shown).value_or("");
  if (part.content.subtype == "html") text = text_of_html(text, most_octets_shown);
  return condensed(text);
}

}  // namespace

std::string preview_of(const Rope& message, const Outline& outline) {
  std::size_t looked_at = 0;
  for (const std::string_view subtype : {"plain", "html"}) {
    for (const Part& part : outline.parts) {
      if (!is_text(part, subtype)) continue;
      std::string preview = preview_of(message, part);
      if (!preview.empty() || ++looked_at == most_parts) return preview;
    }
  }
  return {};
}

}  // namespace postiche::mail
