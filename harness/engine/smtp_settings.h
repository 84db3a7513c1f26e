// SPDX-License-Identifier: MIT
#pragma once
// What a scenario makes of an honest SMTP or LMTP server.

#include "harness/scenario/model.h"
#include "harness/smtp/settings.h"

namespace postiche::engine {

smtp::Settings smtp_settings(const scenario::Scenario& scenario, const scenario::Section& section,
                             smtp::Mode mode);

}  // namespace postiche::engine
