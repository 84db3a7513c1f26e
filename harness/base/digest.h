// SPDX-License-Identifier: MIT
#pragma once
// Digests, by libmbedcrypto: no cryptography of our own.

#include <cstdint>
#include <string>
#include <string_view>

namespace postiche::digest {

// Those that mail protocols still speak; md5 and sha1 are here to be met, not to be trusted.
enum class Hash : std::uint8_t { md5, sha1, sha256 };

// The raw octets: 16, 20 or 32.
std::string sum(Hash hash, std::string_view bytes);
// RFC 2104 sec 2, as many octets as the hash has.
std::string hmac(Hash hash, std::string_view key, std::string_view text);
// PBKDF2 with HMAC, one block of it: as many octets as the hash has. RFC 8018 sec 5.2.
// `iterations` is at least 1, and is what it costs.
std::string pbkdf2(Hash hash, std::string_view password, std::string_view salt,
                   std::uint32_t iterations);

// Two lower-case hexadecimal digits for each octet.
std::string hex(std::string_view bytes);

// FIPS 180-4, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace postiche::digest
