// SPDX-License-Identifier: MIT
#pragma once
// The notes of dialogues in words: what was heard, what would have fitted, where they differ.

#include <string>
#include <vector>

#include "harness/transcript/event.h"
#include "harness/transcript/mask.h"

namespace postiche::transcript {

// One line of text each; none where the event is no such note. The caret below `wanted:` stands
// under the first octet that differs.
std::vector<std::string> dialogue_lines(const Event& event, Secrets secrets);

}  // namespace postiche::transcript
