// SPDX-License-Identifier: MIT
#include "harness/judge/facts.h"

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/mail/header.h"
#include "harness/scenario/obstacle.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::judge {

using scenario::Attribute;
using transcript::Kind;

namespace {

std::string text_of(const Event& event, std::string_view field) {
  return std::string(event.field(field).value_or(""));
}

// By the service that was called: its name begins with what it speaks.
scenario::Protocol protocol_of(std::string_view service) {
  if (service.starts_with("pop3")) return scenario::Protocol::pop3;
  if (service.starts_with("imap")) return scenario::Protocol::imap;
  return scenario::Protocol::smtp;
}

bool announces_literal(const Event& event) {
  return event.kind == Kind::bytes && event.field("part") && event.field("literal");
}

bool selects(std::string_view verb) { return verb == "SELECT" || verb == "EXAMINE"; }

bool is_hello(std::string_view verb) { return verb == "EHLO" || verb == "HELO" || verb == "LHLO"; }

}  // namespace

void Facts::see(const Event& event) {
  event_ = &event;
  Past& past = pasts_[event.connection];
  past.closed = past.closed || past.closed_now;
  past.closed_now = event.kind == Kind::close && !past.closed;
  if (event.direction == transcript::Direction::out) past.spoke_at = event.at;
  switch (event.kind) {
    case Kind::open:
      past.client = past.peer = text_of(event, "client");
      past.service = text_of(event, "listener");
      past.protocol = protocol_of(past.service);
      past.protocol_state = initial_state(past);
      past.port = std::string(event.field("at").value_or("0"));
      break;
    case Kind::command:
      see_command(past);
      break;
    case Kind::reply:
      see_reply(past);
      open_mailbox(past);
      break;
    case Kind::note:
      see_note(past);
      break;
    case Kind::tls:
      see_tls(past);
      break;
    case Kind::bytes:
      if (is_content()) past.pieces.push_back(&event);
      // What a proxy says of who is behind it.
      if (event.field("proxy")) past.client = past.peer = event.field("client").value_or(past.peer);
      break;
    case Kind::message:
      past.in_content = false;
      past.end = text_of(event, "end");
      past.chunks_ended = past.protocol_state != "data";
      if (event.field("accepted") == "yes") ++past.messages;
      break;
    default:
      break;
  }
  count_tallies();
}

void Facts::see_note(Past& past) {
  const auto note = event_->field("note");
  const std::string name = text_of(*event_, "name");
  if (note == "set") {
    const std::string value = text_of(*event_, "value");
    (name.starts_with("world.") ? shared_ : past.variables)[name] = value;
  }
  // A dialogue hears content that no 354 has opened.
  if (note == "content") {
    past.in_content = true;
    past.pieces.clear();
  }
  if (note == "state") past.state = name;
  if (note == "authenticated") {
    past.user = name;
    past.mechanism = text_of(*event_, "mechanism");
  }
}

// All that was said in clear is forgotten: RFC 3207 sec 4.2.
void Facts::see_tls(Past& past) {
  if (event_->field("failed")) return;
  past.is_secured = true;
  for (const transcript::Field& field : event_->fields) {
    past.tls_facts[std::string(field.name)] = field.value;
  }
  past.helo.clear();
  past.greeted_with.clear();
  past.user.clear();
  past.mechanism.clear();
  past.protocol_state = initial_state(past);
}

void Facts::see_command(Past& past) {
  ++past.commands;
  past.verb_before = past.last_verb;
  past.last_verb = ascii::to_upper(text_of(*event_, "verb"));
  past.tries_login = event_->field("sasl").has_value();
  if (is_hello(past.last_verb)) past.helo = text_of(*event_, "domain");
  if (past.last_verb == "XCLIENT") see_attributes(past);
  if (selects(past.last_verb)) past.asked_mailbox = text_of(*event_, "mailbox");
  if (past.last_verb == "MAIL") past.last_path = text_of(*event_, "reverse-path");
  if (past.last_verb == "RCPT") past.last_path = text_of(*event_, "recipient");
}

