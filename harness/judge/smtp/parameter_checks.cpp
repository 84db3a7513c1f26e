// SPDX-License-Identifier: MIT
// The parameters of MAIL and RCPT, and whether what they belong to was offered.

#include <array>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/xtext.h"

namespace postiche::judge {

using smtp::Parameter;
using smtp::Verb;

namespace {

// What offers a parameter: RFC 5321 sec 4.1.1.11.
struct Offered {
  std::string_view parameter, keyword;
};
constexpr Offered offered_by[] = {
    {"SIZE", "SIZE"},
    {"BODY", "8BITMIME"},
    {"RET", "DSN"},
    {"ENVID", "DSN"},
    {"NOTIFY", "DSN"},
    {"ORCPT", "DSN"},
    {"AUTH", "AUTH"},
    {"SMTPUTF8", "SMTPUTF8"},
    {"HOLDFOR", "FUTURERELEASE"},
    {"HOLDUNTIL", "FUTURERELEASE"},
    {"BY", "DELIVERBY"},
    {"MT-PRIORITY", "MT-PRIORITY"},
    {"REQUIRETLS", "REQUIRETLS"},
    {"RRVS", "RRVS"},
    {"TRANSID", "CHECKPOINT"},
    {"SOLICIT", "NO-SOLICITING"},
    {"MTRK", "MTRK"},
    {"CONPERM", "CONPERM"},
    {"CONNEG", "CONNEG"},
    {"SUBMITTER", "SUBMITTER"},
};

bool is_offered(const SmtpAct& act, const Parameter& parameter) {
  if (!act.offer) return false;
  for (const Offered& row : offered_by) {
    if (!ascii::equal_ignoring_case(row.parameter, parameter.keyword)) continue;
    if (act.offer->has(row.keyword)) return true;
  }
  // BINARYMIME brings BODY too: RFC 3030 sec 3. What is not registered goes by its own name.
  const bool is_body = ascii::equal_ignoring_case(parameter.keyword, "BODY");
  return act.offer->has(parameter.keyword) || (is_body && act.offer->has("BINARYMIME"));
}

void only_offered(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    for (const Parameter& parameter : act.command.parameters) {
      finder.expect(
          is_offered(act, parameter), *act.event,
          verb_of(act) + " has " + std::string(parameter.keyword) + ", which was not offered",
          parameter.text());
    }
  });
}

// RFC 5321 sec 4.1.2: esmtp-param, and one space before each.
void esmtp_grammar(const SmtpConversation& conversation, Finder& finder) {
  constexpr std::string_view odd[] = {"bad-parameter", "empty-parameter-value", "text-after-path",
                                      "extra-white-space", "tab-as-space"};
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    if (act.command.parameters.empty() && found_in(act.command, odd).empty()) return;
    finder.expect(
        found_in(act.command, odd).empty(), *act.event,
        "the parameters of " + verb_of(act) + " are not keyword=value with one space before each",
        act.command.argument);
  });
}

bool is_number(std::string_view text, std::size_t most_digits) {
  return !text.empty() && text.size() <= most_digits &&
         std::all_of(text.begin(), text.end(), ascii::is_digit);
}

// RFC 1870 sec 3
void size_is_a_number(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "SIZE", [&](const SmtpAct& act, const Parameter& parameter) {
    const bool once = count_of(act.command, "SIZE") == 1;
    finder.expect(once && is_number(value_of(parameter), 20), *act.event,
                  once ? "SIZE is no decimal number" : "SIZE comes more than once",
                  parameter.text());
  });
}

// RFC 1870 sec 6: about right, and rather too large. Servers have an interest in that, so what is
// a little short is let pass.
void size_is_honest(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    const Parameter* const size = one.mail->command.parameter("SIZE");
    if (!size || !one.is_whole()) continue;
    const auto declared = ascii::parse_number(value_of(*size));
    if (!declared) continue;
    const std::uint64_t actual = one.content.size();
    const std::uint64_t slack = std::max<std::uint64_t>(64, actual / 100);
    finder.expect(*declared + slack >= actual, *one.mail->event,
                  "SIZE was " + std::to_string(*declared) + ", the message has " +
                      std::to_string(actual) + " octets",
                  size->text());
  }
}

// RFC 6152 sec 2, RFC 3030 sec 3
void body_is_defined(const SmtpConversation& conversation, Finder& finder) {
  constexpr std::string_view values[] = {"7BIT", "8BITMIME", "BINARYMIME"};
  for_each_parameter(conversation, "BODY", [&](const SmtpAct& act, const Parameter& parameter) {
    const bool once = count_of(act.command, "BODY") == 1;
    const bool known = ascii::contains_ignoring_case(values, value_of(parameter));
    finder.expect(once && known, *act.event,
                  once ? "BODY has a value that is not defined" : "BODY comes more than once",
                  parameter.text());
  });
}

// RFC 3030 sec 3
void binarymime_needs_both(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "BODY", [&](const SmtpAct& act, const Parameter& parameter) {
    if (!ascii::equal_ignoring_case(value_of(parameter), "BINARYMIME")) return;
    const bool both = act.offer && act.offer->has("BINARYMIME") && act.offer->has("CHUNKING");
    finder.expect(both, *act.event, "BODY=BINARYMIME without BINARYMIME and CHUNKING on offer",
                  parameter.text());
  });
}

