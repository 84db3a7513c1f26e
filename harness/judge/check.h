// SPDX-License-Identifier: MIT
#pragma once
// A check: one requirement of the catalogue as a function of what a client did. It reads transcript
// events only, and puts down what it found.

#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "harness/judge/finder.h"
#include "harness/judge/imap/conversation.h"
#include "harness/judge/message/letter.h"
#include "harness/judge/pop3/conversation.h"
#include "harness/judge/profile.h"
#include "harness/judge/sasl/exchange.h"
#include "harness/judge/smtp/conversation.h"
#include "harness/judge/tls/link.h"

namespace postiche::judge {

// Bits of those whom a requirement means.
enum Roles : unsigned {
  for_mua = 1,
  for_library = 2,
  for_mta = 4,
  for_lmtp_client = 8,
  for_all = 15,
  for_submitters = for_mua | for_library,
  for_queues = for_mta | for_lmtp_client,
};

// What holds however badly the server behaved: the form of what the client writes by itself.
enum class Excuse : bool { none, by_server };

template <typename Conversation>
struct CheckOf {
  std::string_view id;  // of the requirement
  void (*look)(const Conversation& conversation, Finder& finder);
  unsigned roles = for_all;
  Excuse excuse = Excuse::by_server;
};

using SaslCheck = CheckOf<SaslExchange>;
using SmtpCheck = CheckOf<SmtpConversation>;
using ImapCheck = CheckOf<ImapConversation>;
using MessageCheck = CheckOf<Letter>;
using Pop3Check = CheckOf<Pop3Conversation>;
using TlsCheck = CheckOf<TlsLink>;

// What all connections of a run show together.
struct Conversations {
  std::deque<SmtpConversation> smtp;
  std::deque<Pop3Conversation> pop3;
  std::deque<ImapConversation> imap;
  std::deque<Letter> letters;
  std::deque<SaslExchange> exchanges;
  std::deque<TlsLink> links;
};

// The tables, one for each file of checks.
std::span<const SmtpCheck> smtp_line_checks();
std::span<const SmtpCheck> smtp_path_checks();
std::span<const SmtpCheck> smtp_hello_checks();
std::span<const SmtpCheck> smtp_order_checks();
std::span<const SmtpCheck> smtp_parameter_checks();
std::span<const SmtpCheck> smtp_dsn_checks();
std::span<const SmtpCheck> smtp_content_checks();
std::span<const SmtpCheck> smtp_chunking_checks();
std::span<const SmtpCheck> smtp_auth_checks();
std::span<const Pop3Check> pop3_line_checks();
std::span<const Pop3Check> pop3_order_checks();
std::span<const ImapCheck> imap_line_checks();
std::span<const ImapCheck> imap_literal_checks();
std::span<const ImapCheck> imap_login_checks();
std::span<const ImapCheck> imap_state_checks();
std::span<const ImapCheck> imap_extension_checks();
std::span<const MessageCheck> message_line_checks();
std::span<const MessageCheck> message_header_checks();
std::span<const MessageCheck> message_field_checks();
std::span<const MessageCheck> message_encoded_word_checks();
std::span<const MessageCheck> message_mime_checks();
std::span<const MessageCheck> message_encoding_checks();
std::span<const SaslCheck> sasl_checks();
std::span<const TlsCheck> tls_checks();

}  // namespace postiche::judge
