// SPDX-License-Identifier: MIT
#pragma once
// An IMAP reply as a value, its encoder, which cannot speak illegally, and its reader.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postiche::imap {

// What a reply says: RFC 9051 sec 7.1; go_on is "+", sec 7.6.
enum class Status : std::uint8_t { ok, no, bad, preauth, bye, go_on };

struct Reply {
  Status status = Status::ok;
  std::string code;  // "APPENDUID 1 5": without brackets; or empty
  std::string text;  // one line; of a challenge, base64

  friend bool operator==(const Reply&, const Reply&) = default;
};

// The exact bytes. Where `tag` is none, or the status is said untagged only, it is "*". What a line
// may not hold becomes '?'; a text never looks like a code, and what is no code is not said. There
// is always a text, since RFC 3501 sec 9 wants one; behind "+" it may be empty, as a challenge is.
std::string encode(std::string_view tag, const Reply& reply);

// What a server may say, as a scenario writes it: without the tag.
struct ParsedReply {
  std::optional<Status> status;  // nothing: data, "* 5 EXISTS"
  bool is_untagged = false;      // has a "*", or needs one: BYE, PREAUTH
  std::string code, text;        // of data, the text is all behind "* "
};

// "OK [READ-WRITE] done", "* NO careful", "* 5 EXISTS", "+ go on", "BYE". Nothing where it is no
// reply at all.
std::optional<ParsedReply> parse_reply(std::string_view line);

}  // namespace postiche::imap
