// SPDX-License-Identifier: MIT
#pragma once
// The delivery oracle: what became of each message, by what was sent and what the client told its
// user. It trusts nobody: accepted is what was answered with 250.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "harness/judge/smtp/conversation.h"
#include "harness/judge/verdict.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

enum class Delivery : std::uint8_t {
  once,           // accepted once, and the client said so
  refused,        // not accepted, and the client said so
  lost,           // not accepted, and the client told its user that all is well
  duplicated,     // accepted more than once, although the client knew of the first time
  false_failure,  // accepted, and the client told its user that it failed
  altered,        // accepted with other octets than the client was given
  unknowable,     // the reply never came, or told the client what is not so: whatever it does may
                  // be wrong
};
std::string_view name(Delivery delivery);  // "delivered once", "lost" ...

struct Delivered {
  std::string message;  // its Message-ID, or the first words of its subject, or "a message"
  Delivery delivery = Delivery::once;
  std::vector<std::uint64_t> evidence;
};

// One for each message that the client began to send by SMTP or LMTP; none where it tried nothing.
// `given` is the message that the client was told to send, where that is known. Lost and false
// failure need to know how the client ended (the note `client-ended`, among `events`).
std::vector<Delivered> deliveries(const std::deque<SmtpConversation>& conversations,
                                  const std::vector<const transcript::Event*>& events,
                                  const std::optional<std::string>& given);

// All of them as one verdict with the id `delivery`; nothing where there are none.
std::optional<Verdict> judge_delivery(const std::vector<Delivered>& all);

}  // namespace postiche::judge
