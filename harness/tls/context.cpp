// SPDX-License-Identifier: MIT
#include "harness/tls/context.h"

#include <utility>

#include "harness/tls/context_impl.h"

namespace postiche::tls {
namespace {

// More settings than any scenario has; the oldest are forgotten, and their sessions not resumed.
constexpr std::size_t most_profiles = 64;

}  // namespace

std::shared_ptr<const Profile> Context::Impl::profile_of(const Settings& settings) {
  for (const auto& profile : profiles) {
    if (profile->settings() == settings) return profile;
  }
  if (profiles.size() == most_profiles) profiles.erase(profiles.begin());
  return profiles.emplace_back(Profile::of_server(settings, authority, random));
}

Context::Context(Authority::Origin origin) : impl_(std::make_unique<Impl>(std::move(origin))) {}
Context::~Context() = default;

Authority& Context::authority() { return impl_->authority; }

}  // namespace postiche::tls
