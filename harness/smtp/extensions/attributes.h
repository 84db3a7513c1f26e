// SPDX-License-Identifier: MIT
#pragma once
// The attributes of XCLIENT and XFORWARD.

#include <optional>
#include <string_view>

#include "harness/smtp/command.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {
class Server;
}

namespace postiche::smtp::extensions {

// 501 where an attribute is none of those that the line with this keyword offers, or has no value
// that it can have.
std::optional<Reply> object_to_attributes(const Command& command, const Server& server,
                                          std::string_view keyword);

}  // namespace postiche::smtp::extensions
