// SPDX-License-Identifier: MIT
#include "harness/imap/handlers/catenating.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "harness/imap/fetch/section_octets.h"
#include "harness/imap/grammar/message_url.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/needs.h"

namespace postiche::imap {

namespace {

// The base of a URL without a mailbox is the one that is open: RFC 4469 sec 3.
std::shared_ptr<const store::Mailbox> mailbox_of(const Session& session, const MessageUrl& url) {
  if (!url.mailbox.empty()) return find_mailbox(session, url.mailbox);
  return session.selected ? session.selected->mailbox : nullptr;
}

// Appends what the URL leads to, no more than `room` octets and one. False where it leads nowhere.
bool append_at(std::string& out, const Session& session, std::string_view text, std::size_t room) {
  const auto url = parse_message_url(text);
  const auto mailbox = url ? mailbox_of(session, *url) : nullptr;
  if (!mailbox || mailbox->uid_validity() != url->uid_validity.value_or(mailbox->uid_validity())) {
    return false;
  }
  const store::Message* const message = mailbox->find(url->uid);
  if (!message) return false;
  mail::OpenedMessage opened(message->body.read());
  const auto octets = section_octets(opened, url->item);
  if (!octets) return false;
  Range range = partial_range(url->item.partial, octets->size());
  range.end = std::min(range.end, range.begin + room + 1);
  octets->for_each_piece(range, [&](std::string_view piece) { out += piece; });
  return true;
}

// "%5D" for what a response code cannot hold, and no more than shows which URL is meant.
std::string bad_url_code(std::string_view url) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::size_t longest = 1000;
  std::string code = "BADURL ";
  for (const char c : url.substr(0, longest)) {
    const auto octet = static_cast<unsigned char>(c);
    if (c > ' ' && c <= '~' && c != ']') {
      code += c;
    } else {
      code.append({'%', digits[octet / 16], digits[octet % 16]});
    }
  }
  return code;
}

// One piece, copied: what is put together of what was put together would have slices without end.
Answer catenate(const Session& session, const AppendedMessage& message, std::string& octets) {
  const auto most = static_cast<std::size_t>(message_limit(session));
  Answer answer = ok("");
  for (const CatenatedPart& part : message.parts) {
    const std::size_t room = most - octets.size();
    if (!part.url) {
      for (const std::string_view slice : part.octets.slices()) octets += slice;
    } else if (!append_at(octets, session, *part.url, room) && answer.reply.status == Status::ok) {
      // "the first URL ... that has caused the operation to fail": RFC 4469 sec 4.1
      answer = no("This URL leads to no message", bad_url_code(*part.url));
    }
    if (octets.size() > most) return no("The message is too large", "TOOBIG");
  }
  return answer;
}

Answer object_to(const Session& session, const AppendedMessage& message, const Rope& body) {
  if (body.empty()) return no("A message is not empty");  // RFC 9051 sec 6.3.12
  if (body.size() > message_limit(session)) return no("The message is too large", "TOOBIG");
  if (message.is_utf8 && !session.utf8) return bad("Enable UTF8=ACCEPT first");  // RFC 6855 sec 4
  return ok("");
}

}  // namespace

Answer put_together(const Session& session, const AppendArguments& arguments,
                    std::vector<Rope>& bodies) {
  Answer first = ok("");
  for (const AppendedMessage& message : arguments.messages) {
    Answer answer = ok("");
    if (message.parts.empty()) {
      bodies.push_back(message.octets);
    } else {
      std::string octets;
      answer = catenate(session, message, octets);
      bodies.emplace_back(std::move(octets));
    }
    if (answer.reply.status == Status::ok) answer = object_to(session, message, bodies.back());
    if (first.reply.status == Status::ok) first = std::move(answer);
  }
  return first;
}

}  // namespace postiche::imap
