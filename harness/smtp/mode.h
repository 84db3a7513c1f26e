// SPDX-License-Identifier: MIT
#pragma once
// Which of the protocols that share SMTP's commands a listener speaks.

#include <cstdint>

namespace postiche::smtp {

// smtp: RFC 5321; submission: RFC 6409; lmtp: RFC 2033.
enum class Mode : std::uint8_t { smtp, submission, lmtp };

}  // namespace postiche::smtp
