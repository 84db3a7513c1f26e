// SPDX-License-Identifier: MIT
#pragma once
// Transcripts as JSON Lines, one event a line; README.md of this room is the schema. What is
// written reads back as the same events.

#include <istream>
#include <map>
#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/transcript/mask.h"
#include "harness/transcript/transcript.h"

namespace postiche::transcript {

// What was played, in the first line of every file.
struct Header {
  std::string scenario;                     // its id
  std::string file;                         // that it came from, where it came from one
  std::map<std::string, std::string> with;  // its parameters; of a matrix, those of the case
};
void write_header(std::string& out, const Header& header);
// Appends the event as one line.
void write_event(std::string& out, const Event& event, Secrets secrets);
// Appends octets that were heard but are in no event yet. A later event of the connection with
// octets from the client takes their place.
void write_pending(std::string& out, std::uint32_t connection, std::string_view frame,
                   std::string_view held, Secrets secrets);

struct ReadBack {
  Header header;
  bool cut_short = false;  // the last line is not whole: the writer was killed
};

// Appends what `lines` hold to `transcript`. Error: not a transcript, or damaged before its last
// line.
Result<ReadBack> read_json_lines(std::istream& lines, const std::string& file,
                                 Transcript& transcript);

}  // namespace postiche::transcript
