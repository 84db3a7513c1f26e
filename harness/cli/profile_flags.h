// SPDX-License-Identifier: MIT
#pragma once
// What the person who judges says of the client: --role and --tls.

#include <string>

#include "harness/judge/profile.h"

namespace CLI {
class App;
}

namespace postiche::cli {

struct ProfileFlags {
  std::string role = "library";
  std::string tls = "opportunistic";

  // CLI11 has checked the words.
  judge::Profile profile() const;
};

void add_profile_flags(CLI::App& command, ProfileFlags& flags);

}  // namespace postiche::cli
