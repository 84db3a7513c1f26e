// SPDX-License-Identifier: MIT
#pragma once
// Digests, by libmbedcrypto: no cryptography of our own.

#include <string>
#include <string_view>

namespace postiche::digest {

// FIPS 180-4, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace postiche::digest
