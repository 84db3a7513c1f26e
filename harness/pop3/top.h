// SPDX-License-Identifier: MIT
#pragma once
// What TOP shows of a message.

#include <cstdint>
#include <memory>

#include "harness/base/rope.h"

namespace postiche::pop3 {

// The header, the empty line, and so many lines of the body: RFC 1939 sec 7. Octets are shared.
std::shared_ptr<const Rope> top_of(const std::shared_ptr<const Rope>& message, std::uint64_t lines);

}  // namespace postiche::pop3
