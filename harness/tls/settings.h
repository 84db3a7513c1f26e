// SPDX-License-Identifier: MIT
#pragma once
// How a side of TLS behaves: what it shows, what it agrees to, where it breaks off. Plain values,
// for scenarios to hold and for the filter to obey. Knows nothing of mbedTLS.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace postiche::tls {

// What the server shows for itself; each but `good` is what a client must refuse.
enum class Certificate : std::uint8_t {
  good,
  expired,
  not_yet_valid,
  wrong_host,
  common_name,       // the address stands in the subject only, beside the name of another host
  address_as_name,   // the address is written as a dNSName
  client_only,       // for clients to show: its extended key usage has no server in it
  not_an_authority,  // signed by a certificate which may sign nothing
  wildcard,          // good for hosts below the domain only
  ip,                // good for loopback addresses, by iPAddress names
  self_signed,
  unknown_ca,
  incomplete_chain,  // signed by an intermediate that is not sent
  weak,              // RSA of 1024 bits
  sha1,
  revoked,  // good but for what its issuer's revocation list says
};

enum class Version : std::uint8_t { tls12, tls13 };

// Whether a client has to show a certificate too.
enum class ClientCertificate : std::uint8_t { unwanted, asked, demanded };

// A handshake that goes wrong on purpose.
struct Break {
  // What the server was about to do.
  enum class At : std::uint8_t {
    start,         // nothing yet, as nothing is read
    server_hello,  // to answer the ClientHello
    finished,  // to say its last word, all of the client's flight being read: its Finished under
               // TLS 1.2, a ticket under TLS 1.3, where the client is done already
    open,      // to say its first application data
  };
  enum class How : std::uint8_t {
    stall,     // says nothing any more, and hears nothing
    alert,     // a fatal alert, then the end
    garbage,   // `bytes`, as they are, and then as `stall`
    truncate,  // half of what was due, then the end
    close,     // the end, without an alert or close_notify
    reset,
  };
  At at = At::server_hello;
  How how = How::close;
  std::uint8_t alert = 40;  // handshake_failure: RFC 8446 sec 6
  std::string bytes;        // garbage

  friend bool operator==(const Break&, const Break&) = default;
};

struct Settings {
  Certificate certificate = Certificate::good;
  std::optional<Version> lowest, highest;  // none: all that there are
  std::vector<std::string> ciphers;        // by their IANA names; none: the library's choice
  std::vector<std::string> protocols;      // of ALPN, in the order of liking; none: not spoken
  ClientCertificate client_certificate = ClientCertificate::unwanted;
  bool resumes = true;  // gives out tickets and takes them
  std::optional<Break> breaks;

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace postiche::tls
