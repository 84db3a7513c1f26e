// SPDX-License-Identifier: MIT
#include "harness/sasl/step.h"

#include <array>
#include <cstddef>

namespace postiche::sasl {

std::string_view name(Failure failure) {
  static constexpr std::array<std::string_view, 15> names{"",
                                                          "malformed",
                                                          "unexpected-initial-response",
                                                          "unknown-user",
                                                          "wrong-password",
                                                          "wrong-nonce",
                                                          "other-authorization",
                                                          "mechanism-refused",
                                                          "binding-mismatch",
                                                          "binding-unsupported",
                                                          "downgrade",
                                                          "no-certificate",
                                                          "cancelled",
                                                          "not-spoken",
                                                          "out-of-order"};
  return names.at(static_cast<std::size_t>(failure));
}

}  // namespace postiche::sasl
