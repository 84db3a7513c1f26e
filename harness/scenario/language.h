// SPDX-License-Identifier: MIT
#pragma once
// The words of the scenario language as tables: the loader, the engine, the schema and the
// reference all read these. A new word is one row here and one function where it acts.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "harness/scenario/protocol.h"

namespace postiche::scenario {

// What a rule can wait for.
enum class Event : std::uint8_t {
  connect,        // before the greeting
  command,        // any command line
  command_named,  // one verb
  first_command,  // the first of its connection
  unknown,        // a verb the protocol does not know
  garbage,        // a line that is no command at all: NUL, 8-bit or control bytes, over-long
  data,           // inside a message's content
  message,        // its end, before the reply; in expectations one that was accepted
  refused,        // in expectations: a message whose content was heard and not accepted
  quiet,          // the client has been silent for so long
  after,          // so long after the connection was made
  close,          // the connection has ended
  sasl,           // a line within AUTH
  tls,            // the handshake is done
  tls_failed,     // in expectations: it came to nothing
  early,          // in expectations: a command that did not wait for what was due before it
  literal,        // one was announced; IMAP's
  idle,           // the client was told to wait for news; IMAP's
};
inline constexpr std::size_t event_count = static_cast<std::size_t>(Event::idle) + 1;

// What a condition can ask about.
enum class Attribute : std::uint8_t {
  connection,  // number of the connection in this run, from 1
  client_ip,
  service,         // what the listener speaks, by its name
  port,            // where it listens
  helo,            // argument of the latest EHLO or HELO
  greeted_with,    // EHLO, HELO or empty
  protocol_state,  // smtp::State, by name
  state,           // what a `state` step named; "start" before
  verb,
  argument,
  line,  // the whole command line
  reverse_path,
  recipient,           // of the command at hand, else the latest accepted
  parameters,          // ESMTP parameters of the command at hand
  size,                // octets: SIZE= of MAIL, the content's size at its end, POP3's message
  message_number,      // that a command of POP3 names
  unique_id,           // of that message
  tag,                 // of the command of IMAP at hand
  mailbox,             // that it names, else the one that is open
  message_set,         // that it names, as written: "1:*,7"
  literal_size,        // of the literal that is announced
  literal_kind,        // whether the client waits for an answer to that
  recipients,          // accepted so far in this transaction
  recipients_refused,  // so far in this transaction
  messages,            // accepted so far on this connection
  commands,            // heard so far on this connection, the one at hand included
  errors,              // negative replies so far on this connection
  last_reply,          // code of the latest reply on this connection
  last_verb,           // of the command before the one at hand
  tls,                 // yes or no
  tls_version,
  tls_cipher,
  tls_protocol,  // of ALPN
  tls_client,    // of the client's certificate
  sni,
  user,          // who has authenticated
  mechanism,     // how, or how it is tried
  sasl_user,     // who tries to
  sasl_outcome,  // what an honest server makes of the line at hand
  sasl_decoded,
  header,    // header.subject: a field of the message at hand
  variable,  // what a `set` step remembered, asked for by its own name
};

struct EventRow {
  std::string_view word;  // as a scenario writes it
  Event event;
  std::string_view meaning;  // one sentence for the reference
  enum class Use { anywhere, expected, rules } use = Use::anywhere;
  std::optional<Protocol> home = {};  // the protocol that alone has it
};
struct AttributeRow {
  std::string_view word;
  Attribute attribute;
  bool is_number;
  std::string_view meaning;
};

// What a listener speaks.
struct ServiceRow {
  std::string_view word;
  std::string_view meaning;
  std::uint16_t port;  // where `serve` listens unless it is told otherwise
};

// A word and what it means to the author: verbs, capabilities, names that templates may use.
struct WordRow {
  std::string_view word;
  std::string_view meaning;
};

std::span<const EventRow> events();
std::span<const AttributeRow> attributes();
std::optional<Attribute> find_attribute(std::string_view word);
std::string_view word_for(Attribute attribute);
std::span<const ServiceRow> services();
// What a client can be said to need.
std::span<const WordRow> needs();
// What can be asked of a tally of `memory`: "visit.count".
std::span<const WordRow> tally_questions();
// Names that texts may use while the scenario plays; captures and parameters come on top.
std::span<const WordRow> template_names();

}  // namespace postiche::scenario
