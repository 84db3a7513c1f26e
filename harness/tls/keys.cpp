// SPDX-License-Identifier: MIT
#include "harness/tls/keys.h"

#include <array>

#include "harness/base/bug.h"

namespace postiche::tls {

void make_ecdsa(Key& key, Random& random) {
  POSTICHE_CHECK(mbedtls_pk_setup(key.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0);
  POSTICHE_CHECK(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key.get()),
                                     Random::draw, &random) == 0);
}

void make_rsa(Key& key, unsigned bits, Random& random) {
  POSTICHE_CHECK(mbedtls_pk_setup(key.get(), mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)) == 0);
  POSTICHE_CHECK(
      mbedtls_rsa_gen_key(mbedtls_pk_rsa(*key.get()), Random::draw, &random, bits, 65537) == 0);
}

std::string key_pem(Key& key) {
  std::array<unsigned char, 4096> room{};
  POSTICHE_CHECK(mbedtls_pk_write_key_pem(key.get(), room.data(), room.size()) == 0);
  return reinterpret_cast<const char*>(room.data());
}

}  // namespace postiche::tls