// A positive reply has the command's effect, as in the session itself.
void Facts::see_reply(Past& past) {
  past.last_reply = text_of(*event_, "code");
  const char first = past.last_reply.empty() ? '5' : past.last_reply.front();
  if (!past.last_reply.empty()) move_on(past);
  const bool is_no =
      past.last_reply == "NO" || past.last_reply == "BAD" || past.last_reply == "BYE";
  if ((first >= '4' && first <= '9') || first == '-' || is_no) {
    ++past.errors;
    if (past.last_verb == "RCPT") ++past.refused;
  }
  if (past.last_verb == "DATA" && first == '3') {
    past.in_content = true;
    past.pieces.clear();
  }
  if (first != '2') return;
  if (is_hello(past.last_verb)) past.greeted_with = past.last_verb;
  if (past.last_verb == "XCLIENT") become(past);
  if (past.last_verb == "MAIL") {
    past.reverse_path = past.last_path;
    past.recipients = past.refused = 0;
    past.pieces.clear();
  }
  if (past.last_verb == "RCPT") {
    past.last_recipient = past.last_path;
    ++past.recipients;
  }
}

// One that could not be opened leaves none open: RFC 9051 sec 6.3.2.
void Facts::open_mailbox(Past& past) {
  const bool positive = past.last_reply == "OK", negative = past.last_reply == "NO";
  const bool shuts = past.last_verb == "CLOSE" || past.last_verb == "UNSELECT";
  if (positive && shuts) past.mailbox.clear();
  if (!selects(past.last_verb)) return;
  if (positive) past.mailbox = past.asked_mailbox;
  if (negative) past.mailbox.clear();
}

bool Facts::is(const scenario::Trigger& trigger) const {
  using Wanted = scenario::Event;
  const bool command = event_->kind == Kind::command;
  switch (trigger.event) {
    case Wanted::connect:
      return event_->kind == Kind::open && !event_->field("dialed");
    case Wanted::command:
      return command;
    case Wanted::command_named:
      return command && scenario::covers(trigger.verb, past().last_verb);
    case Wanted::first_command:
      return command && past().commands == 1;
    case Wanted::unknown:
      return command && event_->field("known") == "no";
    case Wanted::garbage:
      return command && event_->field("garbage") == "yes";
    case Wanted::data:
      return is_content();
    case Wanted::message:
      return event_->kind == Kind::message && event_->field("accepted") == "yes";
    case Wanted::refused:
      return event_->kind == Kind::message && event_->field("accepted") != "yes";
    case Wanted::close:
      return past().closed_now;
    case Wanted::tls:
      return event_->kind == Kind::tls && !event_->field("failed");
    case Wanted::tls_failed:
      return event_->kind == Kind::tls && event_->field("failed").has_value();
    case Wanted::sasl:
      return event_->kind == Kind::bytes && event_->field("sasl").has_value();
    // Both have the time of the same read where the client did not wait.
    case Wanted::early:
      return command && (!past().spoke_at || event_->at <= *past().spoke_at);
    // The line that announces one; its octets are events of their own.
    case Wanted::literal:
      return announces_literal(*event_);
    case Wanted::idle:
      return event_->kind == Kind::reply && event_->field("code") == "+" &&
             past().last_verb == "IDLE";
    default:
      return false;
  }
}

bool Facts::holds(const scenario::Condition& condition) const {
  return scenario::holds(condition, [this](const scenario::Condition& leaf) {
    return value_of(leaf.attribute, leaf.key);
  });
}

std::string Facts::obstacle(const scenario::Condition& condition) const {
  return scenario::first_obstacle(condition, [this](const scenario::Condition& leaf) {
    return value_of(leaf.attribute, leaf.key);
  });
}

