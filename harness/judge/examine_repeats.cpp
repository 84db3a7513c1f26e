// SPDX-License-Identifier: MIT
// Expectations about what is done again: how long it was in between, and what stayed the same.

#include <algorithm>
#include <map>

#include "harness/base/digest.h"
#include "harness/base/show.h"
#include "harness/judge/examine.h"
#include "harness/judge/facts.h"

namespace postiche::judge {

using transcript::Kind;

namespace {

// One of several things that are compared: an attempt, a connection, an event.
struct Moment {
  std::string key;  // only those of one key are compared
  VirtualTime at;
  std::uint64_t sequence;
  bool succeeded = false;
};

// Which moment each event belongs to.
struct Moments {
  std::vector<Moment> list;
  std::vector<std::optional<std::size_t>> of_event;  // index into `list`
};

// An attempt is one mail transaction; the attempts at one message share reverse-path and recipient.
// After a success the next one is another message, not a retry.
Moments attempts(const Events& events) {
  Moments out;
  std::map<std::uint32_t, std::size_t> current;  // by connection
  for (const Event* const event : events) {
    const auto verb = event->kind == Kind::command ? event->field("verb") : std::nullopt;
    if (verb == "MAIL") {
      current[event->connection] = out.list.size();
      out.list.push_back({std::string(event->field("reverse-path").value_or("")), event->virtual_at,
                          event->sequence});
    }
    const auto at_hand = current.find(event->connection);
    out.of_event.push_back(at_hand == current.end() ? std::nullopt
                                                    : std::optional(at_hand->second));
    if (at_hand == current.end()) continue;
    Moment& attempt = out.list[at_hand->second];
    if (verb == "RCPT" && attempt.key.find('\n') == std::string::npos) {
      attempt.key += "\n" + std::string(event->field("recipient").value_or(""));
    }
    if (event->kind == Kind::message && event->field("accepted") == "yes") attempt.succeeded = true;
  }
  return out;
}

Moments connections(const Events& events) {
  Moments out;
  std::map<std::uint32_t, std::size_t> known;
  for (const Event* const event : events) {
    if (event->kind == Kind::open) {
      known[event->connection] = out.list.size();
      out.list.push_back({{}, event->virtual_at, event->sequence});
    }
    const auto own = known.find(event->connection);
    out.of_event.push_back(own == known.end() ? std::nullopt : std::optional(own->second));
  }
  return out;
}

Moments occurrences(const Events& events, const scenario::Trigger& trigger) {
  Moments out;
  Facts facts(events.scenario);
  for (const Event* const event : events) {
    facts.see(*event);
    const bool wanted = facts.is(trigger);
    out.of_event.push_back(wanted ? std::optional(out.list.size()) : std::nullopt);
    if (wanted) out.list.push_back({{}, event->virtual_at, event->sequence});
  }
  return out;
}

// Of `between` in gaps and `across` in same.
template <typename Kind>
Moments moments(Kind kind, const scenario::Trigger& trigger, const Events& events) {
  if (kind == Kind::attempts) return attempts(events);
  return kind == Kind::connections ? connections(events) : occurrences(events, trigger);
}

// --- gaps ---

// The gap that is furthest from what was asked.
struct WorstGap {
  Duration gap;
  std::vector<std::uint64_t> evidence;
};

}  // namespace

Finding examine(const scenario::GapForm& form, const Events& events) {
  std::map<std::string, Moment> latest;
  std::optional<WorstGap> shortest, longest;
  for (const Moment& moment : moments(form.between, form.event, events).list) {
    const auto before = latest.find(moment.key);
    if (before != latest.end() && !before->second.succeeded) {
      const WorstGap gap{moment.at - before->second.at, {before->second.sequence, moment.sequence}};
      if (!shortest || gap.gap < shortest->gap) shortest = gap;
      if (!longest || gap.gap > longest->gap) longest = gap;
    }
    latest.insert_or_assign(moment.key, moment);
  }
  if (!shortest) return {Finding::Kind::never_arose, "there were no two to measure between", {}};
  const auto whole_ms = [](Duration d) { return to_text(Duration{d.ns / 1'000'000 * 1'000'000}); };
  if (form.at_least && shortest->gap < *form.at_least) {
    return {Finding::Kind::unmet,
            "the shortest gap was " + whole_ms(shortest->gap) + "; expected: at least " +
                to_text(*form.at_least),
            shortest->evidence};
  }
  if (form.at_most && longest->gap > *form.at_most) {
    return {Finding::Kind::unmet,
            "the longest gap was " + whole_ms(longest->gap) + "; expected: at most " +
                to_text(*form.at_most),
            longest->evidence};
  }
  return {Finding::Kind::met, "the shortest gap was " + whole_ms(shortest->gap),
          shortest->evidence};
}

// --- same ---

namespace {

// What each moment had as one value: the first that came, for recipients all of them.
std::vector<std::optional<std::string>> values_of(const scenario::SameForm::Value& value,
                                                  const Moments& moments, const Events& events) {
  std::vector<std::optional<std::string>> values(moments.list.size());
  Facts facts(events.scenario);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = *events[i];
    facts.see(event);
    if (!moments.of_event[i]) continue;
    std::optional<std::string>& own = values[*moments.of_event[i]];
    const bool is_recipient = value.attribute == scenario::Attribute::recipient && !value.content;
    const bool adds = is_recipient && event.kind == Kind::command && event.field("recipient");
    const bool of_message = value.content || value.attribute == scenario::Attribute::header;
    if (adds) {
      own = (own ? *own + " " : "") + std::string(*event.field("recipient"));
    } else if (!own && !is_recipient && (!of_message || event.kind == Kind::message)) {
      own = value.content ? facts.content() : facts.value_of(value.attribute, value.key);
    }
  }
  return values;
}

// Attempts at one message share reverse-path and recipient; where one of these is what is asked
// about, it can't also say which attempts belong together.
std::string key_without(const std::string& key, const scenario::SameForm::Value& value) {
  const std::size_t end = std::min(key.find('\n'), key.size());
  if (value.content) return key;
  if (value.attribute == scenario::Attribute::reverse_path) return key.substr(end);
  return value.attribute == scenario::Attribute::recipient ? key.substr(0, end) : key;
}

std::string shown(const scenario::SameForm::Value& value, const std::string& text) {
  if (value.content) return "SHA-256 " + digest::sha256_hex(text).substr(0, 16) + "...";
  return "'" + escape(text) + "'";
}

// The first two that differ; `compared` tells if there were two at all.
std::optional<Finding> first_difference(const scenario::SameForm::Value& value,
                                        const Moments& moments, const Events& events,
                                        bool& compared) {
  const auto values = values_of(value, moments, events);
  std::map<std::string, std::size_t> latest;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    const Moment& moment = moments.list[i];
    const std::string key = key_without(moment.key, value);
    const auto before = latest.find(key);
    if (before != latest.end() && !moments.list[before->second].succeeded) {
      compared = true;
      const std::string& old = *values[before->second];
      if (old != *values[i]) {
        return Finding{
            Finding::Kind::unmet,
            value.name + " was " + shown(value, old) + ", then " + shown(value, *values[i]),
            {moments.list[before->second].sequence, moment.sequence}};
      }
    }
    latest[key] = i;
  }
  return std::nullopt;
}

}  // namespace

Finding examine(const scenario::SameForm& form, const Events& events) {
  const Moments all = moments(form.across, form.event, events);
  bool compared = false;
  for (const scenario::SameForm::Value& value : form.values) {
    if (auto found = first_difference(value, all, events, compared)) return *std::move(found);
  }
  if (!compared) return {Finding::Kind::never_arose, "there were no two to compare", {}};
  return {Finding::Kind::met, "they stayed the same", {}};
}

}  // namespace postiche::judge
