// SPDX-License-Identifier: MIT
// Outages on command.

#include "harness/server/impl.h"
#include "harness/server/server.h"

namespace postiche::server {

namespace {

engine::Outage::Kind kind_of(Outage outage) {
  using Kind = engine::Outage::Kind;
  if (outage == Outage::reset) return Kind::reset;
  return outage == Outage::stop ? Kind::stop : Kind::refuse;
}

}  // namespace

std::optional<Outage> find_outage(std::string_view name) {
  for (const Outage outage : {Outage::refuse, Outage::reset, Outage::stop}) {
    if (engine::name(kind_of(outage)) == name) return outage;
  }
  return std::nullopt;
}

void Server::begin_outage(Outage kind, Duration time) {
  impl_->change([&] {
    const Instant now = impl_->hub.now();
    impl_->world.begin_outage({kind_of(kind), impl_->world.clock.at(now) + time}, now);
    impl_->hub.mind_world();
  });
}

void Server::resume() {
  impl_->change([this] {
    impl_->world.end_outage(impl_->hub.now());
    impl_->hub.mind_world();
  });
}

bool Server::is_out() const {
  return impl_->on_loop([this] { return impl_->world.outage().has_value(); });
}

}  // namespace postiche::server
