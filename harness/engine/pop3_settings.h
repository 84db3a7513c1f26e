// SPDX-License-Identifier: MIT
#pragma once
// What a scenario makes of an honest POP3 server.

#include "harness/pop3/settings.h"
#include "harness/scenario/model.h"

namespace postiche::engine {

pop3::Settings pop3_settings(const scenario::Scenario& scenario, const scenario::Section& section);

}  // namespace postiche::engine
