// SPDX-License-Identifier: MIT
// What is sent as content, and whether the envelope said so before.

#include <set>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/judge/check.h"
#include "harness/judge/lines.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/header.h"
#include "harness/mail/outline.h"

namespace postiche::judge {

using smtp::Parameter;
using smtp::Verb;

namespace {

// For each message whose content came whole.
template <typename Look>
void for_each_message(const SmtpConversation& conversation, Look look) {
  for (const SmtpTransaction& one : conversation.transactions) {
    if (one.is_whole() && !one.runs.empty()) look(one);
  }
}

std::string header_of(const SmtpTransaction& one) { return mail::header_block(Rope(one.content)); }

std::string body_of(const SmtpTransaction& one) {
  const Parameter* const body = one.mail->command.parameter("BODY");
  return body ? ascii::to_upper(value_of(*body)) : "";
}

void judge_endings(const SmtpTransaction& one, Finder& finder) {
  const std::size_t odd = lone_ending(one.content);
  if (odd == std::string::npos) return finder.good(*one.end);
  const Octets at = one.at(odd, 1);
  const std::string which = one.content[odd] == '\n' ? "LF" : "CR";
  finder.breach(*at.event, "the content holds a lone " + which + " at octet " + std::to_string(odd),
                at.part);
}

// RFC 5321 sec 2.3.8. A false end that was taken for the end is the same fault.
void crlf_pairs(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    if (!one.data) return;
    if (one.end->field("end")) {
      return finder.breach(*one.end, "the content holds a line ending that is not CRLF");
    }
    judge_endings(one, finder);
  });
}

// RFC 3030 sec 2. Binary content is as it is.
void chunks_of_text(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    if (one.data || body_of(one) == "BINARYMIME") return;
    judge_endings(one, finder);
  });
}

std::size_t first_8bit(std::string_view text) {
  const auto found = std::find_if(text.begin(), text.end(), ascii::is_8bit);
  return found == text.end() ? text.npos : static_cast<std::size_t>(found - text.begin());
}

// RFC 6152 sec 3. SMTPUTF8 alone allows it in the header only (RFC 6531 sec 3.6), but brings
// 8BITMIME with it: what a client means by it is plain.
void announce_8bit(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const std::size_t odd = first_8bit(one.content);
    if (odd == std::string::npos) return;
    const std::string body = body_of(one);
    const bool announced = body == "8BITMIME" || body == "BINARYMIME";
    if (announced) return finder.good(*one.end);
    const Octets at = one.at(odd, 1);
    const std::string measured = "the content holds octets above 127, and MAIL did not say so";
    if (one.mail->command.parameter("SMTPUTF8")) return finder.slip(*at.event, measured, at.part);
    finder.breach(*at.event, measured, at.part);
  });
}

bool is_fitting(const mail::Outline& outline, const Rope& content) {
  return std::all_of(outline.parts.begin(), outline.parts.end(), [&](const mail::Part& part) {
    if (part.kind != mail::PartKind::leaf) return true;
    if (!ascii::has_8bit(content.copy(part.body))) return true;
    const std::string encoding = ascii::to_lower(part.content.encoding);
    return encoding == "8bit" || encoding == "binary";
  });
}

// RFC 5321 sec 2.4
void proper_mime_for_8bit(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    if (body_of(one) != "8BITMIME") return;
    const Rope content{one.content};
    const mail::Outline outline = mail::outline_of(content);
    const std::string body = content.copy(outline.root().body);
    if (!ascii::has_8bit(body)) return;
    const bool is_mime = mail::field(content, "MIME-Version").has_value();
    if (!is_mime) {
      return finder.breach(*one.end, "8-bit content was announced, and the message is no MIME");
    }
    finder.expect(is_fitting(outline, content), *one.end,
                  "a part with octets above 127 does not say so in Content-Transfer-Encoding");
  });
}

bool envelope_needs_utf8(const SmtpTransaction& one) {
  const auto has = [](const SmtpAct* act) { return ascii::has_8bit(act->command.argument); };
  return has(one.mail) || std::any_of(one.recipients.begin(), one.recipients.end(), has);
}

// RFC 6531 sec 3.4
void smtputf8_when_needed(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    const bool by_header = ascii::has_8bit(header_of(one));
    if (!envelope_needs_utf8(one) && !by_header) continue;
    finder.expect(one.mail->command.parameter("SMTPUTF8") != nullptr, *one.mail->event,
                  std::string(by_header ? "the header" : "the envelope") +
                      " holds octets above 127, and MAIL has no SMTPUTF8");
  }
}

void smtputf8_left_out(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const Parameter* const asked = one.mail->command.parameter("SMTPUTF8");
    if (!asked) return;
    // What is inside of message/global needs it too: RFC 6532 sec 3.7.
    const bool needed =
        envelope_needs_utf8(one) || ascii::has_8bit(header_of(one)) || ascii::has_8bit(one.content);
    finder.expect(needed, *one.mail->event, "SMTPUTF8 was asked for, and nothing needs it",
                  asked->text());
  });
}

