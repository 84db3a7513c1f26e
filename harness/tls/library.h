// SPDX-License-Identifier: MIT
#pragma once
// mbedTLS as this room uses it: its objects with owners, and all in which its versions 2.28 and 3.6
// differ. For the sources of this room alone.

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_ticket.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/tls/settings.h"

// The name of a field that the library keeps to itself, as 3.6 spells it.
#ifndef MBEDTLS_PRIVATE
#define MBEDTLS_PRIVATE(field) field
#endif

namespace postiche::tls {

// An object of the library, from its init to its free.
template <typename T, void (*init)(T*), void (*release)(T*)>
class Owned {
 public:
  Owned() { init(&object_); }
  ~Owned() { release(&object_); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  T* get() { return &object_; }
  const T* get() const { return &object_; }
  T* operator->() { return &object_; }
  const T* operator->() const { return &object_; }

 private:
  T object_;
};

using Key = Owned<mbedtls_pk_context, mbedtls_pk_init, mbedtls_pk_free>;
using Chain = Owned<mbedtls_x509_crt, mbedtls_x509_crt_init, mbedtls_x509_crt_free>;
using Session = Owned<mbedtls_ssl_session, mbedtls_ssl_session_init, mbedtls_ssl_session_free>;

// Randomness for secrets, seeded by the system.
class Random {
 public:
  Random();
  std::string bytes(std::size_t count);
  // How the library asks for it: a function and what it is given.
  static int draw(void* self, unsigned char* to, std::size_t count);

 private:
  Owned<mbedtls_entropy_context, mbedtls_entropy_init, mbedtls_entropy_free> entropy_;
  Owned<mbedtls_ctr_drbg_context, mbedtls_ctr_drbg_init, mbedtls_ctr_drbg_free> generator_;
};

inline const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
inline unsigned char* octets(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
inline std::string_view text(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// The binary digest of `bytes`.
std::string digest(mbedtls_md_type_t kind, std::string_view bytes);
// The signature of `key` under the SHA-256 digest of `bytes`.
std::string sign(Key& key, std::string_view bytes, Random& random);
void parse_key(Key& key, const std::string& pem, Random& random);
void parse_chain(Chain& chain, const std::string& pem);
void set_serial(mbedtls_x509write_cert& certificate, std::string_view serial);

// False where no version of the library's lies between.
bool limit_versions(mbedtls_ssl_config& config, Version lowest, Version highest);
// The groups to exchange keys in, the cheapest for a server first.
void choose_groups(mbedtls_ssl_config& config);
// An RSA key of 1024 bits has no room for the signatures that others can give.
void spare_short_keys(mbedtls_ssl_config& config);
// A ticket of TLS 1.3 does not hold the client's certificate.
void forgo_tls13_tickets(mbedtls_ssl_config& config);
// Lets a client take tickets of TLS 1.3.
void take_tls13_tickets(mbedtls_ssl_config& config);
// Reading has brought a ticket of TLS 1.3, and no more than that.
bool is_new_ticket(int outcome);
// Whether the ClientHello is read and our answer due; whether all is read, and our last word due.
bool is_before_server_hello(const mbedtls_ssl_context& ssl);
bool is_before_last_word(const mbedtls_ssl_context& ssl);
// To be told after each step of a handshake, and from which state it came: a server of TLS 1.3
// takes its last keys as soon as it has said Finished (RFC 8446 sec A.2), and the library forgets
// to until the client has answered, so that nobody could read its alerts.
void mind_keys(mbedtls_ssl_context& ssl, int state_before);
// The alert that stands where a record under cipher should: a client that can't make keys of what
// the server has said has no other way.
std::optional<std::uint8_t> alert_in_clear(const mbedtls_ssl_context& ssl, int outcome);
bool is_tls13(const mbedtls_ssl_context& ssl);
// RFC 8446 sec 7.5; empty where the library can't.
std::string export_secret(mbedtls_ssl_context& ssl, std::string_view label, std::size_t size);

}  // namespace postiche::tls
