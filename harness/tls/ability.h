// SPDX-License-Identifier: MIT
#pragma once
// What TLS this build can speak, which is the library's affair: mbedTLS 2.28 has no TLS 1.3.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/tls/settings.h"

namespace postiche::tls {

bool speaks(Version version);

// A cipher is called as IANA calls it, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256". Those of TLS 1.3
// are known even where it isn't spoken, so that a scenario that names them loads everywhere.
bool is_known_cipher(std::string_view name);
std::vector<std::string> known_ciphers();

struct Cipher {
  int number;  // as IANA counts them
  Version version;
  bool wants_rsa;  // a certificate with an RSA key; those of TLS 1.3 go with any
};
std::optional<Cipher> find_cipher(std::string_view name);
// IANA's name for what the library calls "TLS-ECDHE-...".
std::string cipher_name(std::string_view of_the_library);

}  // namespace postiche::tls
