// SPDX-License-Identifier: MIT
#pragma once
// Which octets of a message a client means by "1.2.MIME": RFC 9051 sec 6.4.5.1.

#include <cstdint>
#include <optional>
#include <span>

#include "harness/base/rope.h"
#include "harness/mail/outline.h"

namespace postiche::mail {

// What of a part is meant.
enum class SectionText : std::uint8_t {
  content,  // the body; of no part at all, the message
  header,   // of a message, with the empty line: of the whole one, or of one that a part carries
  text,     // the body of such a message
  mime,     // the header of a part
};

// The part with this number, "1.2" being {1, 2}; null where there is none. No number is the message
// itself. What is no multipart has a part 1, which is its body.
const Part* find_part(const Outline& outline, std::span<const std::uint32_t> number);

// Nothing where there is no such part, or it has no such text.
std::optional<Range> find_section(const Outline& outline, std::span<const std::uint32_t> number,
                                  SectionText text);

}  // namespace postiche::mail
