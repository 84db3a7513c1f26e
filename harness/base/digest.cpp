// SPDX-License-Identifier: MIT
#include "harness/base/digest.h"

#include <mbedtls/md.h>

#include <array>
#include <cstddef>

#include "harness/base/bug.h"

namespace postiche::digest {

namespace {

using Block = std::array<unsigned char, 32>;  // of the longest

const mbedtls_md_info_t* info_of(Hash hash) {
  static constexpr std::array<mbedtls_md_type_t, 3> types = {MBEDTLS_MD_MD5, MBEDTLS_MD_SHA1,
                                                             MBEDTLS_MD_SHA256};
  const mbedtls_md_info_t* const info =
      mbedtls_md_info_from_type(types.at(static_cast<std::size_t>(hash)));
  POSTICHE_CHECK(info != nullptr);
  return info;
}

const unsigned char* octets_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string text_of(const Block& block, std::size_t size) {
  return {reinterpret_cast<const char*>(block.data()), size};
}

// One key for many texts: the key is worked in once.
class Hmac {
 public:
  Hmac(Hash hash, std::string_view key) : size_(mbedtls_md_get_size(info_of(hash))) {
    mbedtls_md_init(&context_);
    // The second argument: with room for HMAC.
    POSTICHE_CHECK(mbedtls_md_setup(&context_, info_of(hash), 1) == 0);
    POSTICHE_CHECK(mbedtls_md_hmac_starts(&context_, octets_of(key), key.size()) == 0);
  }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  ~Hmac() { mbedtls_md_free(&context_); }

  // Takes a copy of the octets before it writes: `text` may be `out`'s own.
  void run(const unsigned char* text, std::size_t size, Block& out) {
    POSTICHE_CHECK(mbedtls_md_hmac_update(&context_, text, size) == 0);
    POSTICHE_CHECK(mbedtls_md_hmac_finish(&context_, out.data()) == 0);
    POSTICHE_CHECK(mbedtls_md_hmac_reset(&context_) == 0);
  }
  std::size_t size() const { return size_; }

 private:
  mbedtls_md_context_t context_;
  std::size_t size_;
};

}  // namespace

std::string sum(Hash hash, std::string_view bytes) {
  Block out{};
  POSTICHE_CHECK(mbedtls_md(info_of(hash), octets_of(bytes), bytes.size(), out.data()) == 0);
  return text_of(out, mbedtls_md_get_size(info_of(hash)));
}

std::string hmac(Hash hash, std::string_view key, std::string_view text) {
  Hmac keyed(hash, key);
  Block out{};
  keyed.run(octets_of(text), text.size(), out);
  return text_of(out, keyed.size());
}

// The library's own of 2.28 is gone from its next major version, and the one there is not in 2.28.
std::string pbkdf2(Hash hash, std::string_view password, std::string_view salt,
                   std::uint32_t iterations) {
  POSTICHE_CHECK(iterations > 0);
  Hmac keyed(hash, password);
  // U_1 = PRF (P, S || INT (i)); U_j = PRF (P, U_j-1); T = U_1 \xor ... \xor U_c   RFC 8018 sec 5.2
  const std::string first = std::string(salt).append("\0\0\0\1", 4);
  Block round{};
  keyed.run(octets_of(first), first.size(), round);
  Block out = round;
  for (std::uint32_t i = 1; i < iterations; ++i) {
    keyed.run(round.data(), keyed.size(), round);
    for (std::size_t at = 0; at < keyed.size(); ++at) out[at] ^= round[at];
  }
  return text_of(out, keyed.size());
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    out += digits[octet >> 4];
    out += digits[octet & 15];
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) { return hex(sum(Hash::sha256, bytes)); }

}  // namespace postiche::digest
