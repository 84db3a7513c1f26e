// SPDX-License-Identifier: MIT
#pragma once
// What a scenario says of the IMAP server itself: its offer, and what it wants of clients.

#include "harness/imap/settings.h"
#include "harness/scenario/model.h"

namespace postiche::engine {

imap::Settings imap_settings(const scenario::Scenario& scenario, const scenario::Section& section);

}  // namespace postiche::engine
