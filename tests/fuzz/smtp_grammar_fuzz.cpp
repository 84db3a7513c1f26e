// SPDX-License-Identifier: MIT
// Invariants. Any line gives a command whose views lie in the line; a well-formed command printed
// and parsed again is the same command, without a fault, and prints the same. Any sequence of lines
// gets legal replies from the honest server, whatever it offers and in whatever state they leave
// it, and never an exception.
//
// Input: the first octet chooses the mode and whether everything is offered; the rest are lines.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  for (const Parameter& parameter : command.parameters) {
    check_within(parameter.keyword, command.line);
  }
  for (const std::string_view queue : command.queues) check_within(queue, command.line);
  check_within(command.text, command.line);
  check_within(command.mechanism, command.line);
  check_within(command.initial_response.value_or(""), command.line);
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
  POSTICHE_CHECK(again.queues == command.queues);
  POSTICHE_CHECK(again.mechanism == command.mechanism);
  POSTICHE_CHECK(again.initial_response == command.initial_response);
  POSTICHE_CHECK(again.chunk.has_value() == command.chunk.has_value());
  POSTICHE_CHECK(print(again) == printed);
}

Settings settings_for(std::uint8_t choice) {
  Settings settings(static_cast<Mode>(choice % 3));
  if (choice % 2 == 0) return settings;
  for (const Extension* each : all_extensions()) {
    for (const Stage stage : stages) {
      if (!each->line.empty()) settings.offer.at(stage).add(each->line);
    }
  }
  return settings;
}

store::Store small_store() {
  store::Store store;
  store.add_account({"b@x", {"list@x"}});
  store.add_account({"\xC3\xBC@x", {"list@x", "u@x"}, 10});
  store.enqueue("a.example", {});
  return store;
}

void check_reply(const Command& command, const Reply& reply, const Server& server) {
  using testing::Characters;
  const Characters characters =
      command.parameter("SMTPUTF8") ? Characters::utf8 : Characters::ascii;
  const std::string bytes = encode(reply, server.speaks_enhanced());
  POSTICHE_CHECK(testing::read_strictly(bytes, characters).has_value());
}

// What the engine would do where commands stop.
void go_on(Server& server, std::size_t size) {
  if (server.receiving_sasl()) {
    server.apply_sasl(server.answer_sasl(static_cast<sasl::Outcome>(size % 11)).code);
  }
  if (server.starting_tls()) server.on_secured();
  if (!server.receiving_data() && !server.has_message()) return;
  std::vector<int> codes;
  for (std::size_t i = 0; i < server.message_replies(); ++i) {
    codes.push_back(server.answer_message(size, i).code);
  }
  server.apply_message(codes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Settings settings = settings_for(data[0]);
  static const store::Store store = small_store();
  Server server(settings, store);
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
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
    check_reply(command, reply, server);
    server.apply(command, reply.code);
    go_on(server, size);
  }
  return 0;
}
