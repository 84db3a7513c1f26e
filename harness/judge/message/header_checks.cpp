// SPDX-License-Identifier: MIT
// Which fields a message has, and how often: RFC 5322 sec 3.6.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/mail/address_list.h"

namespace postiche::judge {

namespace {

std::size_t mailboxes_in(const mail::Field& field) {
  mail::Findings unused;
  const mail::AddressList list = mail::parse_address_list(mail::unfold(field.value), unused);
  return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [](const auto& address) {
    return address.kind == mail::ListedAddress::Kind::mailbox;
  }));
}

// A field that a submission server may add is not asked of who submits as hard as of a relay, RFC
// 6409 sec 8; nor of a draft at all.
void judge_missing(const Letter& letter, Finder& finder, const std::string& name) {
  if (letter.is_appended()) return;
  const std::string measured = "the message has no " + name;
  if (finder.profile().role == Role::mta) return blame(letter, finder, measured);
  finder.slip(*letter.event, measured);
}

void exactly_one_date(const Letter& letter, Finder& finder) {
  const auto dates = letter.all("Date");
  if (dates.empty()) return judge_missing(letter, finder, "Date");
  if (dates.size() == 1) return finder.good(*letter.event);
  blame(letter, finder, "the message has more than one Date", dates[1]->whole);
}

void message_id_present(const Letter& letter, Finder& finder) {
  if (!letter.first("Message-ID")) return judge_missing(letter, finder, "Message-ID");
  finder.good(*letter.event);
}

// An empty group names nobody, and may stand there: RFC 6854 sec 2.1.
void exactly_one_from(const Letter& letter, Finder& finder) {
  const auto all = letter.all("From");
  if (all.empty()) {
    if (!letter.is_appended()) blame(letter, finder, "the message has no From");
    return;
  }
  if (all.size() > 1) {
    return blame(letter, finder, "the message has more than one From", all[1]->whole);
  }
  mail::Findings unused;
  const std::string value = mail::unfold(all.front()->value);
  const bool names_one = !mail::parse_address_list(value, unused).empty();
  if (!names_one) return blame(letter, finder, "From is empty", all.front()->whole);
  finder.good(*letter.event);
}

void unique_fields(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  judging.saw();
  for (const std::string_view name : {"Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID",
                                      "In-Reply-To", "References", "Subject"}) {
    const auto all = letter.all(name);
    if (all.size() > 1) {
      judging.blame("the message has more than one " + std::string(name), all[1]->whole);
    }
  }
  judging.finish();
}

// RFC 5322 sec 3.6.2
void sender_for_several(const Letter& letter, Finder& finder) {
  const mail::Field* const from = letter.first("From");
  if (!from || mailboxes_in(*from) < 2) return;
  if (letter.first("Sender")) return finder.good(*letter.event);
  blame(letter, finder, "From names several, and the message has no Sender", from->whole);
}

// RFC 5322 sec 3.6.6
void complete_resent_blocks(const Letter& letter, Finder& finder) {
  const mail::Field* resent = nullptr;
  for (const mail::Field& field : letter.fields) {
    if (ascii::starts_with_ignoring_case(field.name, "Resent-")) resent = &field;
  }
  if (!resent) return;
  if (letter.first("Resent-Date") && letter.first("Resent-From")) {
    return finder.good(*letter.event);
  }
  blame(letter, finder, "what is said of resending lacks Resent-Date or Resent-From",
        resent->whole);
}

// RFC 2045 sec 4
void mime_version(const Letter& letter, Finder& finder) {
  const mail::Field* content = nullptr;
  for (const mail::Field& field : letter.fields) {
    if (ascii::starts_with_ignoring_case(field.name, "Content-")) content = &field;
  }
  if (!content) return;
  const mail::Field* const version = letter.first("MIME-Version");
  if (!version) {
    return blame(letter, finder, "the message has Content- fields and no MIME-Version",
                 content->whole);
  }
  std::string value = mail::unfold(version->value);
  value.resize(std::min(value.size(), value.find('(')));
  if (ascii::trim(value) == "1.0") return finder.good(*letter.event);
  blame(letter, finder, "MIME-Version is not 1.0", version->whole);
}

constexpr MessageCheck message_header_table[] = {
    {"message.header.exactly-one-date", exactly_one_date},
    {"message.header.exactly-one-from", exactly_one_from},
    {"message.header.unique-fields-only-once", unique_fields},
    {"message.header.message-id-present", message_id_present},
    {"message.header.sender-for-several-authors", sender_for_several},
    {"message.header.complete-resent-blocks", complete_resent_blocks},
    {"message.mime.version-field-present", mime_version},
};

}  // namespace

std::span<const MessageCheck> message_header_checks() { return message_header_table; }

}  // namespace postiche::judge