// RFC 6531 sec 3.4
void smtputf8_has_no_value(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "SMTPUTF8", [&](const SmtpAct& act, const Parameter& parameter) {
    finder.expect(!parameter.value, *act.event, "SMTPUTF8 has a value", parameter.text());
  });
}

// RFC 6531 sec 3.7.4.2
void vrfy_smtputf8(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::vrfy, Verb::expn}, [&](const SmtpAct& act) {
    const std::string upper = ascii::to_upper(act.command.argument);
    const bool asks = upper.ends_with(" SMTPUTF8") || ascii::has_8bit(act.command.argument);
    if (!asks) return;
    finder.expect(act.offer && act.offer->has("SMTPUTF8"), *act.event,
                  verb_of(act) + " asks for UTF-8, which was not offered", act.command.argument);
  });
}

// RFC 4954 sec 5: "<>" or an xtext mailbox.
void auth_parameter(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "AUTH", [&](const SmtpAct& act, const Parameter& parameter) {
    const std::string_view value = value_of(parameter);
    const auto decoded = mail::decode_xtext(value);
    const bool well = value == "<>" || (decoded && !decoded->empty());
    finder.expect(well && act.offer && act.offer->has("AUTH"), *act.event,
                  well ? "AUTH= was used although AUTH was not offered"
                       : "AUTH= is neither <> nor a mailbox in xtext",
                  parameter.text());
  });
}

// by-value = by-time ";" by-mode [by-trace]                     RFC 2852 sec 4
struct By {
  std::int64_t seconds = 0;
  char mode = 0;
};
std::optional<By> by_of(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon == value.npos) return std::nullopt;
  std::string_view time = value.substr(0, semicolon);
  const std::string mode = ascii::to_upper(value.substr(semicolon + 1));
  const bool negative = time.starts_with('-');
  if (negative || time.starts_with('+')) time.remove_prefix(1);
  const bool known = mode == "N" || mode == "R" || mode == "NT" || mode == "RT";
  if (!known || !is_number(time, 9)) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(*ascii::parse_number(time));
  return By{negative ? -seconds : seconds, mode.front()};
}

void by_value(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(conversation, "BY", [&](const SmtpAct& act, const Parameter& parameter) {
    const auto by = by_of(value_of(parameter));
    if (!by) return finder.breach(*act.event, "BY is no time and mode", parameter.text());
    finder.expect(by->mode != 'R' || by->seconds > 0, *act.event,
                  "BY asks to return a message whose time is over", parameter.text());
  });
}

// RFC 4865 sec 4.1
void one_hold(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::mail}, [&](const SmtpAct& act) {
    const auto count = count_of(act.command, "HOLDFOR") + count_of(act.command, "HOLDUNTIL");
    if (count == 0) return;
    finder.expect(count == 1, *act.event, "MAIL asks for two moments of release",
                  act.command.argument);
  });
}

// RFC 4865 sec 5.2.1
void deliver_after_release(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::mail}, [&](const SmtpAct& act) {
    const Parameter* const hold = act.command.parameter("HOLDFOR");
    const Parameter* const by = act.command.parameter("BY");
    if (!hold || !by) return;
    const auto released = ascii::parse_number(value_of(*hold));
    const auto wanted = by_of(value_of(*by));
    if (!released || !wanted) return;
    finder.expect(wanted->seconds > static_cast<std::int64_t>(*released), *act.event,
                  "the message is to be there before it is released", by->text());
  });
}

// RFC 6710 sec 3
bool is_priority(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  return value.size() == 1 && ascii::is_digit(value.front());
}

void mt_priority(const SmtpConversation& conversation, Finder& finder) {
  for_each_parameter(
      conversation, "MT-PRIORITY", [&](const SmtpAct& act, const Parameter& parameter) {
        const bool once = count_of(act.command, "MT-PRIORITY") == 1;
        finder.expect(
            once && is_priority(value_of(parameter)), *act.event,
            once ? "MT-PRIORITY is no integer from -9 to 9" : "MT-PRIORITY comes more than once",
            parameter.text());
      });
}

constexpr SmtpCheck parameter_table[] = {
    {"smtp.params.only-offered-extensions", only_offered},
    {"smtp.params.esmtp-grammar-single-space", esmtp_grammar},
    {"smtp.size.one-well-formed-value", size_is_a_number},
    {"smtp.size.declared-honestly", size_is_honest},
    {"smtp.8bitmime.one-defined-body-value", body_is_defined},
    {"smtp.binarymime.both-keywords-required", binarymime_needs_both},
    {"smtp.smtputf8.parameter-without-value", smtputf8_has_no_value},
    {"smtp.smtputf8.vrfy-parameter-only-when-offered", vrfy_smtputf8},
    {"smtp.auth.mail-parameter-well-formed", auth_parameter},
    {"smtp.deliverby.by-value-syntax", by_value},
    {"smtp.futurerelease.one-hold-parameter", one_hold},
    {"smtp.futurerelease.deliver-by-after-release", deliver_after_release},
    {"smtp.mt-priority.single-integer-in-range", mt_priority},
};

}  // namespace

std::span<const SmtpCheck> smtp_parameter_checks() { return parameter_table; }

}  // namespace postiche::judge
