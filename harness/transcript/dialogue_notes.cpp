// SPDX-License-Identifier: MIT
#include "harness/transcript/dialogue_notes.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/show.h"

namespace postiche::transcript {
namespace {

std::string text_of(const Event& event, std::string_view field, Secrets secrets) {
  const std::string_view text = event.field(field).value_or("");
  return secrets == Secrets::masked ? masked(text) : std::string(text);
}

// Text of the scenario's own, in which backslashes are the author's.
std::string written(std::string_view text) {
  std::string out = escape(text);
  for (std::size_t at = 0; (at = out.find("\\\\", at)) != std::string::npos; ++at) out.erase(at, 1);
  return out;
}

// All that the dialogue waited for: "C: NOOP or C: QUIT".
std::string expected(const Event& event) {
  std::string all;
  for (const Field& field : event.fields) {
    if (field.name == "expected") all.append(all.empty() ? "" : " or ").append(field.value);
  }
  return written(all);
}

// How many characters of a terminal the text takes.
std::size_t width(std::string_view text) {
  const auto begins_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

}  // namespace

std::vector<std::string> dialogue_lines(const Event& event, Secrets secrets) {
  const auto note = event.kind == Kind::note ? event.field("note") : std::nullopt;
  const std::string at = escape(event.field("at").value_or(""));
  if (note == "dialogue-unfinished") {
    return {"dialogue not finished, it waits for " + expected(event) + ", at " + at};
  }
  if (note != "dialogue-miss") return {};
  const std::string wanted = text_of(event, "wanted", secrets);
  const auto difference = ascii::parse_number(event.field("difference").value_or(""));
  std::vector<std::string> lines{"dialogue does not fit, at " + at,
                                 "heard:   " + escape(text_of(event, "heard", secrets)),
                                 "wanted:  " + (difference ? escape(wanted) : written(wanted))};
  if (difference && *difference <= wanted.size()) {
    lines.push_back(std::string(9 + width(escape(wanted.substr(0, *difference))), ' ') + "^");
  }
  const auto is_expected = [](const Field& field) { return field.name == "expected"; };
  if (std::count_if(event.fields.begin(), event.fields.end(), is_expected) > 1) {
    lines.push_back("fits:    " + expected(event));
  }
  return lines;
}

}  // namespace postiche::transcript
