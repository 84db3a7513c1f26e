// SPDX-License-Identifier: MIT
// Invariants. Any line gives a command whose views lie in the line; a well-formed command printed
// and parsed again is the same command, without a fault, and prints the same. Any sequence of lines
// gets legal replies from the honest server, in whatever state they leave it, and never an
// exception.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "harness/smtp/grammar.h"
#include "harness/smtp/server.h"
#include "tests/smtp/strict_reply.h"

namespace {

using namespace postiche;
using namespace postiche::smtp;

void check_within(std::string_view view, std::string_view line) {
  if (view.empty()) return;
  POSTICHE_CHECK(view.data() >= line.data());
  POSTICHE_CHECK(view.data() + view.size() <= line.data() + line.size());
}

void check_views(const Command& command) {
  check_within(command.verb_text, command.line);
  check_within(command.argument, command.line);
  check_within(command.domain, command.line);
  if (command.path) {
    check_within(command.path->source_route, command.line);
    check_within(command.path->local_part, command.line);
    check_within(command.path->domain, command.line);
  }
  for (const Parameter& parameter : command.parameters)
    check_within(parameter.keyword, command.line);
}

void check_print(const Command& command) {
  if (!command.well_formed()) return;
  const std::string printed = print(command);
  const Command again = parse_command(printed);
  POSTICHE_CHECK(again.well_formed());
  POSTICHE_CHECK(again.verb == command.verb);
  POSTICHE_CHECK(again.domain == command.domain);
  POSTICHE_CHECK(again.path.has_value() == command.path.has_value());
  if (command.path) POSTICHE_CHECK(again.path->address() == command.path->address());
  POSTICHE_CHECK(again.parameters.size() == command.parameters.size());
  POSTICHE_CHECK(print(again) == printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Settings settings;
  const mail::Store store;
  Server server(settings, store);
  std::string_view input(reinterpret_cast<const char*>(data), size);
  while (!input.empty()) {
    const std::string_view part = input.substr(0, input.find('\n'));
    input.remove_prefix(part.size() + (part.size() < input.size() ? 1 : 0));
    // Exactly as large as the line, so that reading past it is seen.
    const auto heap = std::make_unique<char[]>(part.size());
    part.copy(heap.get(), part.size());
    const Command command = parse_command({heap.get(), part.size()});
    check_views(command);
    check_print(command);
    const Reply reply = server.answer(command);
    POSTICHE_CHECK(testing::read_strictly(encode(reply, server.speaks_enhanced())).has_value());
    server.apply(command, reply.code);
    if (server.receiving_data()) server.apply_message(server.answer_message(size).code);
  }
  return 0;
}