// RFC 6531 sec 3.3
void well_formed_utf8(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    if (!ascii::has_8bit(act.command.line)) return;
    finder.expect(utf8::is_valid(act.command.line), *act.event,
                  verb_of(act) + " holds octets that are no UTF-8", act.command.argument);
  });
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const std::string header = header_of(one);
    if (!ascii::has_8bit(header)) return;
    finder.expect(utf8::is_valid(header), *one.runs.front().event,
                  "the header holds octets that are no UTF-8");
  });
}

bool is_report(const SmtpTransaction& one) {
  const std::string type = ascii::to_lower(mail::field(one.content, "Content-Type").value_or(""));
  const bool automatic = mail::field(one.content, "Auto-Submitted").has_value();
  return type.starts_with("multipart/report") || type.starts_with("message/delivery-status") ||
         type.starts_with("message/disposition-notification") || automatic;
}

// RFC 5321 sec 4.5.5; automatic replies have it too (RFC 3834 sec 3.3).
void null_path_for_notifications(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    if (!one.mail->command.path || !one.mail->command.path->is_null()) return;
    finder.expect(is_report(one), *one.mail->event,
                  "the reverse-path is null, and the message is no notification");
  });
}

// RFC 4865 sec 5.1.1
void no_hold_for_reports(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const smtp::Command& mail = one.mail->command;
    if (!mail.parameter("HOLDFOR") && !mail.parameter("HOLDUNTIL")) return;
    finder.expect(!is_report(one), *one.mail->event, "a notification is to be held");
  });
}

// RFC 5321 sec 4.4. A relay has to pass it on, so an MTA is not asked.
void no_return_path(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    finder.expect(!mail::field(one.content, "Return-Path"), *one.runs.front().event,
                  "the message has a Return-Path already");
  });
}

// RFC 5321 sec 7.2: blind recipients stand in no field.
void recipients_not_in_header(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    for (const std::string_view name : {"Bcc", "Apparently-To", "X-Apparently-To", "X-Rcpt-To",
                                        "X-Envelope-To", "X-Original-To"}) {
      const std::string value = ascii::to_lower(mail::field(one.content, name).value_or(""));
      const bool tells =
          std::any_of(one.recipients.begin(), one.recipients.end(), [&](const SmtpAct* act) {
            return act->command.path && !value.empty() &&
                   value.find(ascii::to_lower(act->command.path->address())) != value.npos;
          });
      if (tells) {
        return finder.breach(
            *one.runs.front().event,
            "a recipient of the envelope stands in the field " + std::string(name));
      }
    }
    finder.good(*one.end);
  });
}

// RFC 8689 sec 3
void tls_required_field(const SmtpConversation& conversation, Finder& finder) {
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const auto values = mail::fields(one.content, "TLS-Required");
    if (values.empty()) return;
    const bool is_no = ascii::equal_ignoring_case(values.front(), "No");
    finder.expect(values.size() == 1 && is_no, *one.runs.front().event,
                  is_no ? "TLS-Required comes more than once" : "TLS-Required is not No");
  });
}

// RFC 5321 sec 4.5.4.1. Splitting for blind copies is allowed (sec 7.2), and what is only alike
// cannot be told from that: a slip.
void one_copy(const SmtpConversation& conversation, Finder& finder) {
  const SmtpTransaction* before = nullptr;
  for_each_message(conversation, [&](const SmtpTransaction& one) {
    const bool same = before && before->content == one.content && before->is_accepted() &&
                      before->recipients.size() == 1 && one.recipients.size() == 1;
    const bool other = same && before->recipients.front()->command.argument !=
                                   one.recipients.front()->command.argument;
    if (other) {
      finder.slip(*one.mail->event, "the same message came again for one more recipient");
    } else if (one.recipients.size() > 1) {
      finder.good(*one.mail->event);
    }
    before = &one;
  });
}

constexpr SmtpCheck content_table[] = {
    {"smtp.data.crlf-pairs-only", crlf_pairs, for_all, Excuse::none},
    {"smtp.chunking.text-in-crlf-form", chunks_of_text, for_all, Excuse::none},
    {"smtp.8bitmime.announce-8bit-content", announce_8bit},
    {"smtp.8bitmime.only-for-proper-mime", proper_mime_for_8bit},
    {"smtp.smtputf8.declared-when-needed", smtputf8_when_needed},
    {"smtp.smtputf8.omitted-when-unneeded", smtputf8_left_out},
    {"smtp.smtputf8.well-formed-utf8", well_formed_utf8, for_all, Excuse::none},
    {"smtp.mail.null-path-only-for-notifications", null_path_for_notifications},
    {"smtp.futurerelease.no-hold-for-reports", no_hold_for_reports},
    {"smtp.envelope.no-return-path-at-origin", no_return_path, for_submitters},
    {"smtp.envelope.rcpt-list-not-in-header", recipients_not_in_header, for_submitters},
    {"smtp.requiretls.tls-required-header-form", tls_required_field},
    {"smtp.transaction.one-copy-per-server", one_copy},
};

}  // namespace

std::span<const SmtpCheck> smtp_content_checks() { return content_table; }

}  // namespace postiche::judge
