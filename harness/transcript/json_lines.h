// SPDX-License-Identifier: MIT
#pragma once
// Transcripts as JSON Lines, one event a line; README.md of this room is the schema. What is
// written reads back as the same events.

#include <istream>
#include <string>
#include <string_view>

#include "harness/base/result.h"
#include "harness/transcript/mask.h"
#include "harness/transcript/transcript.h"

namespace postiche::transcript {

// The first line of every file.
void write_header(std::string& out, std::string_view scenario);
// Appends the event as one line.
void write_event(std::string& out, const Event& event, Secrets secrets);
// Appends octets that were heard but are in no event yet. A later event of the connection with
// octets from the client takes their place.
void write_pending(std::string& out, std::uint32_t connection, std::string_view frame,
                   std::string_view held, Secrets secrets);

struct ReadBack {
  std::string scenario;
  bool cut_short = false;  // the last line is not whole: the writer was killed
};

// Appends what `lines` hold to `transcript`. Error: not a transcript, or damaged before its last
// line.
Result<ReadBack> read_json_lines(std::istream& lines, const std::string& file,
                                 Transcript& transcript);

}  // namespace postiche::transcript
