// SPDX-License-Identifier: MIT
// What a filter knows when its handshake is done.
#include <array>

#include "harness/tls/ability.h"
#include "harness/tls/filter_impl.h"

namespace postiche::tls {

void Filter::Impl::learn_facts() {
  facts.version = mbedtls_ssl_get_version(&talk_);
  facts.cipher = cipher_name(mbedtls_ssl_get_ciphersuite(&talk_));
  if (const char* const protocol = mbedtls_ssl_get_alpn_protocol(&talk_)) facts.protocol = protocol;
  facts.resumed = !is_new_;
  if (is_server()) learn_client_certificate();
  learn_bindings();
}

void Filter::Impl::learn_client_certificate() {
  const mbedtls_x509_crt* const certificate = mbedtls_ssl_get_peer_cert(&talk_);
  if (certificate == nullptr) return;
  std::array<char, 1024> room{};
  if (mbedtls_x509_dn_gets(room.data(), room.size(), &certificate->subject) > 0)
    facts.client_subject = room.data();
  facts.client_trusted = mbedtls_ssl_get_verify_result(&talk_) == 0;
}

void Filter::Impl::learn_bindings() {
  if (is_server()) {
    facts.tls_server_end_point = profile_->end_point(facts.cipher);
  } else if (const mbedtls_x509_crt* const certificate = mbedtls_ssl_get_peer_cert(&talk_)) {
    facts.tls_server_end_point = end_point_of(*certificate);
  }
  if (facts.version == "TLSv1.3") {
    // RFC 9266 sec 2. Under TLS 1.2 it wants an extended master secret, of which the library
    // does not tell.
    facts.tls_exporter = export_secret(talk_, "EXPORTER-Channel-Binding", 32);
    return;
  }
  // RFC 5929 sec 3.1: the first Finished of all, which is the client's, but the server's where a
  // session is resumed.
  const bool is_ours = is_server() == facts.resumed;
  const char* const first =
      is_ours ? talk_.MBEDTLS_PRIVATE(own_verify_data) : talk_.MBEDTLS_PRIVATE(peer_verify_data);
  facts.tls_unique.assign(first, talk_.MBEDTLS_PRIVATE(verify_data_len));
}

std::string Filter::Impl::session() {
  if (state == State::handshake || is_server()) return {};
  return facts.version == "TLSv1.3" ? ticket_ : saved_session();
}

std::string Filter::Impl::saved_session() const {
  Session session;
  if (mbedtls_ssl_get_session(&talk_, session.get()) != 0) return {};
  std::size_t size = 0;
  // Without room, it says how much it wants.
  static_cast<void>(mbedtls_ssl_session_save(session.get(), nullptr, 0, &size));
  std::string saved(size, '\0');
  if (mbedtls_ssl_session_save(session.get(), octets(saved), size, &size) != 0) return {};
  return saved;
}

}  // namespace postiche::tls
