// SPDX-License-Identifier: MIT
// Invariants. Any line gives a command whose views lie in the line; a well-formed command printed
// and parsed again is the same command, without a fault, and prints the same. Any sequence of lines
// gets legal replies from the honest server, whatever it offers and in whatever state they leave
// it, and never an exception; a maildrop is opened by who logs in, is open in TRANSACTION, and
// not after the end.
//
// Input: the first octet chooses what is offered and wanted; the rest are lines. A line that begins
// with "!" says yes to the rest of it whether that is right or not.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "harness/pop3/grammar.h"
#include "harness/pop3/server.h"
#include "tests/pop3/strict_reply.h"

namespace {

using namespace postiche;
using namespace postiche::pop3;

void check_within(std::string_view view, std::string_view line) {
  if (view.empty()) return;
  POSTICHE_CHECK(view.data() >= line.data());
  POSTICHE_CHECK(view.data() + view.size() <= line.data() + line.size());
}

void check_views(const Command& command) {
  for (const std::string_view view :
       {command.verb_text, command.argument, command.user, command.password, command.digest,
        command.mechanism, command.initial_response.value_or(""), command.language}) {
    check_within(view, command.line);
  }
}

void check_print(const Command& command) {
  if (!command.well_formed()) return;
  const std::string printed = print(command);
  const Command again = parse_command(printed);
  POSTICHE_CHECK(again.well_formed());
  POSTICHE_CHECK(again.verb == command.verb);
  POSTICHE_CHECK(again.user == command.user);
  POSTICHE_CHECK(again.password == command.password);
  POSTICHE_CHECK(again.mechanism == command.mechanism);
  POSTICHE_CHECK(again.initial_response == command.initial_response);
  POSTICHE_CHECK(again.message == command.message);
  POSTICHE_CHECK(again.lines == command.lines);
  POSTICHE_CHECK(again.language == command.language);
  POSTICHE_CHECK(print(again) == printed);
}

Settings settings_for(std::uint8_t choice) {
  Settings settings;
  settings.passwords_need_tls = choice % 2 == 1;
  settings.requires_tls = choice % 16 == 15;
  settings.has_tls = choice % 8 != 0;
  if (choice % 4 == 2) settings.offer.add("LOGIN-DELAY 60");
  if (choice % 32 == 31) settings.offer.replace({"USER", "[odd] word"});
  return settings;
}

std::shared_ptr<store::Mailbox> small_mailbox() {
  auto mailbox = std::make_shared<store::Mailbox>(1);
  for (const char* text : {"a: b\r\n\r\n.\r\n..\r\n", "", "a", "\n\n.\n\r.\r\n"}) {
    mailbox->append(store::Body(Rope(std::string(text))), {}, {});
  }
  return mailbox;
}

Knowledge knowledge_of(std::shared_ptr<store::Mailbox> mailbox) {
  Knowledge known;
  known.find = [](std::string_view user) -> std::optional<sasl::Account> {
    if (user == "nobody") return std::nullopt;
    return sasl::Account{"p", {}};
  };
  known.inbox_of = [mailbox](std::string_view user) { return user == "lost" ? nullptr : mailbox; };
  known.comes_too_soon = [](std::string_view user) { return user == "soon"; };
  known.timestamp = "<1@x>";
  return known;
}

bool is_multi(const Command& command) {
  const Verb verb = command.verb;
  if (verb == Verb::capa || verb == Verb::retr || verb == Verb::top) return true;
  if (verb == Verb::list || verb == Verb::uidl) return !command.message;
  if (verb == Verb::auth) return command.mechanism.empty();
  return verb == Verb::lang && command.language.empty();
}

void check_reply(const Command& command, const Reply& reply) {
  using testing::Characters;
  using testing::Form;
  Form form = is_multi(command) ? Form::multi : Form::single;
  if (reply.status == Status::challenge) form = Form::challenge;
  const Characters characters = reply.utf8 ? Characters::utf8 : Characters::ascii;
  POSTICHE_CHECK(testing::read_strictly(encode(reply), form, characters).has_value());
}

void check_server(const Server& server) {
  if (server.state() == State::transaction) POSTICHE_CHECK(server.maildrop() != nullptr);
  if (server.closing()) POSTICHE_CHECK(server.maildrop() == nullptr);
}

// What the engine would do where commands stop.
void go_on(Server& server, std::size_t size) {
  if (server.receiving_sasl()) {
    server.claim(size % 3 == 0 ? "lost" : "alice");
    const Reply reply = server.answer_sasl(static_cast<sasl::Outcome>(size % 7));
    POSTICHE_CHECK(testing::read_strictly(encode(reply), testing::Form::single).has_value());
    server.apply_sasl(reply.status);
  }
  if (server.starting_tls()) server.on_secured();
}

void play(Server& server, std::string_view part) {
  const bool forced = part.starts_with('!');
  if (forced) part.remove_prefix(1);
  // Exactly as large as the line, so that reading past it is seen.
  const auto heap = std::make_unique<char[]>(part.size());
  part.copy(heap.get(), part.size());
  const Command command = parse_command({heap.get(), part.size()});
  check_views(command);
  check_print(command);
  const Reply reply = server.answer(command);
  check_reply(command, reply);
  const bool was_open = server.maildrop() != nullptr;
  server.apply(command, forced ? Status::ok : reply.status);
  if (!forced && !was_open && server.maildrop()) {
    POSTICHE_CHECK(command.verb == Verb::pass || command.verb == Verb::apop);
  }
  check_server(server);
  go_on(server, part.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Settings settings = settings_for(data[0]);
  Server server(settings, knowledge_of(small_mailbox()));
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  while (!input.empty()) {
    const std::string_view part = input.substr(0, input.find('\n'));
    input.remove_prefix(part.size() + (part.size() < input.size() ? 1 : 0));
    play(server, part);
  }
  return 0;
}
