// SPDX-License-Identifier: MIT
#include "harness/cli/live_view.h"

#include "harness/base/show.h"
#include "harness/transcript/dialogue_notes.h"
#include "harness/transcript/text_form.h"

namespace postiche::cli {

using transcript::Direction;
using transcript::Kind;

namespace {

// Content longer than this is counted, not shown: the transcript has it.
constexpr std::size_t shown_octets = 2000;

std::string text_of(const transcript::Event& event, std::string_view field) {
  return std::string(event.field(field).value_or(""));
}

std::string message_words(const transcript::Event& event) {
  const bool accepted = event.field("accepted") == "yes";
  std::string words = !accepted ? "message refused" : "message accepted";
  if (event.field("discarded")) words = "message accepted and discarded";
  return words + ", " + text_of(event, "size") + " octets";
}

}  // namespace

void LiveView::show(const transcript::Event& event) {
  switch (event.kind) {
    case Kind::open:
      put(event, Tone::dim, "*", "connection from " + text_of(event, "client"));
      break;
    case Kind::rule:
      put(event, Tone::rule, "*", "rule '" + text_of(event, "rule") + "' speaks");
      break;
    case Kind::note:
      show_note(event);
      break;
    case Kind::message:
      put(event, Tone::good, "*", message_words(event));
      break;
    case Kind::tls:
      put(event, event.field("failed") ? Tone::caution : Tone::dim, "*",
          transcript::tls_words(event));
      break;
    case Kind::close:
      put(event, Tone::dim, "*",
          "closed by " + text_of(event, "by") + " (" + text_of(event, "how") + ")");
      break;
    default:
      if (secrets_ == transcript::Secrets::masked && transcript::has_secret(event)) {
        show_octets(event, transcript::masked(event));
      } else {
        show_octets(event, event.bytes);
        if (event.times() > 1) {
          put(event, Tone::dim, "*", "said " + std::to_string(event.times()) + " times");
        }
      }
  }
  for (const transcript::Field& field : event.fields) {
    if (field.name == "deviation") put(event, Tone::caution, "!", field.value);
  }
}

void LiveView::show_note(const transcript::Event& event) {
  const bool of_run = event.connection == 0;
  if (of_run && event.field("note") != "outage") return;  // the report tells it
  for (const auto& [rule, why] : event.near_misses()) {
    put(event, Tone::dim, "*",
        "rule '" + std::string(rule) + "' passes this by: " + std::string(why));
  }
  if (event.field("note") == "near-miss") return;
  const auto lines = transcript::dialogue_lines(event, secrets_);
  for (const std::string& line : lines) put(event, Tone::caution, "*", line);
  if (lines.empty()) put(event, Tone::caution, "*", transcript::note_words(event));
}

void LiveView::show_octets(const transcript::Event& event, std::string_view octets) {
  const bool in = event.direction == Direction::in;
  const Tone tone = in ? Tone::client : Tone::server;
  const std::string_view mark = in ? ">" : "<";
  if (octets.size() > shown_octets) {
    put(event, tone, mark, "(" + std::to_string(octets.size()) + " octets)");
    return;
  }
  while (!octets.empty()) {
    const std::size_t newline = octets.find('\n');
    const std::size_t size = newline == std::string_view::npos ? octets.size() : newline + 1;
    std::string_view line = octets.substr(0, size);
    octets.remove_prefix(size);
    // A proper line ending goes without saying.
    if (line.ends_with("\r\n")) line.remove_suffix(2);
    put(event, tone, mark, escape(line));
  }
}

void LiveView::put(const transcript::Event& event, Tone tone, std::string_view mark,
                   std::string_view text) {
  const std::string time = to_text(event.virtual_at).substr(11, 12);
  const std::string who = event.connection == 0 ? "server" : "#" + std::to_string(event.connection);
  const std::string head = time + " " + who + " ";
  terminal_.line(terminal_.tinted(Tone::dim, head) +
                 terminal_.tinted(tone, std::string(mark) + " " + std::string(text)));
}

}  // namespace postiche::cli
