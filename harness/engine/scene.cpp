// SPDX-License-Identifier: MIT
#include "harness/engine/scene.h"

#include <array>

#include "harness/base/ascii.h"
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
// Whoever is behind a proxy that says so: XCLIENT.
Value client_ip(const Scene& s, std::string_view, Scratch&) {
  return s.server.client().value("ADDR").value_or(s.peer.address);
}

Value service(const Scene& s, std::string_view, Scratch&) { return s.peer.listener; }
Value port(const Scene& s, std::string_view, Scratch& scratch) {
  return number(s.peer.at, scratch);
}

Value helo(const Scene& s, std::string_view, Scratch&) {
  if (s.command && smtp::is_hello(s.command->verb)) return s.command->domain;
  if (s.server.helo().empty()) return std::nullopt;
  return s.server.helo();
}

Value greeted_with(const Scene& s, std::string_view, Scratch&) {
  // What XCLIENT says is no greeting yet.
  if (s.server.helo().empty() || s.server.state() == smtp::State::fresh) return std::nullopt;
  if (!s.server.extended()) return "HELO";
  return s.server.settings().mode == smtp::Mode::lmtp ? "LHLO" : "EHLO";
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
    scratch += parameter.text();
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

Value unless_empty(std::string_view text) { return text.empty() ? std::nullopt : Value(text); }

Value tls(const Scene& s, std::string_view, Scratch&) { return s.tls ? "yes" : "no"; }
template <std::string tls::Facts::*field>
Value tls_fact(const Scene& s, std::string_view, Scratch&) {
  return s.tls ? unless_empty(s.tls->*field) : std::nullopt;
}
Value user(const Scene& s, std::string_view, Scratch&) { return unless_empty(s.server.user()); }
Value mechanism(const Scene& s, std::string_view, Scratch& scratch) {
  if (s.command && s.command->verb == smtp::Verb::auth) {
    scratch = ascii::to_upper(s.command->mechanism);
    return unless_empty(scratch);
  }
  return unless_empty(s.mechanism.empty() ? s.server.mechanism() : s.mechanism);
}
Value sasl_user(const Scene& s, std::string_view, Scratch&) { return unless_empty(s.sasl_user); }
Value sasl_outcome(const Scene& s, std::string_view, Scratch&) {
  return unless_empty(s.sasl_outcome);
}
Value sasl_decoded(const Scene& s, std::string_view, Scratch&) {
  return s.sasl_decoded ? Value(*s.sasl_decoded) : std::nullopt;
}

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
constexpr std::array<Getter, 35> getters{connection,
                                         client_ip,
                                         service,
                                         port,
                                         helo,
                                         greeted_with,
                                         protocol_state,
                                         state,
                                         verb,
                                         argument,
                                         line,
                                         reverse_path,
                                         recipient,
                                         parameters,
                                         size,
                                         recipients,
                                         recipients_refused,
                                         messages,
                                         commands,
                                         errors,
                                         last_reply,
                                         last_verb,
                                         tls,
                                         tls_fact<&tls::Facts::version>,
                                         tls_fact<&tls::Facts::cipher>,
                                         tls_fact<&tls::Facts::protocol>,
                                         tls_fact<&tls::Facts::client_subject>,
                                         tls_fact<&tls::Facts::server_name>,
                                         user,
                                         mechanism,
                                         sasl_user,
                                         sasl_outcome,
                                         sasl_decoded,
                                         header,
                                         variable};

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
