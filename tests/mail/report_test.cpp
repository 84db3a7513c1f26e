// SPDX-License-Identifier: MIT
#include "harness/mail/report.h"

#include <doctest/doctest.h>

namespace postiche::mail {
namespace {

Report report_for(std::vector<std::string> recipients, std::string header) {
  Report report;
  report.domain = "mx.example.com";
  report.number = 7;
  report.sender = "ann@example.org";
  report.recipients = std::move(recipients);
  report.status = "5.1.1";
  report.text = "No such user";
  report.header = std::move(header);
  return report;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a report of plain addresses has the parts that everybody knows") {
  const std::string text = written(report_for({"bob@example.com"}, "Subject: x\r\n"));
  CHECK(has(text, "Content-Type: message/delivery-status\r\n"));
  CHECK(has(text, "Final-Recipient: rfc822; bob@example.com\r\n"));
  CHECK(has(text, "Content-Type: text/rfc822-headers\r\n"));
  CHECK_FALSE(has(text, "global"));
}

TEST_CASE("a report of internationalized mail has the parts that may hold UTF-8") {
  const std::string address =
      "b\xC3\xB6"
      "b@example.com";
  const std::string text = written(report_for({address, "ann@example.com"}, "Subject: x\r\n"));
  CHECK(has(text, "Content-Type: message/global-delivery-status\r\n"));
  CHECK(has(text, "Final-Recipient: utf-8; " + address + "\r\n"));
  CHECK(has(text, "Final-Recipient: rfc822; ann@example.com\r\n"));
  CHECK(has(text, "Content-Type: message/global-headers\r\n"));
  const std::string header = "Subject: \xC3\xB6\r\n";
  CHECK(has(written(report_for({"bob@example.com"}, header)), "message/global-headers"));
}

}  // namespace
}  // namespace postiche::mail
