// SPDX-License-Identifier: MIT
// The section `clock`.

#include <charconv>

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

void load_start(Reader& reader, const Node& node, ClockSettings& out) {
  out.start = reader.moment(node);
}
void load_speed(Reader& reader, const Node& node, ClockSettings& out) {
  const auto text = reader.text(node);
  if (!text) return;
  double speed = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, fault] = std::from_chars(text->data(), end, speed, std::chars_format::fixed);
  if (fault != std::errc() || stop != end || !(speed > 0) || speed > 1e6) {
    reader.error(node, "expected a speed above 0 and up to 1000000, found '" + *text + "'",
                 "60 makes a minute of a second");
    return;
  }
  out.speed = speed;
}
constexpr KeyRow<ClockSettings> clock_rows[] = {
    {{"start", "a moment", "What the clock shows at first; without it, the machine's time."},
     load_start},
    {{"speed", "a number", "Virtual seconds for each real second; 1."}, load_speed},
};

}  // namespace

void load_clock(Reader& reader, const Node& node, ClockSettings& out) {
  load_keys(reader, node, "'clock'", clock_rows, out);
}

std::vector<SectionDoc> document_clock() { return {document("clock", clock_rows)}; }

}  // namespace postiche::scenario
