// SPDX-License-Identifier: MIT
#include "harness/imap/search/searching.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "harness/imap/fetch/object_id.h"
#include "harness/imap/search/search_plan.h"
#include "harness/mail/date.h"
#include "harness/mail/header.h"
#include "harness/mail/search.h"

namespace postiche::imap {

namespace {

using KeyKind = SearchKey::Kind;
using std::chrono::sys_days;

// "Disregarding time and timezone": RFC 9051 sec 6.4.4. INTERNALDATE is told in UTC.
sys_days day_of(VirtualTime time) {
  const std::chrono::sys_time<std::chrono::nanoseconds> moment(std::chrono::nanoseconds(time.ns));
  return std::chrono::floor<std::chrono::days>(moment);
}

// One message, opened when somebody has to look inside.
class Candidate {
 public:
  Candidate(std::uint32_t number, const store::Message& message, const Uids& saved)
      : number_(number), message_(message), saved_(saved) {}

  bool matches(const SearchPlan& plan);

 private:
  bool matches_known(const SearchPlan& plan) const;
  bool matches_inside(const SearchPlan& plan);
  bool is_in_set(const SearchPlan& plan) const;
  bool was_sent(const SearchPlan& plan);
  mail::OpenedMessage& opened();

  const std::uint32_t number_;
  const store::Message& message_;
  const Uids& saved_;
  std::optional<mail::OpenedMessage> opened_;
};

bool Candidate::matches(const SearchPlan& plan) {
  const auto matches_it = [this](const SearchPlan& each) { return matches(each); };
  switch (plan.kind) {
    case KeyKind::all_of:
      return std::all_of(plan.keys.begin(), plan.keys.end(), matches_it);
    case KeyKind::one_of:
      return std::any_of(plan.keys.begin(), plan.keys.end(), matches_it);
    case KeyKind::none_of:
      return std::none_of(plan.keys.begin(), plan.keys.end(), matches_it);
    default:
      return plan.cost == SearchCost::nothing ? matches_known(plan) : matches_inside(plan);
  }
}

bool Candidate::is_in_set(const SearchPlan& plan) const {
  if (!plan.is_saved) return has(plan.numbers, number_);
  return std::binary_search(saved_.begin(), saved_.end(), message_.uid);
}

// What needs no look inside.
bool Candidate::matches_known(const SearchPlan& plan) const {
  switch (plan.kind) {
    case KeyKind::numbers:
    case KeyKind::uids:
      return is_in_set(plan);
    case KeyKind::keyword:
      return plan.flag && message_.flags.has(*plan.flag);
    case KeyKind::before:
      return day_of(message_.internal_date) < plan.day;
    case KeyKind::on:
      return day_of(message_.internal_date) == plan.day;
    case KeyKind::since:
      return day_of(message_.internal_date) >= plan.day;
    case KeyKind::saved_before:
      return day_of(message_.saved) < plan.day;
    case KeyKind::saved_on:
      return day_of(message_.saved) == plan.day;
    case KeyKind::saved_since:
      return day_of(message_.saved) >= plan.day;
    case KeyKind::larger:
      return message_.body.size() > plan.number;
    case KeyKind::smaller:
      return message_.body.size() < plan.number;
    case KeyKind::older:
      return message_.internal_date <= plan.moment;
    case KeyKind::younger:
      return message_.internal_date >= plan.moment;
    case KeyKind::mod_seq:
      return message_.mod_seq >= plan.number;
    default:
      return true;  // SAVEDATESUPPORTED: every mailbox has it
  }
}

bool Candidate::matches_inside(const SearchPlan& plan) {
  switch (plan.kind) {
    case KeyKind::header:
      return mail::header_contains(opened().header(), plan.field, plan.text);
    case KeyKind::body:
      return mail::body_contains(opened(), plan.text);
    case KeyKind::text:
      return mail::message_contains(opened(), plan.text);
    case KeyKind::email_id:
      return email_id_of(message_, opened()) == plan.text;
    case KeyKind::thread_id:
      return thread_id_of(message_, opened()) == plan.text;
    default:
      return was_sent(plan);
  }
}

// By the day that is written, whatever the zone. What has no date was sent on no day.
bool Candidate::was_sent(const SearchPlan& plan) {
  const auto date = mail::parse_date(mail::field(opened().header(), "Date").value_or(""));
  if (!date) return false;
  const sys_days day(date->day);
  if (plan.kind == KeyKind::sent_before) return day < plan.day;
  return plan.kind == KeyKind::sent_on ? day == plan.day : day >= plan.day;
}

mail::OpenedMessage& Candidate::opened() {
  if (!opened_) opened_.emplace(message_.body.read());
  return *opened_;
}

}  // namespace

Numbers search(const SearchKey& key, std::string_view charset, const store::View& view,
               VirtualTime now, const Uids& saved) {
  const SearchPlan plan = plan_search(key, charset, view, now);
  Numbers found;
  for (std::uint32_t number = 1; number <= view.size(); ++number) {
    const store::Message* message = view.find(number);
    if (message && Candidate(number, *message, saved).matches(plan)) found.push_back(number);
  }
  return found;
}

bool asks_for_mod_seq(const SearchKey& key) {
  return key.kind == KeyKind::mod_seq ||
         std::any_of(key.keys.begin(), key.keys.end(), asks_for_mod_seq);
}

store::ModSeq highest_mod_seq(const Numbers& numbers, const store::View& view) {
  store::ModSeq highest = 0;
  for (const std::uint32_t number : numbers) {
    const store::Message* message = view.find(number);
    if (message) highest = std::max(highest, message->mod_seq);
  }
  return highest;
}

}  // namespace postiche::imap
