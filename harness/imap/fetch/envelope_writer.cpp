// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/envelope_writer.h"

#include "harness/imap/pen/strings.h"

namespace postiche::imap {

namespace {

using mail::ListedAddress;

// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"          RFC 9051 sec 9
// A group begins with its name for a mailbox and without a host, and ends with four times NIL.
void append_address(std::string& out, const ListedAddress& address, TextForm form) {
  out += '(';
  append_nstring(out, address.name, form);
  out += ' ';
  append_nstring(out, address.route, form);
  out += ' ';
  append_nstring(out, address.mailbox, form);
  out += ' ';
  append_nstring(out, address.host, form);
  out += ')';
}

// env-from = "(" 1*address ")" / nil                            RFC 9051 sec 9
void append_addresses(std::string& out, const mail::AddressList& list, TextForm form) {
  if (list.empty()) {
    out += "NIL ";
    return;
  }
  out += '(';
  for (const ListedAddress& address : list) append_address(out, address, form);
  out += ") ";
}

}  // namespace

// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
//            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"         RFC 9051 sec 9
void append_envelope(std::string& out, const mail::Envelope& envelope, Encoding encoding) {
  const TextForm form = text_form(encoding);
  out += '(';
  append_nstring(out, envelope.date, form);
  out += ' ';
  append_nstring(out, envelope.subject, form);
  out += ' ';
  for (const mail::AddressList* list : {&envelope.from, &envelope.sender, &envelope.reply_to,
                                        &envelope.to, &envelope.cc, &envelope.bcc}) {
    append_addresses(out, *list, form);
  }
  append_nstring(out, envelope.in_reply_to, form);
  out += ' ';
  append_nstring(out, envelope.message_id, form);
  out += ')';
}

}  // namespace postiche::imap
