// SPDX-License-Identifier: MIT
// Messages as they are found in mailboxes: what is made of each as a whole.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/mail/base_subject.h"
#include "harness/mail/content_fields.h"
#include "harness/mail/date.h"
#include "harness/mail/encoded_word.h"
#include "harness/mail/line_endings.h"
#include "harness/mail/opened_message.h"
#include "harness/mail/preview.h"

namespace postiche::mail {

namespace {

OpenedMessage open(std::string_view text) {
  return OpenedMessage(std::make_shared<const Rope>(with_crlf(text)));
}

// "multipart/mixed [text/plain, image/png]"
std::string types_of(const Outline& outline, const Part& part) {
  std::string out = part.content.type + "/" + part.content.subtype;
  for (const std::uint32_t each : part.parts) {
    out += each == part.parts.front() ? " [" : ", ";
    out += types_of(outline, outline.parts[each]);
  }
  return part.parts.empty() ? out : out + "]";
}

std::string types_of(OpenedMessage& message) {
  return types_of(message.outline(), message.outline().root());
}

std::string preview_of(OpenedMessage& message) {
  return preview_of(*message.octets(), message.outline());
}

using Names = std::vector<std::string_view>;

}  // namespace

TEST_CASE("a newsletter: headers without folding in mind, HTML alone in quoted-printable") {
  auto message = open(
      "Return-Path: <bounce+7f=23@news.example>\n"
      "From: =?UTF-8?Q?B=C3=BCcher_&_Mehr?= <news@news.example>\n"
      "To: =?utf-8?B?SsO8cmdlbg==?=<j@example.com>\n"
      "Subject: =?UTF-8?Q?Nur_heute:_50=25_auf_alles,?=\n"
      " =?UTF-8?Q?_was_sch=C3?= =?UTF-8?Q?=B6n_ist?=\n"
      "Date: Tue, 2 Jan 24 8:05:00 CET\n"
      "MIME-version: 1.0\n"
      "Content-type: text/html; charset=\"utf-8\"; Format=\"flowed\";\n"
      "Content-transfer-encoding: Quoted-Printable\n"
      "\n"
      "<!DOCTYPE html><html><head><style>td{color:red}</style></head><body>\n"
      "<table><tr><td>Sch=C3=B6ne&nbsp;B=C3=BCcher</td><td>nur heu=\n"
      "te</td></tr></table>\n");
  CHECK(types_of(message) == "text/html");
  CHECK(message.outline().deviations.empty());
  CHECK(preview_of(message) ==
        "Sch\xC3\xB6ne B\xC3\xBC"
        "cher nur heute");
  CHECK(base_subject_of(message.envelope().subject.value()).text ==
        "Nur heute: 50% auf alles, was sch\xC3\xB6n ist");
  CHECK(decode_encoded_words(message.envelope().from[0].name.value()) ==
        "B\xC3\xBC"
        "cher & Mehr");
  CHECK(message.envelope().to[0].mailbox == "j");
  CHECK(to_text(parse_date(message.envelope().date.value())->time) == "2024-01-02T08:05:00.000Z");
}

TEST_CASE("a bounce: a report with the header of what came back, and no end") {
  auto message = open(
      "From: MAILER-DAEMON (Mail Delivery System)\n"
      "To: alice@example.com\n"
      "Subject: Undelivered Mail Returned to Sender\n"
      "Content-Type: multipart/report; report-type=delivery-status;\n"
      "\tboundary=\"4F2.1700000000/mx.example\"\n"
      "\n"
      "This is a MIME-encapsulated message.\n"
      "\n"
      "--4F2.1700000000/mx.example\n"
      "Content-Description: Notification\n"
      "\n"
      "I'm sorry.\n"
      "\n"
      "--4F2.1700000000/mx.example\n"
      "Content-Type: message/delivery-status\n"
      "\n"
      "Reporting-MTA: dns; mx.example\n"
      "\n"
      "Final-Recipient: rfc822; bob@example.net\n"
      "Status: 5.1.1\n"
      "\n"
      "--4F2.1700000000/mx.example\n"
      "Content-Type: text/rfc822-headers\n"
      "\n"
      "Subject: hello\n");
  CHECK(types_of(message) ==
        "multipart/report [text/plain, message/delivery-status, text/rfc822-headers]");
  CHECK(message.outline().deviations == Names{"missing-final-boundary"});
  CHECK(message.outline().parts[2].lines == 4);
  CHECK(message.outline().parts[1].content.description == "Notification");
  CHECK(message.envelope().from[0].mailbox == "MAILER-DAEMON");
  CHECK(message.envelope().from[0].name == "Mail Delivery System");
  CHECK(message.envelope().deviations == Names{"missing-host"});
  CHECK(preview_of(message) == "I'm sorry.");
}

TEST_CASE("a forwarded letter: messages in messages, and boundaries that look alike") {
  auto message = open(
      "Subject: Fwd: [team] Re: plan (fwd)\n"
      "Content-Type: multipart/mixed; boundary=Apple-Mail-1\n"
      "\n"
      "--Apple-Mail-1\n"
      "Content-Type: text/plain\n"
      "\n"
      "See below.\n"
      "--Apple-Mail-1\n"
      "Content-Type: message/rfc822; name=\"Re: plan.eml\"\n"
      "Content-Disposition: attachment\n"
      "\n"
      "Subject: Re: plan\n"
      "Content-Type: multipart/alternative; boundary=Apple-Mail-12\n"
      "\n"
      "--Apple-Mail-12\n"
      "\n"
      "inner\n"
      "--Apple-Mail-12\n"
      "Content-Type: multipart/related; boundary=Apple-Mail-1-2; type=\"text/html\"\n"
      "\n"
      "--Apple-Mail-1-2\n"
      "Content-Type: text/html\n"
      "\n"
      "<p>inner\n"
      "--Apple-Mail-1-2\n"
      "Content-Type: image/gif\n"
      "Content-ID: <1@x>\n"
      "\n"
      "R0lGODdh\n"
      "--Apple-Mail-1-2--\n"
      "--Apple-Mail-12--\n"
      "--Apple-Mail-1--\n");
  CHECK(types_of(message) ==
        "multipart/mixed [text/plain, message/rfc822 [multipart/alternative [text/plain, "
        "multipart/related [text/html, image/gif]]]]");
  CHECK(message.outline().deviations.empty());
  CHECK(base_subject_of(message.envelope().subject.value()).text == "plan");
  const auto picture = message.section(std::vector<std::uint32_t>{2, 2, 2}, SectionText::content);
  REQUIRE(picture.has_value());
  CHECK(picture->flatten() == "R0lGODdh");
}

TEST_CASE("an attachment by hand: a name that is not quoted and not ASCII, base64 without end") {
  auto message = open(
      "From: Scanner <scan@[10.0.0.7]>, \n"
      "To: undisclosed recipients: ;\n"
      "Subject: Sc\xE4n\n"
      "Content-Type: MULTIPART/MIXED;boundary=----=_x;charset=utf-8\n"
      "\n"
      "------=_x\n"
      "Content-Type: application/pdf; name=Sc\xE4n von heute.pdf\n"
      "Content-Transfer-Encoding: base64 \n"
      "Content-Disposition: attachment; filename=\"Sc\xE4n \\\"von\\\" heute.pdf\n"
      "\n"
      "JVBERi0x\n"
      "------=_x--");
  const Outline& outline = message.outline();
  CHECK(types_of(message) == "multipart/mixed [application/pdf]");
  CHECK(outline.deviations == Names{"bad-parameter"});
  CHECK(find_parameter(outline.parts[1].content.parameters, "name") == "Sc\xE4n von heute.pdf");
  CHECK(find_parameter(outline.parts[1].content.disposition->parameters, "filename") ==
        "Sc\xE4n \"von\" heute.pdf");
  CHECK(outline.parts[1].content.encoding == "base64");
  CHECK(message.envelope().from.size() == 1);
  CHECK(message.envelope().from[0].host == "[10.0.0.7]");
  CHECK(message.envelope().to[0].mailbox == "undisclosed recipients");
  CHECK(preview_of(message).empty());
}

TEST_CASE("spam: fields that are none, two of each, and a type that is not what it says") {
  auto message = open(
      "From nobody Mon Jan  1 00:00:00 2024\n"
      "Received from nowhere\n"
      "From: \"PayPaI\" <service@paypal.example@evil.example>\n"
      "From: second@evil.example\n"
      "To: <\"a b\"@x>; <c@d>\n"
      "Subject: \n"
      "Date: 32 Foo 2024\n"
      "Content-Type: text\n"
      "Content-Type: text/html\n"
      "Content-Transfer-Encoding: 8-bit\n"
      "\n"
      "Click <here>\n");
  CHECK(types_of(message) == "text/plain");
  CHECK(message.outline().deviations == Names{"bad-content-type"});
  CHECK(message.envelope().from.size() == 1);
  CHECK(message.envelope().from[0].host == "paypal.example");
  CHECK(message.envelope().to.size() == 2);
  CHECK(message.envelope().subject == "");
  CHECK(message.envelope().deviations == Names{"text-behind-address", "semicolon-as-comma"});
  CHECK_FALSE(parse_date(message.envelope().date.value()).has_value());
  CHECK(preview_of(message) == "Click <here>");
}

TEST_CASE("a list's digest, whose parts say nothing of their type") {
  auto message = open(
      "Subject: List Digest, Vol 1\n"
      "Content-Type: multipart/mixed; boundary=\"===============1==\"\n"
      "\n"
      "--===============1==\n"
      "Content-Type: text/plain; charset=\"us-ascii\"\n"
      "MIME-Version: 1.0\n"
      "\n"
      "Today's topics\n"
      "--===============1==\n"
      "Content-Type: multipart/digest; boundary=\"===============2==\"\n"
      "\n"
      "--===============2==\n"
      "\n"
      "Subject: one\n"
      "Content-Type: text/plain; charset=iso-8859-1\n"
      "\n"
      "1\n"
      "--===============2==\n"
      "\n"
      "Subject: two\n"
      "\n"
      "2\n"
      "--===============2==--\n"
      "\n"
      "--===============1==\n"
      "\n"
      "footer\n"
      "--===============1==--\n");
  CHECK(types_of(message) ==
        "multipart/mixed [text/plain, multipart/digest [message/rfc822 [text/plain], "
        "message/rfc822 [text/plain]], text/plain]");
  CHECK(message.outline().deviations.empty());
  const auto subject = message.section(std::vector<std::uint32_t>{2, 2}, SectionText::header);
  REQUIRE(subject.has_value());
  CHECK(subject->flatten() == "Subject: two\r\n\r\n");
}

}  // namespace postiche::mail
