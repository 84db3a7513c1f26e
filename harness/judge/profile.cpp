// SPDX-License-Identifier: MIT
#include "harness/judge/profile.h"

#include <algorithm>
#include <array>

namespace postiche::judge {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 4> role_names{"mua", "library", "mta", "lmtp-client"};
constexpr std::array<std::string_view, 3> tls_names{"required", "opportunistic",
                                                    "cleartext-allowed"};

template <typename Value, std::size_t count>
std::optional<Value> find(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view name(Role role) { return role_names[static_cast<std::size_t>(role)]; }
std::string_view name(TlsProfile profile) { return tls_names[static_cast<std::size_t>(profile)]; }

std::optional<Role> find_role(std::string_view name) { return find<Role>(role_names, name); }
std::optional<TlsProfile> find_tls_profile(std::string_view name) {
  return find<TlsProfile>(tls_names, name);
}

}  // namespace postiche::judge
