// SPDX-License-Identifier: MIT
#pragma once
// A POP3 reply as a value and its encoder, which cannot speak illegally.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/rope.h"

namespace postiche::pop3 {

// "+OK", "-ERR", and "+": a challenge of AUTH (RFC 5034 sec 4).
enum class Status : std::uint8_t { ok, err, challenge };

struct Reply {
  Status status = Status::ok;
  std::string code;  // "IN-USE", RFC 2449 sec 8: without brackets; or empty
  std::string text;  // one line; of a challenge, base64
  // What a multi-line reply has behind its first line, not dot-stuffed: lines with CRLF, or a
  // message as it is. Null: it is a single line.
  std::shared_ptr<const Rope> block = nullptr;
  bool utf8 = false;  // the client has said that it reads UTF-8 here: RFC 6856 sec 2

  bool positive() const { return status != Status::err; }
};

// A reply with these lines, each ended by CRLF.
Reply listing(std::string text, std::string lines);

// The exact bytes. What the first line may not hold becomes '?', and it is cut at 512 octets, never
// inside a character: RFC 1939 sec 3. A text never looks like a response code, and what is none is
// not said: RFC 2449 sec 6.4. The octets of the block are what they are, with dots stuffed. A
// challenge has neither code nor limit.
std::string encode(const Reply& reply);

// Reads "-ERR [IN-USE] text" as a scenario writes it; nothing where it is no status line.
std::optional<Reply> parse_reply(std::string_view line);

}  // namespace postiche::pop3
