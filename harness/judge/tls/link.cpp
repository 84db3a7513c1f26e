// SPDX-License-Identifier: MIT
#include "harness/judge/tls/link.h"

#include "harness/base/ascii.h"
#include "harness/judge/connections.h"

namespace postiche::judge {

using transcript::Kind;

namespace {

void see(const Event& event, TlsLink& link) {
  if (event.kind == Kind::tls) (event.field("failed") ? link.failed : link.begun) = &event;
  if (event.kind == Kind::note && event.field("note") == "no-close-notify") link.cut = &event;
  if (event.kind == Kind::close && !link.ended) link.ended = &event;
}

}  // namespace

std::deque<TlsLink> tls_links(const std::vector<const Event*>& events) {
  constexpr std::string_view tls_first[] = {"smtps", "submissions", "pop3s", "imaps", "lmtps"};
  std::deque<TlsLink> all;
  for_each_connection(events, [&](std::string_view service, const auto& list) {
    TlsLink link;
    link.client = list.front()->field("client").value_or("");
    link.is_tls_first = ascii::contains_ignoring_case(tls_first, service);
    for (const Event* const event : list) see(*event, link);
    if (link.begun || link.failed) all.push_back(link);
  });
  return all;
}

}  // namespace postiche::judge
