// SPDX-License-Identifier: MIT
#pragma once
// The paths of MAIL and RCPT. Views are of the text that was parsed.

#include <optional>
#include <string>
#include <string_view>

#include "harness/mail/findings.h"

namespace postiche::mail {

struct Path {
  std::string_view source_route;  // "@a.example,@b.example", without the colon
  std::string_view local_part;    // as typed, with its quotes
  std::string_view domain;        // or address literal with its brackets

  bool is_null() const { return local_part.empty() && domain.empty(); }  // "<>"
  bool is_address_literal() const { return !domain.empty() && domain.front() == '['; }
  bool has_8bit() const;
  // What the local-part means: quotes and backslashes undone.
  std::string unquoted_local_part() const;
  // "local@domain", quoted only where it must be, so that "bob"@x and bob@x are one; "" for the
  // null path, "postmaster" for that one without a domain.
  std::string address() const;
};

enum class Direction { reverse, forward };

struct ParsedPath {
  std::optional<Path> path;  // as much as could be made out; nothing where nothing could
  std::string_view rest;     // what stands behind it
};

// Reads the path that `text` starts with. Total. Deviations, those of check_domain() apart:
//   let through  missing-angle-brackets, white-space-in-path, source-route, needless-quoting,
//                misplaced-dot
//   refused      missing-path, missing-closing-bracket, unterminated-quote, null-recipient,
//                missing-domain, missing-local-part, bad-source-route, bad-character-in-local-part,
//                local-part-too-long, path-too-long, invalid-utf8
// 8-bit UTF-8 passes: whether it may be used is the session's affair (RFC 6531 sec 3.5).
ParsedPath parse_path(std::string_view text, Direction direction, Findings& findings);

}  // namespace postiche::mail
