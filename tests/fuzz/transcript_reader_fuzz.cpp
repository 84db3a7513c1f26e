// SPDX-License-Identifier: MIT
// Invariants. Any bytes are a transcript or an error with its line, never an exception. What was
// read from the text form and written again reads as the same lines. What was read from JSON Lines
// and written again reads as the same events.

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "harness/base/bug.h"
#include "harness/transcript/json_lines.h"
#include "harness/transcript/text_form.h"

namespace {

using namespace postiche;
using namespace postiche::transcript;

void try_text(const std::string& text) {
  const auto lines = read_text(text, "fuzz.txt");
  if (!lines) {
    POSTICHE_CHECK(lines.error().where.line > 0);
    return;
  }
  const std::string written = transcript::to_text(*lines);
  const auto again = read_text(written, "fuzz.txt");
  POSTICHE_CHECK(bool{again});
  POSTICHE_CHECK(transcript::to_text(*again) == written);
}

std::string written_again(const std::string& text, bool& ok) {
  std::istringstream stream(text);
  Transcript transcript;
  const auto result = read_json_lines(stream, "fuzz.jsonl", transcript);
  ok = bool{result};
  if (!ok) return {};
  std::string out;
  write_header(out, result->header);
  for (const Event* const event : transcript.events()) write_event(out, *event, Secrets::shown);
  // Showing it must be as safe as keeping it.
  const auto lines = text_lines(transcript.events(), Secrets::masked);
  POSTICHE_CHECK(bool{read_text(transcript::to_text(lines), "fuzz.txt")});
  return out;
}

void try_json(const std::string& text) {
  bool ok = false;
  const std::string once = written_again(text, ok);
  if (!ok) return;
  const std::string twice = written_again(once, ok);
  POSTICHE_CHECK(ok);
  POSTICHE_CHECK(twice == once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_text(text);
  try_json(text);
  // The same behind a head, so that the fuzzer need not find it.
  try_json("{\"postiche\":\"transcript\",\"schema\":1,\"scenario\":\"s\"}\n" + text);
  return 0;
}
