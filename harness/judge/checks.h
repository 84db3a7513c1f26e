// SPDX-License-Identifier: MIT
#pragma once
// Judges a run by all passive requirements of the catalogue.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/profile.h"
#include "harness/judge/verdict.h"
#include "harness/scenario/check_policy.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

// One verdict for each requirement that the run has shown anything of: those whose situation never
// arose are left out. Those that the profile or a policy passes over are SKIP, with the reason; a
// policy that downgrades makes a FAIL a WARN.
std::vector<Verdict> judge_checks(const Profile& profile,
                                  const std::vector<scenario::CheckPolicy>& policies,
                                  const std::vector<const transcript::Event*>& events);

// The same, from one reading of the run, and before them what became of the mail (delivery.h),
// where any was sent. `given` is what the client was told to send, if that is known.
std::vector<Verdict> judge_client(const Profile& profile,
                                  const std::vector<scenario::CheckPolicy>& policies,
                                  const std::vector<const transcript::Event*>& events,
                                  const std::optional<std::string>& given);

struct KnownCheck {
  std::string_view id;  // of the requirement
  bool is_excused;      // what the client does behind a server's own breach is not judged by it
};

// All requirements that have a check, in the order of the tables.
std::vector<KnownCheck> known_checks();
// Nothing where the requirement has no check.
std::optional<KnownCheck> known_check(std::string_view id);

}  // namespace postiche::judge
