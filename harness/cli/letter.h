// SPDX-License-Identifier: MIT
#pragma once
// The letter that a client is told to send, and from whom to whom.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/scratch.h"
#include "harness/scenario/model.h"

namespace postiche::cli {

struct Letter {
  std::string path;                    // "" where the client was not given any
  std::optional<std::string> content;  // what stands there

  std::string sender, recipient, user, password;

  // {message}, {sender}, {recipient}, {user} and {password}.
  void name_in(std::map<std::string, std::string>& values) const;
};

// What {message} in the client's words is: the file that the caller names, or the one that the
// scenario's parameter `letter` names beside its own file, or a letter of ours. So it is with the
// parameters `letter-from`, `letter-to` and `login-password`. Nothing when the reason why not has
// been printed.
struct LetterChoice {
  std::string named;                      // --message
  const std::vector<std::string>& words;  // of the client
  std::string scenario_file;
};
std::optional<Letter> choose_letter(const LetterChoice& choice, const scenario::Scenario& scenario,
                                    Scratch& scratch);

}  // namespace postiche::cli
