// SPDX-License-Identifier: MIT
#pragma once
// What checks of SMTP have in common: walking the commands and their parameters.

#include <algorithm>
#include <string>
#include <string_view>

#include "harness/base/ascii.h"
#include "harness/judge/acts.h"
#include "harness/judge/deviations.h"
#include "harness/judge/finder.h"
#include "harness/judge/smtp/conversation.h"

namespace postiche::judge {

// For each MAIL and RCPT.
template <typename Look>
void for_each_envelope(const SmtpConversation& conversation, Look look) {
  for_each(conversation, {smtp::Verb::mail, smtp::Verb::rcpt}, look);
}

// For each such parameter of MAIL and RCPT: look(act, parameter).
template <typename Look>
void for_each_parameter(const SmtpConversation& conversation, std::string_view keyword, Look look) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    for (const smtp::Parameter& parameter : act.command.parameters) {
      if (ascii::equal_ignoring_case(parameter.keyword, keyword)) look(act, parameter);
    }
  });
}

inline std::string_view value_of(const smtp::Parameter& parameter) {
  return parameter.value.value_or("");
}

// How often MAIL or RCPT has this parameter.
inline auto count_of(const smtp::Command& command, std::string_view keyword) {
  return std::count_if(command.parameters.begin(), command.parameters.end(),
                       [&](const smtp::Parameter& parameter) {
                         return ascii::equal_ignoring_case(parameter.keyword, keyword);
                       });
}

// The name of the verb, for sentences: "MAIL".
inline std::string verb_of(const SmtpAct& act) {
  return known_or_typed(name(act.command.verb), act.command.verb_text);
}

}  // namespace postiche::judge
