// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/object_id.h"

#include <string_view>

#include "harness/base/digest.h"
#include "harness/mail/header.h"
#include "harness/mail/message_ids.h"

namespace postiche::imap {

namespace {

// objectid = 1*255(ALPHA / DIGIT / "_" / "-")                   RFC 8474 sec 7
// Half of the digest is enough to tell messages apart.
constexpr std::size_t digits = 32;

std::string digest_of(char kind, std::string_view octets) {
  return kind + digest::sha256_hex(octets).substr(0, digits);
}

}  // namespace

std::string email_id_of(const store::Message& message, mail::OpenedMessage& opened) {
  const std::string content = digest::sha256_hex(opened.octets()->flatten());
  return digest_of('M', content + "." + std::to_string(message.internal_date.ns));
}

std::string thread_id_of(const store::Message& message, mail::OpenedMessage& opened) {
  for (const std::string_view name : {"References", "In-Reply-To", "Message-ID"}) {
    const auto ids = mail::message_ids_of(mail::field(opened.header(), name).value_or(""));
    if (!ids.empty()) return digest_of('T', ids.front());
  }
  return digest_of('T', email_id_of(message, opened));
}

}  // namespace postiche::imap
