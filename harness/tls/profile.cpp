// SPDX-License-Identifier: MIT
#include "harness/tls/profile.h"

#include <mbedtls/oid.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "harness/base/bug.h"
#include "harness/tls/ability.h"

namespace postiche::tls {
namespace {

// How long a ticket is good, in seconds.
constexpr std::uint32_t ticket_lifetime = 24 * 60 * 60;

std::int64_t unix_seconds_of(const mbedtls_x509_time& time) {
  using namespace std::chrono;
  const year_month_day date{year(time.year), month(static_cast<unsigned>(time.mon)),
                            day(static_cast<unsigned>(time.day))};
  const auto moment = sys_days(date) + hours(time.hour) + minutes(time.min) + seconds(time.sec);
  return moment.time_since_epoch().count();
}

}  // namespace

std::string end_point_of(const mbedtls_x509_crt& certificate) {
  mbedtls_md_type_t kind = certificate.MBEDTLS_PRIVATE(sig_md);
  if (kind == MBEDTLS_MD_MD5 || kind == MBEDTLS_MD_SHA1) kind = MBEDTLS_MD_SHA256;
  return digest(kind, text(certificate.raw.p, certificate.raw.len));
}

Profile::Profile(Role role, Settings settings, Random& random)
    : role_(role), settings_(std::move(settings)), random_(random) {
  const int end = role == Role::server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT;
  POSTICHE_CHECK(mbedtls_ssl_config_defaults(config_.get(), end, MBEDTLS_SSL_TRANSPORT_STREAM,
                                             MBEDTLS_SSL_PRESET_DEFAULT) == 0);
  mbedtls_ssl_conf_rng(config_.get(), Random::draw, &random_);
  mbedtls_ssl_conf_authmode(config_.get(), MBEDTLS_SSL_VERIFY_NONE);
  mbedtls_ssl_conf_renegotiation(config_.get(), MBEDTLS_SSL_RENEGOTIATION_DISABLED);
  choose_groups(*config_.get());
  choose_versions_and_ciphers();
  choose_protocols();
}

std::shared_ptr<Profile> Profile::of_server(const Settings& settings, Authority& authority,
                                            Random& random) {
  std::shared_ptr<Profile> profile(new Profile(Role::server, settings, random));
  mbedtls_ssl_conf_sni(profile->config_.get(), hear_name, nullptr);
  profile->unix_seconds_ = authority.origin().unix_seconds;
  profile->set_up_client_certificates(authority);
  if (settings.resumes) profile->set_up_resumption();
  const Certificate kind = settings.certificate;
  if (kind == Certificate::weak) spare_short_keys(*profile->config_.get());
  if (profile->wants_ecdsa_ || !profile->wants_rsa_) profile->show(authority.server_pair(kind));
  if (profile->wants_rsa_) profile->show(authority.server_pair(kind, Algorithm::rsa));
  return profile;
}

std::shared_ptr<Profile> Profile::of_client(const Settings& settings, const Pair& pair,
                                            Random& random) {
  std::shared_ptr<Profile> profile(new Profile(Role::client, settings, random));
  if (settings.resumes) take_tls13_tickets(*profile->config_.get());
  if (!pair.key.empty()) profile->show(pair);
  return profile;
}

void Profile::choose_versions_and_ciphers() {
  // Nothing below TLS 1.2: RFC 8996 sec 2.
  Version lowest = settings_.lowest.value_or(Version::tls12);
  Version highest = settings_.highest.value_or(Version::tls13);
  bool any_of_tls12 = settings_.ciphers.empty(), any_of_tls13 = settings_.ciphers.empty();
  for (const std::string& name : settings_.ciphers) {
    const std::optional<Cipher> cipher = find_cipher(name);
    if (!cipher) continue;
    (cipher->version == Version::tls13 ? any_of_tls13 : any_of_tls12) = true;
    if (cipher->version == Version::tls12) (cipher->wants_rsa ? wants_rsa_ : wants_ecdsa_) = true;
    if (speaks(cipher->version)) ciphers_.push_back(cipher->number);
  }
  // Whoever names ciphers wants one of them, not a version that has others.
  if (!any_of_tls13) highest = std::min(highest, Version::tls12);
  if (!any_of_tls12) lowest = std::max(lowest, Version::tls13);
  if (!limit_versions(*config_.get(), lowest, highest)) {
    trouble_ = "no version of TLS that we can speak is allowed";
  } else if (!settings_.ciphers.empty() && ciphers_.empty()) {
    trouble_ = "no cipher that we can speak is allowed";
  }
  if (ciphers_.empty()) return;
  ciphers_.push_back(0);
  mbedtls_ssl_conf_ciphersuites(config_.get(), ciphers_.data());
}

// RFC 7301 sec 3.1
void Profile::choose_protocols() {
  if (settings_.protocols.empty()) return;
  for (const std::string& protocol : settings_.protocols) protocols_.push_back(protocol.c_str());
  protocols_.push_back(nullptr);
  POSTICHE_CHECK(mbedtls_ssl_conf_alpn_protocols(config_.get(), protocols_.data()) == 0);
}

// By ticket (RFC 5077 sec 3, RFC 8446 sec 4.6.1), and by number for clients that take no tickets
// (RFC 5246 sec 7.3).
void Profile::set_up_resumption() {
  POSTICHE_CHECK(mbedtls_ssl_ticket_setup(tickets_.get(), Random::draw, &random_,
                                          MBEDTLS_CIPHER_AES_256_GCM, ticket_lifetime) == 0);
  mbedtls_ssl_conf_session_tickets_cb(config_.get(), mbedtls_ssl_ticket_write,
                                      mbedtls_ssl_ticket_parse, tickets_.get());
  mbedtls_ssl_conf_session_cache(config_.get(), cache_.get(), mbedtls_ssl_cache_get,
                                 mbedtls_ssl_cache_set);
}

void Profile::set_up_client_certificates(Authority& authority) {
  if (settings_.client_certificate == ClientCertificate::unwanted) return;
  parse_chain(trusted_, authority.ca_pem());
  mbedtls_ssl_conf_ca_chain(config_.get(), trusted_.get(), nullptr);
  mbedtls_ssl_conf_verify(config_.get(), verify, this);
  // Whoever must show one is judged by the filter.
  mbedtls_ssl_conf_authmode(config_.get(), MBEDTLS_SSL_VERIFY_OPTIONAL);
  forgo_tls13_tickets(*config_.get());
}

void Profile::show(const Pair& pair) {
  Certified& certified = *certified_.emplace_back(std::make_unique<Certified>());
  parse_chain(certified.chain, pair.certificates);
  // The library shows no certificate that is not for servers, where it sees that: RFC 5280
  // sec 4.2.1.12. Whoever is shown it reads the octets.
  certified.chain->MBEDTLS_PRIVATE(ext_types) &= ~MBEDTLS_X509_EXT_EXTENDED_KEY_USAGE;
  parse_key(certified.key, pair.key, random_);
  POSTICHE_CHECK(
      mbedtls_ssl_conf_own_cert(config_.get(), certified.chain.get(), certified.key.get()) == 0);
}

int Profile::hear_name(void*, mbedtls_ssl_context* talk, const unsigned char* name,
                       std::size_t size) {
  static_cast<Talk*>(talk)->server_name = text(name, size);
  return 0;
}

int Profile::verify(void* self, mbedtls_x509_crt* certificate, int, std::uint32_t* flags) {
  const std::int64_t now = static_cast<const Profile*>(self)->unix_seconds_;
  constexpr std::uint32_t expired = MBEDTLS_X509_BADCERT_EXPIRED;
  constexpr std::uint32_t future = MBEDTLS_X509_BADCERT_FUTURE;
  *flags &= ~(expired | future);
  if (now > unix_seconds_of(certificate->valid_to)) *flags |= expired;
  if (now < unix_seconds_of(certificate->valid_from)) *flags |= future;
  return 0;
}

std::string Profile::end_point(std::string_view cipher) const {
  const bool is_any = certified_.size() == 1;
  for (const auto& certified : certified_) {
    const bool is_rsa = mbedtls_pk_can_do(certified->key.get(), MBEDTLS_PK_RSA) != 0;
    const std::string_view kind = is_rsa ? "RSA_" : "_ECDSA_";
    if (is_any || cipher.find(kind) != std::string_view::npos) {
      return end_point_of(*certified->chain.get());
    }
  }
  return {};
}

}  // namespace postiche::tls