namespace {

std::optional<std::string> field_of(const Event& event, std::string_view name) {
  const auto value = event.field(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string joined(const Event& event, std::string_view name) {
  std::string all;
  for (const transcript::Field& field : event.fields) {
    if (field.name != name) continue;
    if (!all.empty()) all += ' ';
    all += field.value;
  }
  return all;
}

std::optional<std::string> declared_size(const Event& event) {
  for (const transcript::Field& field : event.fields) {
    const bool is_size =
        field.name == "parameter" && ascii::starts_with_ignoring_case(field.value, "SIZE=");
    if (is_size) return std::string(field.value.substr(5));
  }
  return std::nullopt;
}

std::string line_of(const Event& event) {
  std::string_view line = event.bytes;
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return std::string(line);
}

// "{5+}" does not wait to be asked for the octets: RFC 7888 sec 4.
std::optional<std::string> literal_kind(const Event& event) {
  if (!announces_literal(event)) return std::nullopt;
  return line_of(event).ends_with("+}") ? "non-synchronizing" : "synchronizing";
}

}  // namespace

std::optional<std::string> Facts::value_of(Attribute attribute, std::string_view key) const {
  const Past& now = past();
  const bool command = event_->kind == Kind::command;
  switch (attribute) {
    case Attribute::connection:
      return std::to_string(event_->connection);
    case Attribute::client_ip:
      return now.client;
    case Attribute::service:
      return now.service;
    case Attribute::port:
      return now.port;
    case Attribute::helo:
      return unless_empty(now.helo);
    case Attribute::greeted_with:
      return unless_empty(now.greeted_with);
    case Attribute::verb:
      return command ? unless_empty(now.last_verb) : std::nullopt;
    case Attribute::argument:
      return command ? text_of(*event_, "argument") : "";
    case Attribute::line:
      return command ? std::optional(line_of(*event_)) : std::nullopt;
    case Attribute::reverse_path: {
      const auto own = field_of(*event_, "reverse-path");
      return own ? own : unless_empty(now.reverse_path);
    }
    case Attribute::recipient: {
      const auto own = field_of(*event_, "recipient");
      return own ? own : unless_empty(now.last_recipient);
    }
    case Attribute::parameters:
      return joined(*event_, "parameter");
    case Attribute::size: {
      const auto own = field_of(*event_, "size");
      return own ? own : declared_size(*event_);
    }
    case Attribute::message_number:
      return field_of(*event_, "message-number");
    case Attribute::unique_id:
      return field_of(*event_, "unique-id");
    case Attribute::tag:
      return command ? field_of(*event_, "tag") : std::nullopt;
    case Attribute::mailbox: {
      const auto own = field_of(*event_, "mailbox");
      return own ? own : unless_empty(now.mailbox);
    }
    case Attribute::message_set:
      return field_of(*event_, "message-set");
    case Attribute::literal_size:
      return announces_literal(*event_) ? field_of(*event_, "literal") : std::nullopt;
    case Attribute::literal_kind:
      return literal_kind(*event_);
    case Attribute::recipients:
      return std::to_string(now.recipients);
    case Attribute::recipients_refused:
      return std::to_string(now.refused);
    case Attribute::commands:
      return std::to_string(now.commands);
    case Attribute::errors:
      return std::to_string(now.errors);
    case Attribute::last_verb:
      return unless_empty(command ? now.verb_before : now.last_verb);
    case Attribute::messages:
      return std::to_string(now.messages);
    case Attribute::last_reply:
      return unless_empty(now.last_reply);
    case Attribute::header:
      return mail::field(content(), key);
    case Attribute::variable: {
      const bool is_question = key.find('.') != std::string_view::npos;
      if (is_question && !key.starts_with("world.")) return answer(key);
      const auto& all = key.starts_with("world.") ? shared_ : now.variables;
      const auto found = all.find(key);
      return found == all.end() ? std::nullopt : std::optional(found->second);
    }
    case Attribute::state:
      return now.state;
    case Attribute::protocol_state:
      return now.protocol_state;
    case Attribute::tls:
      return now.is_secured ? "yes" : "no";
    case Attribute::tls_version:
      return tls_fact("version");
    case Attribute::tls_cipher:
      return tls_fact("cipher");
    case Attribute::tls_protocol:
      return tls_fact("protocol");
    case Attribute::tls_client:
      return tls_fact("client");
    case Attribute::sni:
      return tls_fact("sni");
    case Attribute::user:
      return unless_empty(now.user);
    case Attribute::mechanism: {
      const auto own = field_of(*event_, "mechanism");
      return own ? own : unless_empty(now.mechanism);
    }
    case Attribute::sasl_user:
      return field_of(*event_, "sasl-user");
    case Attribute::sasl_outcome:
      return field_of(*event_, "sasl");
    case Attribute::sasl_decoded:
      return decoded_response();
  }
  return std::nullopt;
}

std::optional<std::string> Facts::tls_fact(std::string_view name) const {
  const auto found = past().tls_facts.find(name);
  return found == past().tls_facts.end() ? std::nullopt : std::optional(found->second);
}

// Of AUTH, or of a line behind it.
std::optional<std::string> Facts::decoded_response() const {
  if (!event_->field("sasl")) return std::nullopt;
  const std::string line = line_of(*event_);
  const std::size_t space = line.rfind(' ');
  return base64::decode(event_->kind == Kind::command ? line.substr(space + 1) : line);
}

}  // namespace postiche::judge
