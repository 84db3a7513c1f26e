// SPDX-License-Identifier: MIT
#include "harness/imap/search/threading.h"

#include <utility>

#include "harness/imap/search/sent_date.h"
#include "harness/imap/search/thread_algorithms.h"
#include "harness/mail/base_subject.h"
#include "harness/mail/case_folding.h"
#include "harness/mail/header.h"
#include "harness/mail/message_ids.h"

namespace postiche::imap {

namespace {

std::vector<std::string> ids_in(const std::string& header, std::string_view name) {
  return mail::message_ids_of(mail::field(header, name).value_or(""));
}

std::string first_of(std::vector<std::string> ids) {
  return ids.empty() ? "" : std::move(ids.front());
}

// "If a message does not contain a References header line, or the References header line does not
// contain any valid Message IDs, then use the first (if any) valid Message ID found in the
// In-Reply-To header line": RFC 5256 sec 3.
std::vector<std::string> references_in(const std::string& header) {
  std::vector<std::string> ids = ids_in(header, "References");
  if (!ids.empty()) return ids;
  ids = ids_in(header, "In-Reply-To");
  if (ids.size() > 1) ids.resize(1);
  return ids;
}

}  // namespace

ThreadForest thread(const Numbers& numbers, ThreadAlgorithm algorithm, const store::View& view) {
  const bool by_references = algorithm == ThreadAlgorithm::references;
  std::vector<Threadable> messages;
  for (const std::uint32_t number : numbers) {
    const store::Message* message = view.find(number);
    if (!message) continue;
    mail::OpenedMessage opened(message->body.read());
    const std::string& header = opened.header();
    auto subject = mail::base_subject_of(mail::field(header, "Subject").value_or(""));
    Threadable one;
    one.number = number;
    one.sent = sent_date_of(*message, opened);
    one.subject = mail::fold_case(subject.text);
    one.is_reply_or_forward = subject.is_reply_or_forward;
    if (by_references) one.id = first_of(ids_in(header, "Message-ID"));
    if (by_references) one.references = references_in(header);
    messages.push_back(std::move(one));
  }
  return by_references ? thread_by_references(messages) : thread_by_subject(messages);
}

}  // namespace postiche::imap
