// SPDX-License-Identifier: MIT
#pragma once
// What can be asked of a run while it lasts and when it is over: mail, sessions, verdicts, the
// transcript. All that is given is a copy. Who owns the world says how it may be looked at.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/judge/profile.h"
#include "harness/judge/report/report.h"
#include "harness/judge/verdict.h"
#include "harness/server/views.h"
#include "harness/transcript/mask.h"

namespace postiche::engine {
class World;
}

namespace postiche::server {

class Evidence {
 public:
  virtual ~Evidence() = default;

  std::vector<MessageView> messages() const;
  std::vector<SessionView> sessions() const;
  // How many of both there are, which is soon told.
  Counts counts() const;
  std::vector<AccountView> accounts() const;
  // Errors: no such account, no such mailbox.
  Result<std::vector<StoredView>> mailbox(std::string_view account, std::string_view name) const;
  // By the expectations of the scenario.
  std::vector<judge::Verdict> verdicts() const;
  // By the catalogue: one for each requirement that the run has shown anything of; before them
  // what became of the mail, where any was sent. `given` is what the client was told to send, if
  // that is known.
  std::vector<judge::Verdict> check_verdicts(const judge::Profile& profile,
                                             const std::optional<std::string>& given) const;
  // Why the client has failed by both, with the conversation around it; empty where it has not.
  std::string failure(const judge::Profile& profile, judge::Strictness strictness,
                      const std::optional<std::string>& given) const;
  // The conversation with marks where that is so, as far as what is enforced goes.
  std::string annotated_text() const;
  // The conversation with these verdicts on it, for a report.
  judge::ReportCase report_case(const std::string& name,
                                const std::vector<judge::Verdict>& verdicts) const;
  Summary summary() const;
  // The C:/S: form, and JSON Lines.
  std::string transcript_text() const;
  std::string transcript_json_lines(transcript::Secrets secrets) const;

 private:
  // Calls `act` where and when the world may be looked at, and waits until it has.
  virtual void look(const std::function<void(const engine::World&)>& act) const = 0;
  // In what people read.
  virtual transcript::Secrets secrets() const = 0;

  // What `act` makes of the world.
  template <typename Act>
  auto seen(Act act) const;
};

}  // namespace postiche::server
