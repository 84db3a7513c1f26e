// SPDX-License-Identifier: MIT
#include "harness/base/digest.h"

#include <mbedtls/md.h>

#include <array>

#include "harness/base/bug.h"

namespace postiche::digest {

std::string sha256_hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 32> sum{};
  const auto* const input = reinterpret_cast<const unsigned char*>(bytes.data());
  const mbedtls_md_info_t* const sha256 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  POSTICHE_CHECK(mbedtls_md(sha256, input, bytes.size(), sum.data()) == 0);
  std::string hex;
  for (const unsigned char octet : sum) {
    hex += digits[octet >> 4];
    hex += digits[octet & 15];
  }
  return hex;
}

}  // namespace postiche::digest
