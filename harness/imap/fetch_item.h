// SPDX-License-Identifier: MIT
#pragma once
// What FETCH asks for of each message: RFC 9051 sec 6.4.5.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/mail/section.h"

namespace postiche::imap {

struct FetchItem {
  enum class Kind : std::uint8_t {
    body,  // without a section: BODYSTRUCTURE without its extensions
    body_structure,
    body_section,    // BODY[...]
    binary_section,  // BINARY[...]: RFC 3516
    binary_size,     // BINARY.SIZE[...]
    envelope,
    flags,
    internal_date,
    rfc822,  // as RFC 3501 has it: BODY[]
    rfc822_header,
    rfc822_size,
    rfc822_text,
    uid,
    mod_seq,   // RFC 7162
    email_id,  // RFC 8474
    thread_id,
    save_date,  // RFC 8514
    preview,    // RFC 8970
  };
  enum class Fields : std::uint8_t { none, these, all_but_these };
  struct Partial {
    std::uint64_t from = 0, count = 0;

    friend bool operator==(const Partial&, const Partial&) = default;
  };

  Kind kind = Kind::flags;
  // Of a section:
  std::vector<std::uint32_t> part = {};  // "1.2" is {1, 2}
  mail::SectionText text = mail::SectionText::content;
  Fields fields = Fields::none;         // HEADER.FIELDS, HEADER.FIELDS.NOT: text is header then
  std::vector<std::string> names = {};  // of these fields, as typed
  std::optional<Partial> partial = {};  // <0.100>
  bool peek = false;                    // does not set \Seen
  bool lazy = false;                    // PREVIEW (LAZY)

  friend bool operator==(const FetchItem&, const FetchItem&) = default;
};

}  // namespace postiche::imap
