// SPDX-License-Identifier: MIT
#pragma once
// How findings are put into words.

#include <cstdint>
#include <string>

#include "harness/scenario/model.h"

namespace postiche::judge {

// "never", "once", "3 times".
std::string times(std::uint64_t count);
// "never came", "came once".
std::string came(std::uint64_t count);
// As the scenario writes it: "RCPT", "connect".
std::string name_of(const scenario::Trigger& trigger);

}  // namespace postiche::judge
