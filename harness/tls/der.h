// SPDX-License-Identifier: MIT
#pragma once
// Writes DER, the octets that certificates are made of: as much of it as their extensions and
// revocation lists need, which the library has no writers for.

#include <cstdint>
#include <string>
#include <string_view>

namespace postiche::tls::der {

// The tags of X.690 that we write. Those that depend on their place are `context(n)`.
enum Tag : unsigned char {
  boolean = 0x01,
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  object_identifier = 0x06,
  utc_time = 0x17,
  generalized_time = 0x18,
  sequence = 0x30,
};
constexpr unsigned char context(unsigned char number) {
  return static_cast<unsigned char>(0x80 | number);
}
// One that holds elements in turn.
constexpr unsigned char constructed(unsigned char number) {
  return static_cast<unsigned char>(0xA0 | number);
}

std::string element(unsigned char tag, std::string_view content);

// The moment as X.509 writes it: RFC 5280 sec 4.1.2.5. Without a year's century until 2049.
std::string time(std::int64_t unix_seconds);
// "YYYYMMDDhhmmss", in UTC.
std::string digits_of_time(std::int64_t unix_seconds);

}  // namespace postiche::tls::der
