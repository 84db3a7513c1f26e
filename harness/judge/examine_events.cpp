// SPDX-License-Identifier: MIT
// Expectations about single events: how many, whether, how soon, in which order.

#include <algorithm>
#include <map>

#include "harness/judge/examine.h"
#include "harness/judge/facts.h"
#include "harness/judge/words.h"

namespace postiche::judge {
namespace {

std::string wanted_count(const scenario::CountForm& form) {
  if (form.at_least && form.at_most && *form.at_least == *form.at_most) {
    return "exactly " + std::to_string(*form.at_least);
  }
  std::string text;
  if (form.at_least) text = "at least " + std::to_string(*form.at_least);
  if (form.at_least && form.at_most) text += " and ";
  if (form.at_most) text += "at most " + std::to_string(*form.at_most);
  return text;
}

// The events that were looked for, and of those that came but did not meet the conditions, what
// stood in the way of the latest.
struct Search {
  std::vector<std::uint64_t> found;
  std::optional<std::uint64_t> nearest;
  std::string obstacle;

  // "; the nearest: recipient was 'b', wanted a".
  std::string near_miss() const { return nearest ? "; the nearest: " + obstacle : std::string(); }
  // What is shown: the nearest where nothing was found.
  std::vector<std::uint64_t> evidence() {
    if (found.empty() && nearest) found.push_back(*nearest);
    return std::move(found);
  }
};

Search find(const Events& events, const scenario::Trigger& trigger,
            const scenario::Condition& condition) {
  Facts facts(events.scenario);
  Search search;
  for (const Event* const event : events) {
    facts.see(*event);
    if (!facts.is(trigger)) continue;
    if (facts.holds(condition)) {
      search.found.push_back(event->sequence);
    } else {
      search.nearest = event->sequence;
      search.obstacle = facts.obstacle(condition);
    }
  }
  return search;
}

}  // namespace

Finding examine(const scenario::CountForm& form, const Events& events) {
  Search search = find(events, form.event, form.if_);
  const std::uint64_t count = search.found.size();
  const bool enough = !form.at_least || count >= *form.at_least;
  const bool met = enough && (!form.at_most || count <= *form.at_most);
  std::string measured = name_of(form.event) + " " + came(count);
  if (!enough) measured += search.near_miss();
  measured += "; expected: " + wanted_count(form);
  return {met_if(met), std::move(measured), enough ? std::move(search.found) : search.evidence()};
}

Finding examine(const scenario::OccurrenceForm& form, const Events& events) {
  Search search = find(events, form.event, form.if_);
  const bool seen = !search.found.empty();
  std::string measured = name_of(form.event) + " " + came(search.found.size());
  if (form.wanted && !seen) measured += search.near_miss();
  measured += form.wanted ? "; expected: at least once" : "; expected: never";
  return {met_if(seen == form.wanted), std::move(measured),
          form.wanted ? search.evidence() : std::move(search.found)};
}

// --- within ---

namespace {

// Waits behind each `after` for the event; the one that took longest tells.
class Stopwatch {
 public:
  explicit Stopwatch(const scenario::WithinForm& form)
      : form_(form), on_any_(form.event.event == scenario::Event::connect) {}

  void see(const Event& event, const Facts& facts) {
    last_ = event.virtual_at;
    const std::uint32_t connection = on_any_ ? 0 : event.connection;
    const auto waiting = waiting_.find(connection);
    if (facts.is(form_.event) && waiting != waiting_.end()) {
      measure(*waiting->second, event.virtual_at, event.sequence);
      waiting_.erase(waiting);
    }
    const bool closed = facts.is({scenario::Event::close, {}, 0});
    if (closed && !on_any_ && waiting_.contains(connection)) {
      miss(*waiting_.at(connection), event.sequence);
      waiting_.erase(connection);
    }
    if (facts.is(form_.after)) waiting_.insert_or_assign(connection, &event);
  }

  Finding finish() {
    for (const auto& [connection, after] : waiting_) {
      // Still time when the record ended: nothing is known of this one.
      if (last_ - after->virtual_at > form_.time) miss(*after, after->sequence);
    }
    const std::string wanted = "; expected: within " + to_text(form_.time);
    if (!missed_.empty()) {
      return {Finding::Kind::unmet,
              name_of(form_.event) + " did not come after " + name_of(form_.after) + wanted,
              std::move(missed_)};
    }
    if (!longest_) {
      return {
          Finding::Kind::never_arose, name_of(form_.after) + " never came, or only at the end", {}};
    }
    const Duration whole{longest_->ns / 1'000'000 * 1'000'000};
    return {met_if(*longest_ <= form_.time),
            name_of(form_.event) + " came " + to_text(whole) + " after " + name_of(form_.after) +
                wanted,
            std::move(evidence_)};
  }

 private:
  void measure(const Event& after, VirtualTime at, std::uint64_t sequence) {
    const Duration took = at - after.virtual_at;
    if (longest_ && took <= *longest_) return;
    longest_ = took;
    evidence_ = {after.sequence, sequence};
  }
  void miss(const Event& after, std::uint64_t end) {
    if (missed_.empty()) missed_ = {after.sequence, end};
  }

  const scenario::WithinForm& form_;
  bool on_any_;
  std::map<std::uint32_t, const Event*> waiting_;  // by connection
  std::optional<Duration> longest_;
  std::vector<std::uint64_t> evidence_, missed_;
  VirtualTime last_;
};

}  // namespace

Finding examine(const scenario::WithinForm& form, const Events& events) {
  Facts facts(events.scenario);
  Stopwatch stopwatch(form);
  for (const Event* const event : events) {
    facts.see(*event);
    stopwatch.see(*event, facts);
  }
  return stopwatch.finish();
}

// --- order ---

Finding examine(const scenario::OrderForm& form, const Events& events) {
  Facts facts(events.scenario);
  std::map<std::uint32_t, std::size_t> reached;  // by connection: how many of the list have come
  std::vector<std::uint64_t> seen;
  for (const Event* const event : events) {
    facts.see(*event);
    std::size_t& done = reached[event->connection];
    for (std::size_t i = 0; i < form.events.size(); ++i) {
      if (!facts.is(form.events[i])) continue;
      if (i > done) {
        return {Finding::Kind::unmet,
                name_of(form.events[i]) + " came before " + name_of(form.events[i - 1]) +
                    " on connection " + std::to_string(event->connection),
                {event->sequence}};
      }
      if (i == done) seen.push_back(event->sequence);
      done = std::max(done, i + 1);
      break;
    }
  }
  if (seen.empty()) return {Finding::Kind::never_arose, "none of these events came", {}};
  return {Finding::Kind::met, "all that came was in order", std::move(seen)};
}

}  // namespace postiche::judge
