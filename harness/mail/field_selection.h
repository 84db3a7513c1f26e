// SPDX-License-Identifier: MIT
#pragma once
// Some of the fields of a header, as HEADER.FIELDS and HEADER.FIELDS.NOT want them: RFC 9051 sec
// 6.4.5.1.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace postiche::mail {

enum class Selection : std::uint8_t { these, all_others };

// Whole fields as they are written, and the empty line where there is one. Names ignore case. Lines
// that are no field are left out.
std::string select_fields(std::string_view header, std::span<const std::string> names,
                          Selection selection);

}  // namespace postiche::mail
