// SPDX-License-Identifier: MIT
#pragma once
// What a context is made of, for context.cpp and filter.cpp alone.

#include <memory>
#include <vector>

#include "harness/tls/context.h"
#include "harness/tls/profile.h"

namespace postiche::tls {

struct Context::Impl {
  explicit Impl(Authority::Origin origin) : authority(std::move(origin)) {}

  std::shared_ptr<const Profile> profile_of(const Settings& settings);

  Authority authority;
  Random random;
  std::vector<std::shared_ptr<const Profile>> profiles;  // of servers, the latest last
};

}  // namespace postiche::tls
