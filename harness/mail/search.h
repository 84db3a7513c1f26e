// SPDX-License-Identifier: MIT
#pragma once
// Whether a message has a text somewhere: what SEARCH asks, RFC 9051 sec 6.4.4. As a reader would
// see it: encodings and charsets undone, whatever its case. Needles are what fold_case() made.

#include <string_view>

#include "harness/mail/opened_message.h"

namespace postiche::mail {

// In a field of this name. An empty needle is in every field, so that it asks whether there is one.
bool header_contains(std::string_view header, std::string_view name,
                     std::string_view folded_needle);

// In the parts that have text, and in the headers of messages inside: not in the message's own.
// Looks at the first megabytes of each part.
bool body_contains(OpenedMessage& message, std::string_view folded_needle);

// In the header of the message or of a part, or in its body.
bool message_contains(OpenedMessage& message, std::string_view folded_needle);

}  // namespace postiche::mail
