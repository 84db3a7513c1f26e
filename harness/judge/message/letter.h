// SPDX-License-Identifier: MIT
#pragma once
// A message that a client sent or stored, as a check wants to read it.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/rope.h"
#include "harness/judge/finder.h"
#include "harness/judge/imap/conversation.h"
#include "harness/judge/smtp/conversation.h"
#include "harness/mail/field_reader.h"
#include "harness/mail/outline.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

struct Letter {
  const Event* event = nullptr;  // the end of it
  // Of SMTP: where it stands in events. Null of IMAP.
  const SmtpTransaction* transaction = nullptr;
  bool is_utf8 = false;    // SMTPUTF8, or APPEND with UTF8
  bool is_binary = false;  // BINARYMIME, or literal8
  bool reuses_id = false;  // another message before it had this Message-ID
  std::string content;
  Rope rope;  // of `content`
  mail::Outline outline;
  std::vector<mail::Field> fields;       // of the header; views of `content`
  std::vector<const mail::Part*> parts;  // all but those inside a message that is carried along
  std::uint64_t disturbed_from = 0;      // the event from which on the server broke rules

  // A draft may lack much, and a copy may be somebody else's.
  bool is_appended() const { return !transaction; }
  std::string_view in(Range range) const {
    return std::string_view(content).substr(range.begin, range.size());
  }
  std::string_view header() const { return in(outline.root().header); }
  // Ignoring case, top to bottom.
  std::vector<const mail::Field*> all(std::string_view name) const;
  const mail::Field* first(std::string_view name) const;
  // Where `part`, a view of the content, begins.
  std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - content.data());
  }
};

// All that came whole.
std::deque<Letter> letters(const std::deque<SmtpConversation>& smtp,
                           const std::deque<ImapConversation>& imap);

// A fault of a message; `part` is the guilty octets, a view of its content. Whoever only brings it
// is not told as hard as who wrote it.
void blame(const Letter& letter, Finder& finder, const std::string& measured,
           std::string_view part = {});

// Says what it finds wrong with one message: blame() for a fault, good() where there was none.
class Judging {
 public:
  Judging(const Letter& letter, Finder& finder) : letter_(letter), finder_(finder) {}

  void saw() { has_seen_ = true; }
  void blame(const std::string& measured, std::string_view part = {}) {
    has_blamed_ = true;
    judge::blame(letter_, finder_, measured, part);
  }
  // Good, if there was anything to judge and nothing to blame.
  void finish() {
    if (has_seen_ && !has_blamed_) finder_.good(*letter_.event);
  }

 private:
  const Letter& letter_;
  Finder& finder_;
  bool has_seen_ = false, has_blamed_ = false;
};

}  // namespace postiche::judge
