// SPDX-License-Identifier: MIT
#include "harness/tls/ability.h"

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

#include <algorithm>
#include <array>
#include <string>

namespace postiche::tls {
namespace {

struct SuiteRow {
  std::string_view name;
  int number;
};

// RFC 8446 sec B.4
constexpr std::array<SuiteRow, 5> of_tls13 = {{
    {"TLS_AES_128_GCM_SHA256", 0x1301},
    {"TLS_AES_256_GCM_SHA384", 0x1302},
    {"TLS_CHACHA20_POLY1305_SHA256", 0x1303},
    {"TLS_AES_128_CCM_SHA256", 0x1304},
    {"TLS_AES_128_CCM_8_SHA256", 0x1305},
}};

}  // namespace

bool speaks(Version version) { return version == Version::tls12 || MBEDTLS_VERSION_MAJOR >= 3; }

// The library joins by hyphens, and calls TLS1-3-... what has no key exchange of its own.
std::string cipher_name(std::string_view of_the_library) {
  std::string name(of_the_library);
  std::replace(name.begin(), name.end(), '-', '_');
  constexpr std::string_view prefix = "TLS1_3_";
  if (name.starts_with(prefix)) name.replace(0, prefix.size(), "TLS_");
  return name;
}

std::optional<Cipher> find_cipher(std::string_view name) {
  const auto* const row = std::ranges::find(of_tls13, name, &SuiteRow::name);
  if (row != of_tls13.end()) return Cipher{row->number, Version::tls13, false};
  for (const int* number = mbedtls_ssl_list_ciphersuites(); *number != 0; ++number) {
    if (cipher_name(mbedtls_ssl_get_ciphersuite_name(*number)) != name) continue;
    return Cipher{*number, Version::tls12, name.find("RSA_") != std::string_view::npos};
  }
  return std::nullopt;
}

bool is_known_cipher(std::string_view name) { return find_cipher(name).has_value(); }

std::vector<std::string> known_ciphers() {
  std::vector<std::string> names;
  names.reserve(of_tls13.size());
  for (const SuiteRow& row : of_tls13) names.emplace_back(row.name);
  for (const int* number = mbedtls_ssl_list_ciphersuites(); *number != 0; ++number) {
    std::string name = cipher_name(mbedtls_ssl_get_ciphersuite_name(*number));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace postiche::tls
