// SPDX-License-Identifier: MIT
#pragma once
// What a part says, as text.

#include <cstddef>
#include <optional>
#include <string>

#include "harness/base/rope.h"
#include "harness/mail/outline.h"

namespace postiche::mail {

// In UTF-8, a part of type text, or of type message that has no message inside, as the status of a
// delivery: its transfer encoding undone, and its charset. No more than `limit` octets are decoded.
// A charset or an encoding that nobody knows is taken for UTF-8 and for none. Nothing where it is
// no text.
std::optional<std::string> text_of(const Rope& message, const Part& part, std::size_t limit);

}  // namespace postiche::mail
