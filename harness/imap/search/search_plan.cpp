// SPDX-License-Identifier: MIT
#include "harness/imap/search/search_plan.h"

#include <algorithm>
#include <limits>

#include "harness/mail/case_folding.h"
#include "harness/mail/charset.h"

namespace postiche::imap {

namespace {

using KeyKind = SearchKey::Kind;

SearchCost cost_of(const SearchPlan& plan) {
  SearchCost cost = SearchCost::nothing;
  switch (plan.kind) {
    case KeyKind::header:
    case KeyKind::sent_before:
    case KeyKind::sent_on:
    case KeyKind::sent_since:
    case KeyKind::thread_id:
      return SearchCost::header;
    case KeyKind::body:
    case KeyKind::text:
    case KeyKind::email_id:
      return SearchCost::all;
    default:
      for (const SearchPlan& each : plan.keys) cost = std::max(cost, each.cost);
      return cost;
  }
}

// interval before now: RFC 5032 sec 3
VirtualTime before(VirtualTime now, std::uint64_t seconds) {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
  const auto interval = static_cast<std::int64_t>(std::min(seconds, most)) * 1'000'000'000;
  return {add_or_last(-interval, now.ns)};
}

std::string folded(std::string_view text, std::string_view charset) {
  return mail::fold_case(mail::to_utf8(text, charset).value_or(mail::repair_utf8(text)));
}

void prepare_keys(SearchPlan& plan, const SearchKey& key, std::string_view charset,
                  const store::View& view, VirtualTime now) {
  plan.keys.reserve(key.keys.size());
  for (const SearchKey& each : key.keys) {
    plan.keys.push_back(plan_search(each, charset, view, now));
  }
  std::stable_sort(plan.keys.begin(), plan.keys.end(),
                   [](const SearchPlan& a, const SearchPlan& b) { return a.cost < b.cost; });
}

}  // namespace

SearchPlan plan_search(const SearchKey& key, std::string_view charset, const store::View& view,
                       VirtualTime now) {
  SearchPlan plan{
      .kind = key.kind, .is_saved = key.set.is_saved, .field = key.field, .number = key.number};
  switch (key.kind) {
    case KeyKind::all_of:
    case KeyKind::one_of:
    case KeyKind::none_of:
      prepare_keys(plan, key, charset, view, now);
      break;
    case KeyKind::numbers:
    case KeyKind::uids:
      plan.numbers = stretches_in(
          key.set, key.kind == KeyKind::uids ? Numbering::uid : Numbering::sequence, view);
      break;
    case KeyKind::keyword:
      plan.flag = view.mailbox().keywords().find(key.text);
      break;
    case KeyKind::header:
    case KeyKind::body:
    case KeyKind::text:
      plan.text = folded(key.text, charset);
      break;
    case KeyKind::email_id:
    case KeyKind::thread_id:
      plan.text = key.text;
      break;
    case KeyKind::older:
    case KeyKind::younger:
      plan.moment = before(now, key.number);
      break;
    default:
      if (key.day.ok()) plan.day = std::chrono::sys_days(key.day);
      break;
  }
  plan.cost = cost_of(plan);
  return plan;
}

}  // namespace postiche::imap
