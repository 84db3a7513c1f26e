// SPDX-License-Identifier: MIT
// What conditions and texts can ask of an IMAP session, and what the record says of a command.

#include "harness/base/ascii.h"
#include "harness/engine/imap_flow.h"

namespace postiche::engine {

using scenario::Attribute;
using transcript::Fields;

namespace {

template <typename... Kinds>
struct Any : Kinds... {
  using Kinds::operator()...;
};
template <typename... Kinds>
Any(Kinds...) -> Any<Kinds...>;

// "" where the command names none.
std::string_view mailbox_in(const imap::Command& command) {
  return std::visit(
      Any{[](const imap::SelectArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::MailboxArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::RenameArguments& a) -> std::string_view { return a.from; },
          [](const imap::StatusArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::AppendArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::GetMetadataArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::SetMetadataArguments& a) -> std::string_view { return a.mailbox; },
          [](const imap::CopyArguments& a) -> std::string_view { return a.mailbox; },
          [](const auto&) -> std::string_view { return {}; }},
      command.arguments);
}

// Null where the command names none.
const imap::SequenceSet* set_in(const imap::Command& command) {
  return std::visit(
      Any{[](const imap::FetchArguments& a) -> const imap::SequenceSet* { return &a.messages; },
          [](const imap::StoreArguments& a) -> const imap::SequenceSet* { return &a.messages; },
          [](const imap::CopyArguments& a) -> const imap::SequenceSet* { return &a.messages; },
          [](const imap::AppendArguments& a) -> const imap::SequenceSet* {
            return a.replaced.empty() ? nullptr : &a.replaced;
          },
          [](const imap::ExpungeArguments& a) -> const imap::SequenceSet* {
            return a.uids ? &*a.uids : nullptr;
          },
          [](const auto&) -> const imap::SequenceSet* { return nullptr; }},
      command.arguments);
}

Value verb_of(const imap::Command& command) {
  const bool known = command.verb != imap::Verb::unknown;
  return known ? full_name(command) : command.verb_text;
}

Value value_in(const imap::Command& command, Attribute attribute) {
  if (attribute == Attribute::verb) return verb_of(command);
  return attribute == Attribute::line ? command.line : command.argument;
}

}  // namespace

void ImapFlow::describe_command(const Turn& turn, Fields& fields, Scratch& scratch) const {
  const imap::Command& command = *command_of(turn);
  fields.add("verb", *verb_of(command));
  if (command.verb == imap::Verb::unknown) fields.add("known", "no");
  if (!command.tag.empty()) fields.add("tag", command.tag);
  if (!command.argument.empty()) fields.add("argument", command.argument);
  if (const auto mailbox = mailbox_in(command); !mailbox.empty()) fields.add("mailbox", mailbox);
  if (const imap::SequenceSet* const set = set_in(command)) {
    scratch = print(*set);
    fields.add("message-set", scratch);
  }
  if (logs_in(command.verb) && command.line.ends_with('}')) fields.add("secret", "yes");
  if (login_) login_->describe(fields);
}

std::optional<std::string_view> ImapFlow::value_of(const Turn& turn, Attribute attribute,
                                                   std::string_view key, Scratch& scratch) const {
  const imap::Command* const command = command_of(turn);
  switch (attribute) {
    case Attribute::protocol_state:
      return imap::name(server_.state());
    case Attribute::user:
      return unless_empty(server_.user());
    case Attribute::tag:
      return unless_empty(tag_of(turn));
    case Attribute::verb:
    case Attribute::argument:
    case Attribute::line:
      if (announced_) return value_in(beginning(utterance_.texts.front()), attribute);
      return command ? value_in(*command, attribute) : std::nullopt;
    case Attribute::mailbox:
      return mailbox_at_hand(command);
    case Attribute::message_set: {
      const imap::SequenceSet* const set = command ? set_in(*command) : nullptr;
      return set ? hold(print(*set), scratch) : std::nullopt;
    }
    case Attribute::literal_size:
      return announced_ ? hold(announced_->size, scratch) : std::nullopt;
    case Attribute::literal_kind:
      if (!announced_) return std::nullopt;
      return announced_->is_non_synchronizing ? "non-synchronizing" : "synchronizing";
    default:
      return Flow::value_of(turn, attribute, key, scratch);
  }
}

// What the command names, else what is open.
std::optional<std::string_view> ImapFlow::mailbox_at_hand(const imap::Command* command) const {
  const std::string_view named = command ? mailbox_in(*command) : std::string_view();
  if (!named.empty()) return named;
  const auto& selected = server_.session().selected;
  return selected ? Value(selected->name) : std::nullopt;
}

}  // namespace postiche::engine
