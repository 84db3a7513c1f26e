// SPDX-License-Identifier: MIT
#include "harness/mail/envelope.h"

#include <doctest/doctest.h>

namespace postiche::mail {

TEST_CASE("an envelope has the fields of RFC 9051 as they are written") {
  const Envelope envelope = envelope_of(
      "Date: Wed, 17 Jul 1996 02:23:25\r\n -0700 (PDT)\r\n"
      "From: Terry Gray <gray@cac.example>\r\n"
      "Subject: =?utf-8?q?x?=\r\n"
      "To: imap@cac.example\r\ncc: a@b, c@d\r\n"
      "Message-Id: <B27397-0100000@cac.example>\r\nIn-Reply-To:\r\n\r\nBcc: body\r\n");
  CHECK(envelope.date == "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)");
  CHECK(envelope.subject == "=?utf-8?q?x?=");
  CHECK(envelope.message_id == "<B27397-0100000@cac.example>");
  CHECK(envelope.in_reply_to == "");
  CHECK(envelope.from.size() == 1);
  CHECK(envelope.to.size() == 1);
  CHECK(envelope.cc.size() == 2);
  CHECK(envelope.bcc.empty());
  CHECK(envelope.deviations.empty());
}

TEST_CASE("who sends and who wants replies are those in From, where nothing else is said") {
  const Envelope silent = envelope_of("From: a@b\r\nSender: \r\n");
  CHECK(silent.sender == silent.from);
  CHECK(silent.reply_to == silent.from);
  const Envelope outspoken = envelope_of("From: a@b\r\nSender: c@d\r\nReply-To: e@f, g@h\r\n");
  CHECK(outspoken.sender.front().mailbox == "c");
  CHECK(outspoken.reply_to.size() == 2);
  CHECK(envelope_of("").sender.empty());
}

TEST_CASE("recipients of several fields are joined, and of others the first counts") {
  const Envelope envelope = envelope_of(
      "From: a@b\r\nFrom: c@d\r\nTo: e@f\r\nTo: g@h, i\r\nSubject: 1\r\nSubject: 2\r\n");
  CHECK(envelope.from.size() == 1);
  CHECK(envelope.to.size() == 3);
  CHECK(envelope.subject == "1");
  CHECK(envelope.deviations == std::vector<std::string_view>{"missing-host"});
}

}  // namespace postiche::mail
