// SPDX-License-Identifier: MIT
#pragma once
// Makes views of a world, on the world's thread.

#include <vector>

#include "harness/engine/world.h"
#include "harness/server/views.h"
#include "harness/transcript/json_lines.h"

namespace postiche::server {

std::vector<MessageView> messages_of(const engine::World& world);
std::vector<SessionView> sessions_of(const engine::World& world);
Counts counts_of(const engine::World& world);
Summary summary_of(const engine::World& world);
// What a transcript says of what was played. Masked, it keeps parameters that are secrets by name
// to itself.
transcript::Header header_of(const scenario::Scenario& scenario, transcript::Secrets secrets);

}  // namespace postiche::server
