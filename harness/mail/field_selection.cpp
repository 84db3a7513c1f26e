// SPDX-License-Identifier: MIT
#include "harness/mail/field_selection.h"

#include "harness/base/ascii.h"
#include "harness/mail/field_reader.h"

namespace postiche::mail {

std::string select_fields(std::string_view header, std::span<const std::string> names,
                          Selection selection) {
  std::string out;
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    const bool is_named = ascii::contains_ignoring_case(names, field->name);
    if (is_named == (selection == Selection::these)) out += field->whole;
  }
  // "The blank line is included in all header fetches, except in the case of a message that has no
  // body and no blank line": RFC 9051 sec 6.4.5.1.
  return out.append(empty_line_of(header));
}

}  // namespace postiche::mail
