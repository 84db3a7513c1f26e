// SPDX-License-Identifier: MIT
#include "harness/smtp/faults.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace postiche::smtp {

namespace {

// Faults that say nothing of an address; RFC 5321 sec 4.2.4, RFC 3463 sec 3.6.
struct FaultRow {
  std::string_view fault;
  int code;
  std::string_view enhanced;
};
constexpr std::array<FaultRow, 14> fault_table = {{
    {"empty-line", 500, "5.5.2"},
    {"garbled-verb", 500, "5.5.2"},
    {"unknown-verb", 500, "5.5.2"},
    {"nul-byte", 501, "5.5.2"},
    {"missing-from", 501, "5.5.4"},
    {"missing-to", 501, "5.5.4"},
    {"text-after-path", 501, "5.5.4"},
    {"bad-parameter", 501, "5.5.4"},
    {"empty-parameter-value", 501, "5.5.4"},
    {"duplicate-parameter", 501, "5.5.4"},
    {"unexpected-argument", 501, "5.5.4"},
    {"missing-argument", 501, "5.5.4"},
    {"bad-chunk-size", 501, "5.5.4"},
    {"bad-mechanism-name", 501, "5.5.4"},
}};

std::string_view usage(Verb verb) {
  switch (verb) {
    case Verb::ehlo:
      return "EHLO domain";
    case Verb::helo:
      return "HELO domain";
    case Verb::mail:
      return "MAIL FROM:<address> [parameters]";
    case Verb::rcpt:
      return "RCPT TO:<address> [parameters]";
    case Verb::vrfy:
      return "VRFY address";
    case Verb::expn:
      return "EXPN list";
    case Verb::lhlo:
      return "LHLO domain";
    case Verb::bdat:
      return "BDAT size [LAST]";
    case Verb::auth:
      return "AUTH mechanism [initial-response]";
    case Verb::etrn:
      return "ETRN [@|#]node";
    case Verb::atrn:
      return "ATRN [domain,...]";
    case Verb::xclient:
    case Verb::xforward:
      return "attribute=value ...";
    default:
      return name(verb);
  }
}

// "missing-angle-brackets" as a person would say it.
std::string spoken(std::string_view deviation) {
  std::string out(deviation);
  std::replace(out.begin(), out.end(), '-', ' ');
  return out;
}

}  // namespace

Reply objection_to_syntax(const Command& command) {
  // A verb with a NUL in it is unknown before it is anything else.
  const std::string_view fault = command.verb == Verb::unknown && command.fault == "nul-byte"
                                     ? std::string_view("garbled-verb")
                                     : command.fault;
  const auto same = [&](const FaultRow& row) { return row.fault == fault; };
  const auto row = std::find_if(fault_table.begin(), fault_table.end(), same);
  if (row != fault_table.end() && row->code == 500) {
    return {500, std::string(row->enhanced), "Command not recognized: " + spoken(fault)};
  }
  Reply reply{501, "", "Syntax error: " + spoken(fault)};
  if (row != fault_table.end()) {
    reply.enhanced = row->enhanced;
  } else {
    // All else is wrong with an address: X.1.7 is the sender's, X.1.3 the recipient's, RFC 3463
    // sec 3.2.
    reply.enhanced = command.verb == Verb::mail ? "5.1.7" : "5.1.3";
  }
  const std::string_view form = usage(command.verb);
  if (!form.empty()) reply.text.append("; the form is ").append(form);
  return reply;
}

// RFC 6531 sec 3.5
Reply bad_value(std::string text) { return {501, "5.5.4", std::move(text)}; }

Reply not_ascii() {
  return {553, "5.6.7", "Address has characters beyond ASCII, and MAIL had no SMTPUTF8"};
}

}  // namespace postiche::smtp
