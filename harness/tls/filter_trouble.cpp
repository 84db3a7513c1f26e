// SPDX-License-Identifier: MIT
// Why TLS failed: what the peer is told, and what people are.
#include <mbedtls/error.h>

#include <array>

#include "harness/base/show.h"
#include "harness/tls/alert.h"
#include "harness/tls/filter_impl.h"

namespace postiche::tls {
namespace {

// A record's first octets: its type, 20 to 23, and the major version 3 (RFC 8446 sec 5.1).
bool begins_like_tls(std::string_view octets) {
  return octets.size() < 2 || (octets[0] >= 20 && octets[0] <= 23 && octets[1] == 3);
}

// What we say where the library has said nothing: RFC 8446 sec 6.2.
std::uint8_t alert_for(int outcome) {
  switch (outcome) {
    case MBEDTLS_ERR_SSL_INVALID_MAC:
      return 20;  // bad_record_mac
    case MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE:
    case MBEDTLS_ERR_SSL_INVALID_RECORD:
      return 10;  // unexpected_message
    default:
      return 50;  // decode_error
  }
}

// What can be wrong with a client's certificate, the worst first: RFC 8446 sec 6.2.
struct Fault {
  std::uint32_t flags;
  std::uint8_t alert;
  std::string_view words;
};
constexpr std::array<Fault, 5> faults = {{
    {MBEDTLS_X509_BADCERT_MISSING, 116, "the client showed no certificate, and one is demanded"},
    {MBEDTLS_X509_BADCERT_NOT_TRUSTED, 48,
     "the client's certificate is not signed by our authority"},
    {MBEDTLS_X509_BADCERT_EXPIRED, 45, "the client's certificate has expired"},
    {MBEDTLS_X509_BADCERT_FUTURE, 45, "the client's certificate is not yet valid"},
    {MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, 43,
     "the client's certificate is not meant for clients"},
}};

}  // namespace

void Filter::Impl::refuse(std::uint8_t alert, std::string_view why) {
  state = State::failed;
  fate = Fate::close;
  trouble = why;
  say_alert(Level::fatal, alert);
}

// Not left to the library, which of 3.6 tells a client of TLS 1.3 "no_certificate", an alert that
// died with SSL 3.
void Filter::Impl::judge_client_certificate() {
  const std::uint32_t found = mbedtls_ssl_get_verify_result(&talk_);
  if (profile_->settings().client_certificate != ClientCertificate::demanded || found == 0) return;
  for (const Fault& fault : faults) {
    if ((found & fault.flags) == 0) continue;
    // RFC 5246 sec 7.4.6
    const bool is_older = fault.alert == 116 && !is_tls13(talk_);
    return refuse(is_older ? 40 : fault.alert, fault.words);
  }
  refuse(42, "the client's certificate is not acceptable");
}

void Filter::Impl::fail(int outcome) {
  state = State::failed;
  fate = Fate::close;
  trouble = explain(outcome);
  const bool peer_is_gone = alert_heard(outcome) || outcome == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY;
  if (alerted_ || peer_is_gone) return;
  say_alert(Level::fatal, begins_like_tls(first_heard_) ? alert_for(outcome) : 10);
}

std::optional<std::uint8_t> Filter::Impl::alert_heard(int outcome) const {
  if (outcome == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE) return talk_.MBEDTLS_PRIVATE(in_msg)[1];
  return alert_in_clear(talk_, outcome);
}

std::string Filter::Impl::explain(int outcome) const {
  if (const auto alert = alert_heard(outcome)) return peer() + " sent " + describe_alert(*alert);
  if (outcome == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
    return peer() + " ended the handshake with close_notify";
  }
  if (!begins_like_tls(first_heard_)) {
    return peer() + " spoke no TLS: it began with '" + escape(first_heard_) + "'";
  }
  if (refusal_ == 40) return "no cipher, key exchange or version of TLS in common";
  if (refusal_ == 70) return "no version of TLS in common";
  if (refusal_ == 120) return "no application protocol in common";
  std::array<char, 160> words{};
  mbedtls_strerror(outcome, words.data(), words.size());
  return "the library found fault with what " + peer() + " sent: " + words.data();
}

}  // namespace postiche::tls
