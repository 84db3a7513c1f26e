// SPDX-License-Identifier: MIT
#include "harness/engine/scene.h"

#include <array>

#include "harness/engine/protocol.h"
#include "harness/engine/tally_book.h"
#include "harness/scenario/walk.h"

namespace postiche::engine {
namespace {

using scenario::Attribute;
using Getter = Value (*)(const Scene&, std::string_view key, Scratch&);

Value connection(const Scene& s, std::string_view, Scratch& scratch) {
  return hold(s.connection, scratch);
}
// The protocol may know who is behind a proxy.
Value client_ip(const Scene& s, std::string_view key, Scratch& scratch) {
  return s.protocol.value_of(s.turn, Attribute::client_ip, key, scratch).value_or(s.peer.address);
}

Value service(const Scene& s, std::string_view, Scratch&) { return s.peer.listener; }
Value port(const Scene& s, std::string_view, Scratch& scratch) { return hold(s.peer.at, scratch); }

Value state(const Scene& s, std::string_view, Scratch&) { return s.state; }

Value messages(const Scene& s, std::string_view, Scratch& scratch) {
  return hold(s.messages, scratch);
}
Value commands(const Scene& s, std::string_view, Scratch& scratch) {
  return hold(s.commands, scratch);
}
Value errors(const Scene& s, std::string_view, Scratch& scratch) { return hold(s.errors, scratch); }
Value last_reply(const Scene& s, std::string_view, Scratch& scratch) {
  return hold(s.last_reply.text(), scratch);
}
Value last_verb(const Scene& s, std::string_view, Scratch&) {
  return s.last_verb.empty() ? std::nullopt : Value(s.last_verb);
}

Value tls(const Scene& s, std::string_view, Scratch&) { return s.tls ? "yes" : "no"; }
template <std::string tls::Facts::*field>
Value tls_fact(const Scene& s, std::string_view, Scratch&) {
  return s.tls ? unless_empty(s.tls->*field) : std::nullopt;
}
// What a `set` step remembered, or "visit.count": only tallies and the world have a dot.
Value variable(const Scene& s, std::string_view key, Scratch& scratch) {
  const bool is_shared = key.starts_with("world.");
  if (!is_shared && key.find('.') != std::string_view::npos) {
    auto answer = s.tallies->answer(key, s);
    return answer ? hold(*std::move(answer), scratch) : std::nullopt;
  }
  const Variables* const all = is_shared ? s.shared : s.own;
  const auto found = all->find(key);
  return found == all->end() ? std::nullopt : Value(found->second);
}

// One row an attribute, in the order of the enum; null: the protocol's affair.
constexpr std::array<Getter, 42> getters{connection,
                                         client_ip,
                                         service,
                                         port,
                                         nullptr,  // helo
                                         nullptr,  // greeted_with
                                         nullptr,  // protocol_state
                                         state,
                                         nullptr,  // verb
                                         nullptr,  // argument
                                         nullptr,  // line
                                         nullptr,  // reverse_path
                                         nullptr,  // recipient
                                         nullptr,  // parameters
                                         nullptr,  // size
                                         nullptr,  // message_number
                                         nullptr,  // unique_id
                                         nullptr,  // tag
                                         nullptr,  // mailbox
                                         nullptr,  // message_set
                                         nullptr,  // literal_size
                                         nullptr,  // literal_kind
                                         nullptr,  // recipients
                                         nullptr,  // recipients_refused
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
                                         nullptr,  // user
                                         nullptr,  // mechanism
                                         nullptr,  // sasl_user
                                         nullptr,  // sasl_outcome
                                         nullptr,  // sasl_decoded
                                         nullptr,  // header
                                         variable};

}  // namespace

std::optional<std::string_view> value_of(const Scene& scene, Attribute attribute,
                                         std::string_view key, Scratch& scratch) {
  const Getter getter = getters[static_cast<std::size_t>(attribute)];
  if (getter) return getter(scene, key, scratch);
  return scene.protocol.value_of(scene.turn, attribute, key, scratch);
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
