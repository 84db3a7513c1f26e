// SPDX-License-Identifier: MIT
#pragma once
// An exchange of authentication as a check wants to read it, whatever protocol carried it.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/imap/conversation.h"
#include "harness/judge/pop3/conversation.h"
#include "harness/judge/smtp/conversation.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

struct SaslMessage {
  const Event* event = nullptr;
  std::string_view text;              // as it stands on the line, in base64
  std::optional<std::string> octets;  // nothing where they are masked, or no base64
};

struct SaslExchange {
  std::string mechanism;  // in capitals
  const Event* command = nullptr;
  bool has_initial_response = false;  // then it is the first of the messages
  std::vector<SaslMessage> messages;  // up to a "*"
  bool is_accepted = false;
  std::uint64_t disturbed_from = 0;  // the event from which on the server broke rules; 0: never

  bool is(std::string_view name) const { return mechanism == name; }
  bool is_scram() const { return mechanism.starts_with("SCRAM-"); }
  // What the client said first; null where it said nothing that can be read.
  const SaslMessage* first() const { return readable(0); }
  const SaslMessage* readable(std::size_t index) const {
    return index < messages.size() && messages[index].octets ? &messages[index] : nullptr;
  }
};

std::deque<SaslExchange> sasl_exchanges(const std::deque<SmtpConversation>& smtp,
                                        const std::deque<Pop3Conversation>& pop3,
                                        const std::deque<ImapConversation>& imap);

}  // namespace postiche::judge
