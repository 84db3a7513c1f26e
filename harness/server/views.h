// SPDX-License-Identifier: MIT
#pragma once
// Copies of what the server knows, for readers on other threads.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/base/time.h"
#include "harness/judge/coverage.h"
#include "harness/judge/dialogue_coverage.h"
#include "harness/scenario/protocol.h"
#include "harness/store/body.h"

namespace postiche::server {

struct Endpoint {
  std::string name;  // "smtp"
  std::string host;  // "127.0.0.1"; empty for a Unix socket
  std::uint16_t port = 0;
  std::string path;  // of a Unix socket

  // "127.0.0.1:1025", "[::1]:1025", "unix:/path".
  std::string text() const;
};

struct MessageView {
  std::uint64_t id = 0;
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::vector<std::string> parameters;            // of MAIL
  std::vector<std::string> recipient_parameters;  // one a recipient
  std::string content;                            // exactly what was sent, dot-stuffing undone
  VirtualTime received_at;
  std::uint64_t connection = 0;
  std::string helo, client;
};

struct CommandView {
  std::string verb, argument, line;  // the line without its ending
  std::vector<std::string> deviations;
  VirtualTime at;
};

struct ReplyView {
  std::string status;  // the word that it begins with: "250", "+OK"
  std::string text;    // all lines, as sent
  std::string by;      // "honest" or the rule's name
  VirtualTime at;
};

struct SessionView {
  // Octets of one `send` that is repeated: it may have said more than any memory holds.
  static constexpr std::size_t most_copied = 16'000'000;

  std::uint32_t connection = 0;
  std::string client, listener;
  std::vector<CommandView> commands;
  std::vector<ReplyView> replies;
  std::vector<std::string> rules;     // names of those that spoke, in order
  std::string tls;                    // the version, "TLSv1.3"; empty in clear
  std::string user;                   // who has authenticated last; empty: nobody
  std::string closed_by, closed_how;  // empty while open
  std::string heard, said;            // every octet of each direction
};

struct AccountView {
  std::string user;
  std::optional<std::string> password;  // nothing: any will do
  std::vector<std::string> aliases;
  std::optional<std::uint64_t> quota;                          // octets
  std::vector<std::pair<std::string, std::size_t>> mailboxes;  // and how many messages each has
};

// A message in a mailbox.
struct StoredView {
  std::uint32_t uid = 0;
  std::vector<std::string> flags;  // "\\Seen"
  VirtualTime received_at;
  store::Body body;
};

// What is to be put into a mailbox, octet by octet.
struct Parcel {
  std::string account;  // a user's name or an address
  std::string mailbox = "INBOX";
  std::string content;
  std::vector<std::string> flags = {};
  std::optional<VirtualTime> received_at = {};  // else now
};

struct Counts {
  std::size_t messages = 0;
  std::size_t closed = 0;  // sessions
};

// How often one rule or one line of a dialogue was played.
struct CoverageView {
  std::string name;  // "rule 'too early'", "line 'C: RCPT TO:<*>'"
  Place place;
  std::uint64_t times = 0;
  std::string text;  // "spoke once", "never spoke: RCPT came 3 times, but ..."
};

// What a session waits to be told.
struct HookCall {
  std::uint64_t id = 0;
  scenario::Protocol protocol{};  // that the session speaks
  std::string hook;
  std::vector<std::pair<std::string, std::string>> facts;  // what rules can ask, where it is known
};

struct Summary {
  std::uint64_t connections = 0, commands = 0, messages = 0;
  std::vector<judge::RuleCoverage> rules;     // in file order
  std::vector<judge::LineCoverage> dialogue;  // lines of all dialogues, in file order

  // Both of them.
  std::vector<CoverageView> coverage() const;
};

}  // namespace postiche::server
