// SPDX-License-Identifier: MIT
#pragma once
// A certificate authority for tests, made anew for each server: its own certificate, one of each
// kind for the server, and those of clients. All of it is made when first asked for. Knows nothing
// of connections, and never asks what time it is.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/tls/settings.h"

namespace postiche::tls {

// Both as PEM. The certificates are what is to be sent: the holder's own, then its issuers'.
struct Pair {
  std::string certificates, key;
};

enum class Algorithm : std::uint8_t { ecdsa, rsa };

class Authority {
 public:
  struct Origin {
    std::string host;             // what the server is called
    std::int64_t unix_seconds{};  // the present, from which `expired` and the like are counted
    std::string crl_url = "http://localhost/postiche.crl";  // named by the revoked certificate
  };

  explicit Authority(Origin origin);
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  const Origin& origin() const;
  // What a client has to trust.
  const std::string& ca_pem();
  // Lists the revoked certificates.
  const std::string& crl_pem();
  // The weak one is RSA whatever is asked for.
  const Pair& server_pair(Certificate kind, Algorithm algorithm = Algorithm::ecdsa);
  // For a client called `name`; a new one each time.
  Pair client_pair(std::string_view name);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::tls
