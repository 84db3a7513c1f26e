// SPDX-License-Identifier: MIT
#pragma once
// Keys of certificates.

#include <string>

#include "harness/tls/library.h"

namespace postiche::tls {

// On the curve P-256.
void make_ecdsa(Key& key, Random& random);
void make_rsa(Key& key, unsigned bits, Random& random);

std::string key_pem(Key& key);

}  // namespace postiche::tls
