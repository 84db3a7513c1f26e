// SPDX-License-Identifier: MIT
#pragma once
// Settings in the library's own terms, made once for all sessions that have the same. For the
// sources of this room alone.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/tls/authority.h"
#include "harness/tls/library.h"
#include "harness/tls/settings.h"

namespace postiche::tls {

enum class Role : std::uint8_t { server, client };

// A session as the library has it, and what its callbacks leave there.
struct Talk : mbedtls_ssl_context {
  std::string server_name;  // asked for by the client: RFC 6066 sec 3
};

// Each has tickets and sessions of its own: what began by other settings can't be resumed by these,
// or a change of certificate would go unseen.
class Profile {
 public:
  // `random` outlives the profile.
  static std::shared_ptr<Profile> of_server(const Settings& settings, Authority& authority,
                                            Random& random);
  // Shows `pair`, which may be empty.
  static std::shared_ptr<Profile> of_client(const Settings& settings, const Pair& pair,
                                            Random& random);
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  Role role() const { return role_; }
  const Settings& settings() const { return settings_; }
  const mbedtls_ssl_config& config() const { return *config_.get(); }
  // Why nobody can agree on anything with these settings; empty where somebody can.
  std::string_view trouble() const { return trouble_; }
  // The hash of the certificate that goes with the cipher, raw: RFC 5929 sec 4.1. Empty where two
  // would.
  std::string end_point(std::string_view cipher) const;

 private:
  struct Certified {
    Chain chain;
    Key key;
  };

  Profile(Role role, Settings settings, Random& random);
  void choose_versions_and_ciphers();
  void choose_protocols();
  void set_up_resumption();
  void set_up_client_certificates(Authority& authority);
  void show(const Pair& pair);
  static int hear_name(void*, mbedtls_ssl_context* talk, const unsigned char* name,
                       std::size_t size);
  // Judges a client's certificate by the authority's present, not the library's clock.
  static int verify(void* self, mbedtls_x509_crt* certificate, int depth, std::uint32_t* flags);

  const Role role_;
  const Settings settings_;
  Random& random_;
  std::string_view trouble_;
  std::int64_t unix_seconds_ = 0;
  bool wants_ecdsa_ = false, wants_rsa_ = false;  // by the ciphers
  std::vector<int> ciphers_;                      // as the library wants it: 0 ends it
  std::vector<const char*> protocols_;            // of settings_; nullptr ends it
  std::vector<std::unique_ptr<Certified>> certified_;
  Chain trusted_;
  Owned<mbedtls_ssl_config, mbedtls_ssl_config_init, mbedtls_ssl_config_free> config_;
  Owned<mbedtls_ssl_ticket_context, mbedtls_ssl_ticket_init, mbedtls_ssl_ticket_free> tickets_;
  Owned<mbedtls_ssl_cache_context, mbedtls_ssl_cache_init, mbedtls_ssl_cache_free> cache_;
};

// The hash of a certificate by which a channel is bound to it: RFC 5929 sec 4.1.
std::string end_point_of(const mbedtls_x509_crt& certificate);

}  // namespace postiche::tls
