// SPDX-License-Identifier: MIT
#include "harness/imap/search/sorting.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "harness/imap/search/sent_date.h"
#include "harness/mail/base_subject.h"
#include "harness/mail/case_folding.h"
#include "harness/mail/encoded_word.h"

namespace postiche::imap {

namespace {

// What one criterion sees of a message: a number or a text, by the criterion.
struct Value {
  std::int64_t number = 0;
  std::string text = {};
};

struct Sortable {
  std::uint32_t number;
  std::vector<Value> values;  // one for each criterion
};

// "[IMAP] addr-mailbox of the first": RFC 5256 sec 3. "" where there is none.
std::string mailbox_of(const mail::AddressList& list) {
  return list.empty() ? "" : mail::fold_case(list.front().mailbox.value_or(""));
}

// The name that is shown, or the address where there is none: RFC 5957 sec 3. A group's name is its
// mailbox.
std::string display_of(const mail::AddressList& list) {
  if (list.empty()) return "";
  const mail::ListedAddress& first = list.front();
  if (first.name && !first.name->empty()) {
    return mail::fold_case(mail::decode_encoded_words(*first.name));
  }
  const std::string mailbox = mail::decode_encoded_words(first.mailbox.value_or(""));
  const bool has_host = first.host && !first.host->empty();
  return mail::fold_case(has_host ? mailbox + "@" + *first.host : mailbox);
}

std::string subject_of(const mail::Envelope& envelope) {
  return mail::fold_case(mail::base_subject_of(envelope.subject.value_or("")).text);
}

class Reader {
 public:
  explicit Reader(const store::Message& message) : message_(message) {}

  Value value(SortKey key) {
    switch (key) {
      case SortKey::arrival:
        return {message_.internal_date.ns};
      case SortKey::size:
        return {static_cast<std::int64_t>(message_.body.size())};
      case SortKey::date:
        return {sent_date_of(message_, opened()).ns};
      default:
        return {0, text(key, opened().envelope())};
    }
  }

 private:
  static std::string text(SortKey key, const mail::Envelope& envelope) {
    switch (key) {
      case SortKey::cc:
        return mailbox_of(envelope.cc);
      case SortKey::from:
        return mailbox_of(envelope.from);
      case SortKey::to:
        return mailbox_of(envelope.to);
      case SortKey::display_from:
        return display_of(envelope.from);
      case SortKey::display_to:
        return display_of(envelope.to);
      default:
        return subject_of(envelope);
    }
  }

  mail::OpenedMessage& opened() {
    if (!opened_) opened_.emplace(message_.body.read());
    return *opened_;
  }

  const store::Message& message_;
  std::optional<mail::OpenedMessage> opened_;
};

Sortable sortable(std::uint32_t number, const store::Message& message,
                  const std::vector<SortCriterion>& criteria) {
  Sortable out{number, {}};
  Reader reader(message);
  for (const SortCriterion& criterion : criteria) out.values.push_back(reader.value(criterion.key));
  return out;
}

// Negative where `a` comes first.
int compare(const Value& a, const Value& b) {
  if (a.number != b.number) return a.number < b.number ? -1 : 1;
  return a.text.compare(b.text);
}

}  // namespace

Numbers sort(const Numbers& numbers, const std::vector<SortCriterion>& criteria,
             const store::View& view) {
  std::vector<Sortable> all;
  for (const std::uint32_t number : numbers) {
    const store::Message* message = view.find(number);
    if (message) all.push_back(sortable(number, *message, criteria));
  }
  std::stable_sort(all.begin(), all.end(), [&](const Sortable& a, const Sortable& b) {
    for (std::size_t i = 0; i < criteria.size(); ++i) {
      const int order = compare(a.values[i], b.values[i]);
      if (order != 0) return criteria[i].reverse ? order > 0 : order < 0;
    }
    return false;
  });
  Numbers out;
  for (const Sortable& each : all) out.push_back(each.number);
  return out;
}

}  // namespace postiche::imap
