// SPDX-License-Identifier: MIT
#include "harness/engine/pop3_flow.h"

#include "harness/base/ascii.h"
#include "harness/mail/header.h"
#include "harness/pop3/grammar.h"

// What the client says, and what can be asked of that; what it is told stands in pop3_replies.cpp.

namespace postiche::engine {

using scenario::Attribute;
using transcript::Fields;

Pop3Flow::Pop3Flow(Stage& stage) : Flow(stage), server_(settings(), knowledge()) {}

void Pop3Flow::follow(const Play& play) { server_.use(std::get<pop3::Settings>(play.settings)); }

pop3::Knowledge Pop3Flow::knowledge() {
  pop3::Knowledge known;
  known.find = account_finder();
  known.inbox_of = [&store = stage_.world.store](std::string_view user) {
    store::MailboxTree* const mailboxes = store.mailboxes_of(user);
    return mailboxes ? mailboxes->inbox() : nullptr;
  };
  known.comes_too_soon = [this](std::string_view user) { return comes_too_soon(user); };
  // "a timestamp ... MUST be different each time": RFC 1939 sec 7
  known.timestamp = "<" + std::to_string(stage_.log->connection()) + "." +
                    std::to_string(stage_.world.clock.at({}).ns / 1'000'000'000) + "@" +
                    director_.play().domain + ">";
  return known;
}

// LOGIN-DELAY: RFC 2449 sec 6.5. Its second word tells whether it is another for each user.
bool Pop3Flow::comes_too_soon(std::string_view user) const {
  const auto words = server_.offer().words("LOGIN-DELAY");
  const auto seconds = words.empty() ? std::nullopt : ascii::parse_number(words.front());
  const auto& logins = stage_.world.logins;
  const auto last = logins.find(ascii::to_lower(user));
  if (!seconds || last == logins.end()) return false;
  constexpr std::uint64_t a_year = 365 * 86'400;
  const auto delay = static_cast<std::int64_t>(std::min(*seconds, a_year));
  return stage_.virtual_now - last->second < Duration::seconds(delay);
}

// --- commands ---

std::optional<std::string_view> Pop3Flow::line_of(const Turn& turn) const {
  const pop3::Command* const command = command_of(turn);
  return command ? std::optional(command->line) : std::nullopt;
}

bool Pop3Flow::is_goodbye(const Turn& turn) const {
  const pop3::Command* const command = command_of(turn);
  return command && command->verb == pop3::Verb::quit;
}

bool Pop3Flow::asks_for_tls(const Turn& turn) const {
  const pop3::Command* const command = command_of(turn);
  return command && command->verb == pop3::Verb::stls;
}

void Pop3Flow::take_line(const wire::Line& line) { take_command_line<pop3::parse_command>(line); }

// What the mechanism makes of the command is known before anybody answers it.
void Pop3Flow::prepare_command(const Turn& turn) {
  const pop3::Command& command = *command_of(turn);
  // Without one it only asks which there are: RFC 5034 sec 4.
  if (command.verb != pop3::Verb::auth || command.mechanism.empty()) return;
  login_ = std::make_unique<Login>(command.mechanism, command.initial_response,
                                   sasl_knowledge("pop", server_.offer().words("SASL")));
}

void Pop3Flow::close_turn(Turn& turn) {
  if (login_ && !server_.receiving_sasl()) login_.reset();
  if (turn.occasion.kind != Occasion::Kind::command) return;
  last_verb_ = turn.occasion.verb;
  is_overfull();
}

std::optional<std::size_t> Pop3Flow::number_at_hand(const Turn& turn) const {
  const pop3::Command* const command = command_of(turn);
  const pop3::Maildrop* const maildrop = server_.maildrop();
  if (!command || !command->message || !maildrop || !maildrop->has(*command->message)) {
    return std::nullopt;
  }
  return *command->message;
}

void Pop3Flow::describe_command(const Turn& turn, Fields& fields, Scratch& scratch) const {
  const pop3::Command& command = *command_of(turn);
  const bool known = command.verb != pop3::Verb::unknown;
  fields.add("verb", known ? pop3::name(command.verb) : command.verb_text);
  if (!known) fields.add("known", "no");
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (command.message) fields.add("message-number", *command.message);
  if (const auto number = number_at_hand(turn)) {
    scratch = server_.maildrop()->unique_id(*number);
    fields.add("unique-id", scratch);
    fields.add("size", server_.maildrop()->octets(*number));
  }
  if (login_ && command.verb == pop3::Verb::auth) login_->describe(fields);
}

// --- what conditions and texts can ask ---

namespace {

Value value_in(const pop3::Command& command, Attribute attribute, Scratch& scratch) {
  switch (attribute) {
    case Attribute::verb:
      if (command.verb != pop3::Verb::unknown) return pop3::name(command.verb);
      return command.verb_text;
    case Attribute::argument:
      return command.argument;
    case Attribute::line:
      return command.line;
    default:
      if (!command.message) return std::nullopt;
      return hold(*command.message, scratch);
  }
}

Value field_of(const std::shared_ptr<const Rope>& message, std::string_view name,
               Scratch& scratch) {
  auto field = message ? mail::field(*message, name) : std::nullopt;
  return field ? hold(*std::move(field), scratch) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> Pop3Flow::value_of(const Turn& turn, Attribute attribute,
                                                   std::string_view key, Scratch& scratch) const {
  const pop3::Command* const command = command_of(turn);
  const auto number = number_at_hand(turn);
  switch (attribute) {
    case Attribute::protocol_state:
      return pop3::name(server_.state());
    case Attribute::user:
      return server_.authenticated() ? Value(server_.user()) : std::nullopt;
    case Attribute::mechanism:
      if (command && command->verb == pop3::Verb::auth && !command->mechanism.empty()) {
        return hold(ascii::to_upper(command->mechanism), scratch);
      }
      return Flow::value_of(turn, attribute, key, scratch);
    case Attribute::verb:
    case Attribute::argument:
    case Attribute::line:
    case Attribute::message_number:
      return command ? value_in(*command, attribute, scratch) : std::nullopt;
    case Attribute::unique_id:
      return number ? hold(server_.maildrop()->unique_id(*number), scratch) : std::nullopt;
    case Attribute::size:
      return number ? hold(server_.maildrop()->octets(*number), scratch) : std::nullopt;
    case Attribute::header:
      return number ? field_of(server_.maildrop()->read(*number), key, scratch) : std::nullopt;
    default:
      return Flow::value_of(turn, attribute, key, scratch);
  }
}

}  // namespace postiche::engine
