// SPDX-License-Identifier: MIT
#pragma once
// Which of the protocols that share SMTP's commands a listener speaks.

#include <cstdint>

namespace postiche::smtp {

// smtp: RFC 5321; submission: RFC 6409; lmtp: RFC 2033.
enum class Mode : std::uint8_t { smtp, submission, lmtp };

// How far a connection is: what it may be offered.
enum class Stage : std::uint8_t { plain, tls, authenticated, tls_authenticated };
inline constexpr Stage stages[] = {Stage::plain, Stage::tls, Stage::authenticated,
                                   Stage::tls_authenticated};
constexpr bool is_secured(Stage stage) {
  return stage == Stage::tls || stage == Stage::tls_authenticated;
}
constexpr bool is_authenticated(Stage stage) {
  return stage == Stage::authenticated || stage == Stage::tls_authenticated;
}

}  // namespace postiche::smtp
