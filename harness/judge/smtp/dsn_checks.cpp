// SPDX-License-Identifier: MIT
// The parameters that ask for delivery reports: RFC 3461 sec 4.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/xtext.h"

namespace postiche::judge {

using smtp::Parameter;

namespace {

bool is_notify(std::string_view value) {
  if (ascii::equal_ignoring_case(value, "NEVER")) return true;
  constexpr std::string_view words[] = {"SUCCESS", "FAILURE", "DELAY"};
  const auto parts = ascii::split(value, ',');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view word) {
    return ascii::contains_ignoring_case(words, word);
  });
}

void notify_value(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "NOTIFY", [&](const SmtpAct& act, const Parameter& parameter) {
    finder.expect(is_notify(value_of(parameter)), *act.event,
                  "NOTIFY is neither NEVER nor a list of SUCCESS, FAILURE and DELAY",
                  parameter.text());
  });
}

void dsn_parameters_once(const SmtpConversation& conversation, Finder& finder) {
  for (const std::string_view keyword : {"RET", "ENVID", "NOTIFY", "ORCPT"}) {
    for_each_parameter(conversation, keyword, [&](const SmtpAct& act, const Parameter& parameter) {
      finder.expect(count_of(act.command, keyword) == 1, *act.event,
                    std::string(keyword) + " comes more than once", parameter.text());
    });
  }
}

void ret_value(const SmtpConversation& conversation, Finder& finder) {
  constexpr std::string_view values[] = {"FULL", "HDRS"};
  for_each_parameter(conversation, "RET", [&](const SmtpAct& act, const Parameter& parameter) {
    finder.expect(ascii::contains_ignoring_case(values, value_of(parameter)), *act.event,
                  "RET is neither FULL nor HDRS", parameter.text());
  });
}

bool is_printable(const std::optional<std::string>& text) {
  return text && std::none_of(text->begin(), text->end(), [](char c) {
           return ascii::is_8bit(c) || (ascii::is_control(c) && c != '\t');
         });
}

struct Orcpt {
  std::string_view type, address;
  bool has_type = false;
};

Orcpt orcpt_of(const Parameter& parameter) {
  const std::string_view value = value_of(parameter);
  const std::size_t semicolon = value.find(';');
  if (semicolon == value.npos) return {{}, value, false};
  return {value.substr(0, semicolon), value.substr(semicolon + 1), semicolon > 0};
}

void valid_xtext(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "ENVID", [&](const SmtpAct& act, const Parameter& parameter) {
    finder.expect(is_printable(mail::decode_xtext(value_of(parameter))), *act.event,
                  "ENVID is no xtext of printable ASCII", parameter.text());
  });
  for_each_parameter(conversation, "ORCPT", [&](const SmtpAct& act, const Parameter& parameter) {
    const Orcpt orcpt = orcpt_of(parameter);
    if (ascii::equal_ignoring_case(orcpt.type, "utf-8")) return;
    finder.expect(is_printable(mail::decode_xtext(orcpt.address)), *act.event,
                  "ORCPT is no xtext of printable ASCII", parameter.text());
  });
}

void dsn_lengths(const SmtpConversation& conversation, Finder& finder) {
  const auto at_most = [&](std::string_view keyword, std::size_t most) {
    for_each_parameter(conversation, keyword, [&](const SmtpAct& act, const Parameter& parameter) {
      const std::size_t size = value_of(parameter).size();
      finder.expect(size <= most, *act.event,
                    std::string(keyword) + " has " + std::to_string(size) +
                        " characters, at most " + std::to_string(most) + " are allowed",
                    parameter.text());
    });
  };
  at_most("ENVID", 100);
  at_most("ORCPT", 500);
}

// RFC 3461 sec 5.4
void short_envid(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "ENVID", [&](const SmtpAct& act, const Parameter& parameter) {
    finder.expect(value_of(parameter).size() <= 38, *act.event,
                  "a submitted ENVID is longer than 38 characters", parameter.text());
  });
}

// RFC 3461 sec 4.2
void orcpt_is_typed(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "ORCPT", [&](const SmtpAct& act, const Parameter& parameter) {
    const Orcpt orcpt = orcpt_of(parameter);
    if (!orcpt.has_type) {
      return finder.breach(*act.event, "ORCPT has no address type", parameter.text());
    }
    const bool submitted = conversation.service.starts_with("submission");
    const bool mail = ascii::equal_ignoring_case(orcpt.type, "rfc822");
    const auto address = mail::decode_xtext(orcpt.address);
    const bool comparable = submitted && mail && address && act.command.path;
    const bool differs =
        comparable && !ascii::equal_ignoring_case(*address, act.command.path->address());
    finder.expect(!differs, *act.event, "ORCPT is not the recipient that was submitted",
                  parameter.text());
  });
}

// RFC 6533 sec 3
void ascii_orcpt(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "ORCPT", [&](const SmtpAct& act, const Parameter& parameter) {
    if (!ascii::equal_ignoring_case(orcpt_of(parameter).type, "utf-8")) return;
    const bool offered = act.offer && act.offer->has("SMTPUTF8");
    finder.expect(offered || !ascii::has_8bit(value_of(parameter)), *act.event,
                  "ORCPT holds UTF-8 as it is, and SMTPUTF8 was not offered", parameter.text());
  });
}

constexpr SmtpCheck dsn_table[] = {
    {"smtp.dsn.notify-value-syntax", notify_value},
    {"smtp.dsn.parameters-at-most-once", dsn_parameters_once},
    {"smtp.dsn.ret-full-or-hdrs", ret_value},
    {"smtp.dsn.values-in-valid-xtext", valid_xtext},
    {"smtp.dsn.envid-orcpt-length-limits", dsn_lengths},
    {"smtp.dsn.short-envid-from-submitter", short_envid, for_submitters},
    {"smtp.dsn.orcpt-typed-original-recipient", orcpt_is_typed},
    {"smtp.dsn.ascii-orcpt-without-smtputf8", ascii_orcpt},
};

}  // namespace

std::span<const SmtpCheck> smtp_dsn_checks() { return dsn_table; }

}  // namespace postiche::judge
