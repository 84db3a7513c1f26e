// SPDX-License-Identifier: MIT
#include "harness/mail/report.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::mail {
namespace {

bool is_delay(const Report& report) { return report.status.starts_with('4'); }

// Whether the parts have to be those that may hold UTF-8: RFC 6533 sec 3.
bool is_international(const Report& report) {
  const auto& all = report.recipients;
  return ascii::has_8bit(report.header) || std::any_of(all.begin(), all.end(), ascii::has_8bit);
}

// In a field, what came from elsewhere must not begin a line of its own.
std::string in_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

std::string header_of(const Report& report, const std::string& boundary) {
  const std::string subject =
      is_delay(report) ? "Delayed mail (still being retried)" : "Undelivered mail";
  return "From: Mail Delivery System <MAILER-DAEMON@" + report.domain + ">\r\n" +  //
         "To: " + in_one_line(report.sender) + "\r\n" +                            //
         "Subject: " + subject + "\r\n" +                                          //
         "Date: " + to_mail_date(report.at) + "\r\n" +                             //
         "Message-ID: <report-" + std::to_string(report.number) + "@" + report.domain + ">\r\n" +
         "Auto-Submitted: auto-replied\r\n"
         "MIME-Version: 1.0\r\n"
         // RFC 6522 sec 3
         "Content-Type: multipart/report; report-type=delivery-status;\r\n"
         " boundary=\"" +
         boundary + "\"\r\n\r\n";
}

std::string words_of(const Report& report) {
  std::string out =
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: 8bit\r\n\r\n";
  out += is_delay(report) ? "Your message is delayed for:\r\n\r\n"
                          : "Your message could not be delivered to:\r\n\r\n";
  for (const std::string& recipient : report.recipients) {
    out += "  " + in_one_line(recipient) + "\r\n";
  }
  if (!report.text.empty()) out += "\r\n" + in_one_line(report.text) + "\r\n";
  return out;
}

// One block for the message, one for each recipient: RFC 3464 sec 2.1.
std::string status_of(const Report& report) {
  std::string out = is_international(report) ? "Content-Type: message/global-delivery-status\r\n"
                                               "Content-Transfer-Encoding: 8bit\r\n\r\n"
                                             : "Content-Type: message/delivery-status\r\n\r\n";
  out += "Reporting-MTA: dns; " + report.domain +
         "\r\nArrival-Date: " + to_mail_date(report.arrived) + "\r\n";
  for (const std::string& recipient : report.recipients) {
    // RFC 6533 sec 3: what is not ASCII has a type of its own.
    out += ascii::has_8bit(recipient) ? "\r\nFinal-Recipient: utf-8; "
                                      : "\r\nFinal-Recipient: rfc822; ";
    out += in_one_line(recipient) + "\r\n";
    out += std::string("Action: ") + (is_delay(report) ? "delayed" : "failed") + "\r\n";
    out += "Status: " + report.status + "\r\n";
    if (!report.text.empty()) {
      const char* const code = is_delay(report) ? "450" : "550";
      out += std::string("Diagnostic-Code: smtp; ") + code + " " + report.status + " " +
             in_one_line(report.text) + "\r\n";
    }
  }
  return out;
}

// A line that no part has.
std::string boundary_for(const Report& report) {
  std::string boundary = "postiche-report-" + std::to_string(report.number);
  while (report.header.find(boundary) != std::string::npos ||
         report.text.find(boundary) != std::string::npos) {
    boundary += '-';
  }
  return boundary + "=";
}

}  // namespace

std::string written(const Report& report) {
  const std::string boundary = boundary_for(report);
  const std::string cut = "\r\n--" + boundary + "\r\n";
  std::string out = header_of(report, boundary) + "This is a report in several parts.\r\n";
  out += cut + words_of(report) + cut + status_of(report);
  if (!report.header.empty()) {
    // RFC 6533 sec 4.2
    const char* const type =
        is_international(report) ? "message/global-headers" : "text/rfc822-headers";
    out += cut + "Content-Type: " + type + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
           report.header;
  }
  return out + "\r\n--" + boundary + "--\r\n";
}

Message message_from(const Report& report) {
  Message message;
  message.recipients = {report.sender};
  message.recipient_parameters = {""};
  message.content = Rope(written(report));
  return message;
}

}  // namespace postiche::mail
