// SPDX-License-Identifier: MIT
#include "harness/tls/library.h"

#include <algorithm>
#include <array>

#include "harness/base/bug.h"

#if MBEDTLS_VERSION_MAJOR >= 3
#include <psa/crypto.h>
#endif

namespace postiche::tls {

Random::Random() {
#if MBEDTLS_VERSION_MAJOR >= 3
  // TLS 1.3 computes by it. It is the process's; to start it again changes nothing.
  POSTICHE_CHECK(psa_crypto_init() == PSA_SUCCESS);
#endif
  POSTICHE_CHECK(mbedtls_ctr_drbg_seed(generator_.get(), mbedtls_entropy_func, entropy_.get(),
                                       nullptr, 0) == 0);
}

std::string Random::bytes(std::size_t count) {
  std::string out(count, '\0');
  POSTICHE_CHECK(draw(this, octets(out), count) == 0);
  return out;
}

int Random::draw(void* self, unsigned char* to, std::size_t count) {
  return mbedtls_ctr_drbg_random(static_cast<Random*>(self)->generator_.get(), to, count);
}

std::string digest(mbedtls_md_type_t kind, std::string_view bytes) {
  const mbedtls_md_info_t* const info = mbedtls_md_info_from_type(kind);
  POSTICHE_CHECK(info != nullptr);
  std::string sum(mbedtls_md_get_size(info), '\0');
  POSTICHE_CHECK(mbedtls_md(info, octets(bytes), bytes.size(), octets(sum)) == 0);
  return sum;
}

void parse_chain(Chain& chain, const std::string& pem) {
  // The library counts the NUL at the end of PEM.
  POSTICHE_CHECK(mbedtls_x509_crt_parse(chain.get(), octets(pem), pem.size() + 1) == 0);
}

std::optional<std::uint8_t> alert_in_clear(const mbedtls_ssl_context& ssl, int outcome) {
  if (outcome != MBEDTLS_ERR_SSL_INVALID_MAC) return std::nullopt;
  const unsigned char* const record = ssl.MBEDTLS_PRIVATE(in_hdr);
  const bool is_alert = record[0] == MBEDTLS_SSL_MSG_ALERT && record[3] == 0 && record[4] == 2;
  if (!is_alert) return std::nullopt;
  return record[6];
}

// --- What differs ---------------------------------------------------------------------------

#if MBEDTLS_VERSION_MAJOR >= 3

std::string sign(Key& key, std::string_view bytes, Random& random) {
  const std::string sum = digest(MBEDTLS_MD_SHA256, bytes);
  std::string signature(MBEDTLS_PK_SIGNATURE_MAX_SIZE, '\0');
  std::size_t size = 0;
  POSTICHE_CHECK(mbedtls_pk_sign(key.get(), MBEDTLS_MD_SHA256, octets(sum), sum.size(),
                                 octets(signature), signature.size(), &size, Random::draw,
                                 &random) == 0);
  signature.resize(size);
  return signature;
}

void parse_key(Key& key, const std::string& pem, Random& random) {
  POSTICHE_CHECK(mbedtls_pk_parse_key(key.get(), octets(pem), pem.size() + 1, nullptr, 0,
                                      Random::draw, &random) == 0);
}

void set_serial(mbedtls_x509write_cert& certificate, std::string_view serial) {
  std::string copy(serial);
  POSTICHE_CHECK(mbedtls_x509write_crt_set_serial_raw(&certificate, octets(copy), copy.size()) ==
                 0);
}

bool limit_versions(mbedtls_ssl_config& config, Version lowest, Version highest) {
  const auto named = [](Version version) {
    return version == Version::tls12 ? MBEDTLS_SSL_VERSION_TLS1_2 : MBEDTLS_SSL_VERSION_TLS1_3;
  };
  if (lowest > highest) return false;
  mbedtls_ssl_conf_min_tls_version(&config, named(lowest));
  mbedtls_ssl_conf_max_tls_version(&config, named(highest));
  return true;
}

void choose_groups(mbedtls_ssl_config& config) {
  static constexpr std::array<std::uint16_t, 5> groups = {
      MBEDTLS_SSL_IANA_TLS_GROUP_SECP256R1, MBEDTLS_SSL_IANA_TLS_GROUP_X25519,
      MBEDTLS_SSL_IANA_TLS_GROUP_SECP384R1, MBEDTLS_SSL_IANA_TLS_GROUP_SECP521R1,
      MBEDTLS_SSL_IANA_TLS_GROUP_NONE};
  mbedtls_ssl_conf_groups(&config, groups.data());
}

void spare_short_keys(mbedtls_ssl_config& config) {
  static constexpr std::array<std::uint16_t, 7> algorithms = {
      MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA256,
      MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA384,
      MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA256,
      MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA384,
      MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256,
      MBEDTLS_TLS1_3_SIG_ECDSA_SECP384R1_SHA384,
      MBEDTLS_TLS1_3_SIG_NONE};
  mbedtls_ssl_conf_sig_algs(&config, algorithms.data());
}

void forgo_tls13_tickets(mbedtls_ssl_config& config) {
  mbedtls_ssl_conf_new_session_tickets(&config, 0);
  mbedtls_ssl_conf_tls13_key_exchange_modes(&config,
                                            MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL);
}

void take_tls13_tickets(mbedtls_ssl_config& config) {
  mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
      &config, MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
}

void mind_keys(mbedtls_ssl_context& ssl, int state_before) {
  if (state_before != MBEDTLS_SSL_SERVER_FINISHED || ssl.MBEDTLS_PRIVATE(state) == state_before ||
      !is_tls13(ssl)) {
    return;
  }
  ssl.MBEDTLS_PRIVATE(transform_out) = ssl.MBEDTLS_PRIVATE(transform_application);
  std::ranges::fill(ssl.MBEDTLS_PRIVATE(cur_out_ctr), 0);
}

bool is_tls13(const mbedtls_ssl_context& ssl) {
  return ssl.MBEDTLS_PRIVATE(tls_version) == MBEDTLS_SSL_VERSION_TLS1_3;
}

bool is_new_ticket(int outcome) { return outcome == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET; }

bool is_before_server_hello(const mbedtls_ssl_context& ssl) {
  const int state = ssl.MBEDTLS_PRIVATE(state);
  return state == MBEDTLS_SSL_SERVER_HELLO || state == MBEDTLS_SSL_HELLO_RETRY_REQUEST;
}

bool is_before_last_word(const mbedtls_ssl_context& ssl) {
  const int state = ssl.MBEDTLS_PRIVATE(state);
  return state == MBEDTLS_SSL_SERVER_CHANGE_CIPHER_SPEC || state == MBEDTLS_SSL_HANDSHAKE_WRAPUP;
}

std::string export_secret(mbedtls_ssl_context& ssl, std::string_view label, std::size_t size) {
  std::string secret(size, '\0');
  POSTICHE_CHECK(mbedtls_ssl_export_keying_material(&ssl, octets(secret), size, label.data(),
                                                    label.size(), nullptr, 0, 1) == 0);
  return secret;
}

#else

std::string sign(Key& key, std::string_view bytes, Random& random) {
  const std::string sum = digest(MBEDTLS_MD_SHA256, bytes);
  std::string signature(MBEDTLS_PK_SIGNATURE_MAX_SIZE, '\0');
  std::size_t size = 0;
  POSTICHE_CHECK(mbedtls_pk_sign(key.get(), MBEDTLS_MD_SHA256, octets(sum), sum.size(),
                                 octets(signature), &size, Random::draw, &random) == 0);
  signature.resize(size);
  return signature;
}

void parse_key(Key& key, const std::string& pem, Random&) {
  POSTICHE_CHECK(mbedtls_pk_parse_key(key.get(), octets(pem), pem.size() + 1, nullptr, 0) == 0);
}

void set_serial(mbedtls_x509write_cert& certificate, std::string_view serial) {
  Owned<mbedtls_mpi, mbedtls_mpi_init, mbedtls_mpi_free> number;
  POSTICHE_CHECK(mbedtls_mpi_read_binary(number.get(), octets(serial), serial.size()) == 0);
  POSTICHE_CHECK(mbedtls_x509write_crt_set_serial(&certificate, number.get()) == 0);
}

bool limit_versions(mbedtls_ssl_config& config, Version lowest, Version highest) {
  if (lowest > Version::tls12 || highest < Version::tls12) return false;
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
  mbedtls_ssl_conf_max_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
  return true;
}

void choose_groups(mbedtls_ssl_config& config) {
  static constexpr std::array<mbedtls_ecp_group_id, 5> groups = {
      MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_CURVE25519, MBEDTLS_ECP_DP_SECP384R1,
      MBEDTLS_ECP_DP_SECP521R1, MBEDTLS_ECP_DP_NONE};
  mbedtls_ssl_conf_curves(&config, groups.data());
}

void spare_short_keys(mbedtls_ssl_config&) {}
void forgo_tls13_tickets(mbedtls_ssl_config&) {}
void take_tls13_tickets(mbedtls_ssl_config&) {}
void mind_keys(mbedtls_ssl_context&, int) {}
bool is_new_ticket(int) { return false; }
bool is_tls13(const mbedtls_ssl_context&) { return false; }

bool is_before_server_hello(const mbedtls_ssl_context& ssl) {
  return ssl.state == MBEDTLS_SSL_SERVER_HELLO;
}

bool is_before_last_word(const mbedtls_ssl_context& ssl) {
  return ssl.state == MBEDTLS_SSL_SERVER_CHANGE_CIPHER_SPEC;
}

std::string export_secret(mbedtls_ssl_context&, std::string_view, std::size_t) { return {}; }

#endif

}  // namespace postiche::tls
