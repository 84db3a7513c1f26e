// SPDX-License-Identifier: MIT
#include "harness/engine/scene.h"

#include <array>

#include "harness/engine/tally_book.h"
#include "harness/mail/header.h"
#include "harness/scenario/walk.h"

namespace postiche::engine {
namespace {

using scenario::Attribute;
using Value = std::optional<std::string_view>;
using Getter = Value (*)(const Scene&, std::string_view key, Scratch&);

Value number(std::uint64_t value, Scratch& scratch) {
  scratch = std::to_string(value);
  return scratch;
}

Value path_of(const Scene& scene, smtp::Verb verb, Scratch& scratch) {
  if (!scene.command || scene.command->verb != verb || !scene.command->path) return std::nullopt;
  scratch = scene.command->path->address();
  return scratch;
}

Value connection(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.connection, scratch);
}
Value client_ip(const Scene& s, std::string_view, Scratch&) { return s.peer.address; }

Value helo(const Scene& s, std::string_view, Scratch&) {
  const smtp::Command* const command = s.command;
  if (command && (command->verb == smtp::Verb::ehlo || command->verb == smtp::Verb::helo)) {
    return command->domain;
  }
  if (s.server.helo().empty()) return std::nullopt;
  return s.server.helo();
}

Value greeted_with(const Scene& s, std::string_view, Scratch&) {
  if (s.server.helo().empty()) return std::nullopt;
  return s.server.extended() ? "EHLO" : "HELO";
}

Value protocol_state(const Scene& s, std::string_view, Scratch&) {
  return smtp::name(s.server.state());
}
Value state(const Scene& s, std::string_view, Scratch&) { return s.state; }

Value verb(const Scene& s, std::string_view, Scratch& scratch) {
  if (!s.command) return std::nullopt;
  if (s.command->verb != smtp::Verb::unknown) return smtp::name(s.command->verb);
  scratch = s.command->verb_text;
  return scratch;
}
Value argument(const Scene& s, std::string_view, Scratch&) {
  return s.command ? Value(s.command->argument) : std::nullopt;
}
Value line(const Scene& s, std::string_view, Scratch&) {
  return s.command ? Value(s.command->line) : std::nullopt;
}

Value reverse_path(const Scene& s, std::string_view, Scratch& scratch) {
  if (const Value at_hand = path_of(s, smtp::Verb::mail, scratch)) return at_hand;
  const bool in_transaction = smtp::is_in_transaction(s.server.state());
  return in_transaction ? Value(s.server.transaction().reverse_path) : std::nullopt;
}

Value recipient(const Scene& s, std::string_view, Scratch& scratch) {
  if (!s.recipient.empty()) return s.recipient;
  if (const Value at_hand = path_of(s, smtp::Verb::rcpt, scratch)) return at_hand;
  const auto& accepted = s.server.transaction().recipients;
  return accepted.empty() ? std::nullopt : Value(accepted.back());
}

Value parameters(const Scene& s, std::string_view, Scratch& scratch) {
  if (!s.command) return std::nullopt;
  scratch.clear();
  for (const smtp::Parameter& parameter : s.command->parameters) {
    if (!scratch.empty()) scratch += ' ';
    scratch += parameter.keyword;
    if (parameter.value) scratch.append("=").append(*parameter.value);
  }
  return scratch;
}

Value size(const Scene& s, std::string_view, Scratch& scratch) {
  if (s.size) return number(*s.size, scratch);
  const smtp::Parameter* const declared = s.command ? s.command->parameter("SIZE") : nullptr;
  return declared ? declared->value : std::nullopt;
}

Value recipients(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.server.transaction().recipients.size(), scratch);
}
Value recipients_refused(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.server.refused_recipients(), scratch);
}
Value messages(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.messages, scratch);
}
Value commands(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.commands, scratch);
}
Value errors(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.errors, scratch);
}
Value last_reply(const Scene& s, std::string_view, Scratch& scratch) {
  return number(static_cast<std::uint64_t>(s.last_reply), scratch);
}
Value last_verb(const Scene& s, std::string_view, Scratch&) {
  return s.last_verb.empty() ? std::nullopt : Value(s.last_verb);
}

// The honest server offers neither TLS nor AUTH, so no connection is encrypted and nobody is known.
Value tls(const Scene&, std::string_view, Scratch&) { return "no"; }
Value not_there(const Scene&, std::string_view, Scratch&) { return std::nullopt; }

Value header(const Scene& s, std::string_view key, Scratch& scratch) {
  if (!s.content) return std::nullopt;
  auto found = mail::field(*s.content, key);
  if (!found) return std::nullopt;
  scratch = std::move(*found);
  return scratch;
}

// What a `set` step remembered, or "visit.count": only tallies and the world have a dot.
Value variable(const Scene& s, std::string_view key, Scratch& scratch) {
  const bool is_shared = key.starts_with("world.");
  if (!is_shared && key.find('.') != std::string_view::npos) {
    auto answer = s.tallies->answer(key, s);
    if (!answer) return std::nullopt;
    scratch = std::move(*answer);
    return scratch;
  }
  const Variables* const all = is_shared ? s.shared : s.own;
  const auto found = all->find(key);
  return found == all->end() ? std::nullopt : Value(found->second);
}

// One row an attribute, in the order of the enum.
constexpr std::array<Getter, 27> getters{
    connection, client_ip,  helo,      greeted_with, protocol_state,
    state,      verb,       argument,  line,         reverse_path,
    recipient,  parameters, size,      recipients,   recipients_refused,
    messages,   commands,   errors,    last_reply,   last_verb,
    tls,        not_there,  not_there, not_there,    not_there,
    header,     variable};

}  // namespace

std::optional<std::string_view> value_of(const Scene& scene, Attribute attribute,
                                         std::string_view key, Scratch& scratch) {
  return getters[static_cast<std::size_t>(attribute)](scene, key, scratch);
}

std::optional<std::string> named_value(const Scene& scene, std::string_view name) {
  // What is no attribute is a variable: the loader let nothing else pass.
  const auto attribute = scenario::find_attribute(name).value_or(Attribute::variable);
  Scratch scratch;
  const auto value = value_of(scene, attribute, name, scratch);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

bool holds(const scenario::Condition& condition, const Scene& scene, scenario::Captures* captures) {
  const scenario::Template::Lookup names = [&scene](std::string_view name) {
    return named_value(scene, name);
  };
  return scenario::walk(condition, [&](const scenario::Condition& leaf) {
    Scratch scratch;
    const auto value = value_of(scene, leaf.attribute, leaf.key, scratch);
    return leaf.pattern->matches(value, captures, &names);
  });
}

}  // namespace postiche::engine
