// SPDX-License-Identifier: MIT
#pragma once
// How far a connection is, as far as that decides what it is offered: by authentication, and by the
// security layer below.

#include <cstdint>

namespace postiche::sasl {

// plain: in the clear, and nobody known.
enum class Stage : std::uint8_t { plain, tls, authenticated, tls_authenticated };
inline constexpr Stage stages[] = {Stage::plain, Stage::tls, Stage::authenticated,
                                   Stage::tls_authenticated};

constexpr bool is_secured(Stage stage) {
  return stage == Stage::tls || stage == Stage::tls_authenticated;
}
constexpr bool is_authenticated(Stage stage) {
  return stage == Stage::authenticated || stage == Stage::tls_authenticated;
}

}  // namespace postiche::sasl
