// SPDX-License-Identifier: MIT
#pragma once
// Transcripts as people and tests write them, line by line:
//
//   scenario: greylisting            what was played; `with: delay=2s` adds a parameter
//   == 2                             from here on connection 2 (1 needs no line)
//   C: EHLO c.example                a line of the client; CRLF is understood
//   S: 250 mx.example.com            a line of ours
//   @ +30s                           virtual time goes on
//   ! rule too early                 what the engine understood or did
//   ! closed by client (fin)         "fin" or "rst"
//   # words                          for people
//
// `~` at the end of a C or S line stands for a bare LF, `\` for no line ending at all. `\r \n \t
// \\` and `\xNN` write any octet; a space, `~` or `\` that ends a line is written so.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/transcript/mask.h"
#include "harness/transcript/transcript.h"

namespace postiche::transcript {

struct TextLine {
  enum class Kind { header, comment, connection, client, server, advance, event };
  Kind kind = Kind::comment;
  std::string name;  // header: "scenario", "with"
  std::string text;  // client, server: exact octets; else the words behind the mark
  std::uint32_t connection = 1;
  Duration time;               // advance
  int line = 0;                // in the file, from 1
  std::size_t offset = 0;      // where among the octets of its event it begins
  std::uint64_t sequence = 0;  // of the event that it tells of, or begins to; 0 in a file

  // The line as a file holds it, without newline.
  std::string written() const;
  friend bool operator==(const TextLine& a, const TextLine& b) {
    return a.kind == b.kind && a.name == b.name && a.text == b.text &&
           a.connection == b.connection && a.time == b.time;
  }
};

// Client text of neighbouring lines is joined and cut again at each LF, so that "one segment" and
// "line by line" read alike.
Result<std::vector<TextLine>> read_text(std::string_view text, const std::string& file);

// What a handshake has come to, and what a note says, for people.
std::string tls_words(const Event& event);
std::string note_words(const Event& event);

// Octets as lines, cut behind each LF; they are those of `octets`.
std::vector<std::string_view> cut_lines(std::string_view octets);

// What a transcript says, without headers and comments.
std::vector<TextLine> text_lines(const std::vector<const Event*>& events, Secrets secrets);
std::string to_text(const std::vector<TextLine>& lines);

}  // namespace postiche::transcript
