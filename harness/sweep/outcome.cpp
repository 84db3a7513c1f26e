// SPDX-License-Identifier: MIT
#include "harness/sweep/outcome.h"

#include <algorithm>
#include <array>
#include <optional>

#include "harness/judge/delivery.h"

namespace postiche::sweep {
namespace {

using judge::Delivery;
using transcript::Event;
using transcript::Kind;

// In the order of Outcome.
constexpr std::array<std::string_view, 9> names{"fine",          "told",       "unknowable",
                                                "false-failure", "altered",    "hung",
                                                "crashed",       "duplicated", "lost"};

Outcome outcome_for(Delivery delivery) {
  switch (delivery) {
    case Delivery::once:
      return Outcome::fine;
    case Delivery::refused:
      return Outcome::told;
    case Delivery::lost:
      return Outcome::lost;
    case Delivery::duplicated:
      return Outcome::duplicated;
    case Delivery::false_failure:
      return Outcome::false_failure;
    case Delivery::altered:
      return Outcome::altered;
    case Delivery::unknowable:
      break;
  }
  return Outcome::unknowable;
}

const Event* client_end(const std::vector<const Event*>& events) {
  for (const Event* const event : events) {
    if (event->kind == Kind::note && event->field("note") == "client-ended") return event;
  }
  return nullptr;
}

bool sends_mail(const std::vector<const Event*>& events) {
  return std::any_of(events.begin(), events.end(), [](const Event* event) {
    const std::string_view service = event->field("listener").value_or("smtp");
    return event->kind == Kind::open && !service.starts_with("pop3") &&
           !service.starts_with("imap");
  });
}

}  // namespace

std::string_view name(Outcome outcome) { return names[static_cast<std::size_t>(outcome)]; }

bool is_bad(Outcome outcome) { return outcome >= Outcome::altered; }

bool has_told_success(const std::vector<const Event*>& events) {
  const Event* const end = client_end(events);
  return end && end->field("status") == "0";
}

Outcome outcome_of(const std::vector<const Event*>& events) {
  const Event* const end = client_end(events);
  const bool success = has_told_success(events);
  const bool is_killed = end && !end->field("status");
  const bool timed_out =
      is_killed && end->field("how").value_or("").find("time") != std::string_view::npos;
  const auto sent = judge::deliveries(judge::smtp_conversations(events), events, std::nullopt);
  Outcome worst = Outcome::fine;
  for (const judge::Delivered& one : sent) worst = std::max(worst, outcome_for(one.delivery));
  if (sent.empty() && sends_mail(events)) {
    worst = success ? Outcome::lost : Outcome::told;
  } else if (sent.empty() && !success) {
    worst = Outcome::told;
  }
  if (is_killed) worst = std::max(worst, timed_out ? Outcome::hung : Outcome::crashed);
  return worst;
}

}  // namespace postiche::sweep
