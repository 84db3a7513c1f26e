// SPDX-License-Identifier: MIT
#pragma once
// One connection of SMTP or LMTP as a check wants to read it: what the client did, step by step,
// with the reply to it and what held at that moment. Made from transcript events alone.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/connection.h"
#include "harness/judge/offered_lines.h"
#include "harness/smtp/command.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// What the latest reply to EHLO or LHLO offered: RFC 5321 sec 4.1.1.1.
class SmtpOffer : public OfferedLines {
 public:
  SmtpOffer() = default;
  explicit SmtpOffer(const Event& reply);
};

struct SmtpAct {
  enum class Kind : std::uint8_t {
    command,
    response,  // a line within AUTH
    content,   // all that came behind 354, as one
    chunk,     // the octets of a BDAT
  };
  Kind kind = Kind::command;
  const Event* event = nullptr;      // of content, the one that ended it, or its first piece
  smtp::Command command;             // of a command
  const Event* reply = nullptr;      // the last to it; of DATA, the one before the content
  const Event* octets = nullptr;     // that a rule sent as they are where a reply would be
  const SmtpOffer* offer = nullptr;  // null before the first EHLO, and behind HELO
  bool is_early = false;             // the client had not seen the reply to what it did before
  bool is_greeted = false;           // EHLO, HELO or LHLO was accepted
  bool is_secured = false;
  bool is_authenticated = false;
  // Index into transactions; nothing outside of one. MAIL has that which it begins, or would.
  std::optional<std::size_t> transaction;

  bool is(smtp::Verb verb) const { return kind == Kind::command && command.verb == verb; }
  std::string_view code() const;  // "250", "" where there was no reply
  // Its reply is 2yz or 3yz.
  bool is_accepted() const { return code().starts_with('2') || code().starts_with('3'); }
  bool is_refused() const { return code().starts_with('4') || code().starts_with('5'); }
};

// Octets of an event.
struct Octets {
  const Event* event = nullptr;
  std::string_view part;
};

// From a MAIL to what ended it: content that was answered, RSET, a new greeting, the end.
struct SmtpTransaction {
  const SmtpAct* mail = nullptr;
  std::vector<const SmtpAct*> recipients;  // every RCPT, refused ones too
  std::vector<const SmtpAct*> chunks;      // the BDAT commands
  const SmtpAct* data = nullptr;           // the DATA command
  std::vector<const Event*> pieces;        // of the content, in order
  const Event* end = nullptr;              // the event `message`; null where it never ended
  std::string content;                     // as it is meant: dot-stuffing undone
  std::vector<Octets> runs;                // the same, where it stands in events

  bool is_whole() const { return end != nullptr; }
  bool is_accepted() const { return end && end->field("accepted") == "yes"; }
  // Where `content` has these octets; fewer where they go over the end of an event. There has to
  // be content.
  Octets at(std::size_t offset, std::size_t length) const;
};

struct SmtpConversation : Connection {
  std::string_view service;  // "smtp", "submission", "lmtp"
  std::string_view port;     // that the client came to
  std::deque<SmtpOffer> offers;
  std::deque<SmtpAct> acts;
  std::deque<SmtpTransaction> transactions;
  std::vector<const Event*> unanswered;  // octets that nobody was left to act on
  const Event* greeting = nullptr;
  const Event* tls = nullptr;         // the handshake that succeeded
  const Event* tls_failed = nullptr;  // or the one that did not

  bool is_lmtp() const { return service.starts_with("lmtp"); }
  const SmtpTransaction* transaction_of(const SmtpAct& act) const {
    return act.transaction ? &transactions[*act.transaction] : nullptr;
  }
};

// One for each connection of SMTP and LMTP on which we were the server.
std::deque<SmtpConversation> smtp_conversations(const std::vector<const Event*>& events);

}  // namespace postiche::judge
