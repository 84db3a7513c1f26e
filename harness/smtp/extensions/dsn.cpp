// SPDX-License-Identifier: MIT
// DSN: which reports the sender wants. What is asked for is kept with the message and never a
// reason to refuse it, unless it makes no sense (RFC 3461 sec 5.1).

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/mail/xtext.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// RET = "FULL" / "HDRS"                                         RFC 3461 sec 4.3
std::optional<Reply> remark_on_ret(const Parameter& parameter, const Command&, const Server&) {
  const std::string_view value = parameter.value.value_or("");
  if (ascii::equal_ignoring_case(value, "FULL")) return std::nullopt;
  if (ascii::equal_ignoring_case(value, "HDRS")) return std::nullopt;
  return bad_value("RET is FULL or HDRS");
}

// "printable (graphic and white space) characters from the US-ASCII repertoire"
bool is_printable(const std::optional<std::string>& text) {
  return text && std::all_of(text->begin(), text->end(),
                             [](char c) { return c == '\t' || ascii::is_printable(c); });
}

// envid-parameter = "ENVID=" xtext                              RFC 3461 sec 4.4
std::optional<Reply> remark_on_envid(const Parameter& parameter, const Command&, const Server&) {
  const std::string_view value = parameter.value.value_or("");
  if (value.size() > 100) return bad_value("ENVID has at most 100 characters");
  if (!value.empty() && is_printable(mail::decode_xtext(value))) return std::nullopt;
  return bad_value("ENVID is printable text in xtext");
}

// notify-esmtp-value = "NEVER" / 1#notify-list-element          RFC 3461 sec 4.1
// notify-list-element = "SUCCESS" / "FAILURE" / "DELAY"
std::optional<Reply> remark_on_notify(const Parameter& parameter, const Command&, const Server&) {
  const std::string value = ascii::to_upper(parameter.value.value_or(""));
  if (value == "NEVER") return std::nullopt;
  for (const std::string_view word : ascii::split(value, ',')) {
    if (word == "SUCCESS" || word == "FAILURE" || word == "DELAY") continue;
    return bad_value(word == "NEVER" ? "NEVER stands alone in NOTIFY"
                                     : "NOTIFY is NEVER, or of SUCCESS, FAILURE and DELAY");
  }
  return std::nullopt;
}

// addr-type = atom                                              RFC 3461 sec 4.2
bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 127 &&
           std::string_view("()<>@,;:\\\".[]").find(c) == std::string_view::npos;
  });
}

// original-recipient-address = addr-type ";" xtext              RFC 3461 sec 4.2
// utf-8-type-addr = "utf-8;" utf-8-enc-addr                     RFC 6533 sec 3
std::optional<Reply> remark_on_orcpt(const Parameter& parameter, const Command&,
                                     const Server& server) {
  const std::string_view value = parameter.value.value_or("");
  if (value.size() > 500) return bad_value("ORCPT has at most 500 characters");
  const std::size_t semicolon = std::min(value.find(';'), value.size());
  const std::string_view type = value.substr(0, semicolon);
  const std::string_view address = value.substr(std::min(semicolon + 1, value.size()));
  const bool utf8 = ascii::equal_ignoring_case(type, "utf-8");
  // UTF-8 as it is needs SMTPUTF8 in MAIL; without it, it is written in ASCII.
  const bool fits = server.utf8() || !ascii::has_8bit(address);
  const bool holds = utf8 ? fits && mail::decode_utf8_xtext(address).has_value()
                          : is_printable(mail::decode_xtext(address));
  if (is_atom(type) && !address.empty() && holds) return std::nullopt;
  return bad_value("ORCPT is an address type, ';' and an address in xtext");
}

constexpr ParameterRule dsn_rules[] = {{Verb::mail, "RET", remark_on_ret},
                                       {Verb::mail, "ENVID", remark_on_envid},
                                       {Verb::rcpt, "NOTIFY", remark_on_notify},
                                       {Verb::rcpt, "ORCPT", remark_on_orcpt}};

// RFC 3461 sec 3
constexpr Room dsn_room[] = {{Verb::mail, 107}, {Verb::rcpt, 500}};

}  // namespace

constinit const Extension dsn = {
    .keyword = "DSN", .line = "DSN", .room = dsn_room, .parameters = dsn_rules};

}  // namespace postiche::smtp::extensions
