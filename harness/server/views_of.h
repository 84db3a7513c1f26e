// SPDX-License-Identifier: MIT
#pragma once
// Makes views of a world, on the world's thread.

#include <vector>

#include "harness/engine/world.h"
#include "harness/server/views.h"

namespace postiche::server {

std::vector<MessageView> messages_of(const engine::World& world);
std::vector<SessionView> sessions_of(const engine::World& world);
Summary summary_of(const engine::World& world);

}  // namespace postiche::server
