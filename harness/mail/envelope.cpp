// SPDX-License-Identifier: MIT
#include "harness/mail/envelope.h"

#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/field_reader.h"

namespace postiche::mail {

namespace {

enum class Repeats : std::uint8_t { first_counts, are_joined };

struct TextField {
  std::string_view name;
  std::optional<std::string> Envelope::*member;
};

struct AddressField {
  std::string_view name;
  AddressList Envelope::*member;
  Repeats repeats;
};

constexpr std::array<TextField, 4> text_fields = {{{"Date", &Envelope::date},
                                                   {"Subject", &Envelope::subject},
                                                   {"In-Reply-To", &Envelope::in_reply_to},
                                                   {"Message-ID", &Envelope::message_id}}};

constexpr std::array<AddressField, 6> address_fields = {
    {{"From", &Envelope::from, Repeats::first_counts},
     {"Sender", &Envelope::sender, Repeats::first_counts},
     {"Reply-To", &Envelope::reply_to, Repeats::first_counts},
     {"To", &Envelope::to, Repeats::are_joined},
     {"Cc", &Envelope::cc, Repeats::are_joined},
     {"Bcc", &Envelope::bcc, Repeats::are_joined}}};

void take(const Field& field, Envelope& out, Findings& findings) {
  for (const TextField& known : text_fields) {
    if (!ascii::equal_ignoring_case(field.name, known.name)) continue;
    std::optional<std::string>& text = out.*known.member;
    if (!text) text = unfold(field.value);
  }
  for (const AddressField& known : address_fields) {
    if (!ascii::equal_ignoring_case(field.name, known.name)) continue;
    AddressList& list = out.*known.member;
    if (!list.empty() && known.repeats == Repeats::first_counts) continue;
    AddressList more = parse_address_list(unfold(field.value), findings);
    std::move(more.begin(), more.end(), std::back_inserter(list));
  }
}

}  // namespace

Envelope envelope_of(std::string_view header) {
  Envelope out;
  Findings findings;
  FieldReader reader(header);
  while (const auto field = reader.next()) take(*field, out, findings);
  // "If the Sender or Reply-To header fields are absent, or are present but empty": RFC 9051 sec
  // 7.5.2.
  if (out.sender.empty()) out.sender = out.from;
  if (out.reply_to.empty()) out.reply_to = out.from;
  out.deviations = std::move(findings.deviations);
  return out;
}

}  // namespace postiche::mail
