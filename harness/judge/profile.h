// SPDX-License-Identifier: MIT
#pragma once
// What the person who judges says of the client: most unfair verdicts come from not knowing it.

#include <cstdint>
#include <optional>
#include <string_view>

namespace postiche::judge {

enum class Role : std::uint8_t {
  mua,          // somebody's mail program: no queue, has a user to ask
  library,      // code that others call: no queue, tells its caller
  mta,          // relays, has a queue
  lmtp_client,  // delivers into a mailbox, has a queue
};
inline constexpr Role roles[] = {Role::mua, Role::library, Role::mta, Role::lmtp_client};

enum class TlsProfile : std::uint8_t {
  required,           // nothing in clear, whatever the server says
  opportunistic,      // TLS where it is offered
  cleartext_allowed,  // somebody has decided that clear text will do
};
inline constexpr TlsProfile tls_profiles[] = {TlsProfile::required, TlsProfile::opportunistic,
                                              TlsProfile::cleartext_allowed};

struct Profile {
  Role role = Role::library;
  TlsProfile tls = TlsProfile::opportunistic;

  bool has_queue() const { return role == Role::mta || role == Role::lmtp_client; }
};

// As people write them: "lmtp-client", "cleartext-allowed".
std::string_view name(Role role);
std::string_view name(TlsProfile profile);
std::optional<Role> find_role(std::string_view name);
std::optional<TlsProfile> find_tls_profile(std::string_view name);

}  // namespace postiche::judge
