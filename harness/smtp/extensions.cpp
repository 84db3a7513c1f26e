// SPDX-License-Identifier: MIT
#include "harness/smtp/extensions.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"

namespace postiche::smtp {

namespace {

// In the order in which the honest server offers them.
constexpr std::array<const Extension*, 8> table = {
    &pipelining, &size, &eight_bit_mime, &enhanced_status_codes, &smtputf8, &help, &expn, &vrfy,
};

std::string_view keyword_of(std::string_view line) { return line.substr(0, line.find(' ')); }

const Extension* known(std::string_view keyword) {
  const auto same = [&](const Extension* each) {
    return ascii::equal_ignoring_case(each->keyword, keyword);
  };
  const auto found = std::find_if(table.begin(), table.end(), same);
  return found == table.end() ? nullptr : *found;
}

}  // namespace

std::span<const Extension* const> extensions() { return table; }

Offer::Offer() {
  for (const Extension* each : table) {
    if (!each->line.empty()) add(each->line);
  }
}

Offer::Offer(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) add(line);
}

void Offer::add(std::string_view line) {
  line = ascii::trim(line);
  Entry entry{std::string(line), known(keyword_of(line)), false};
  if (Entry* const old = find(line)) {
    *old = std::move(entry);
  } else {
    entries_.push_back(std::move(entry));
  }
}

bool Offer::remove(std::string_view line) {
  const Entry* const entry = find(line);
  if (!entry) return false;
  entries_.erase(entries_.begin() + (entry - entries_.data()));
  return true;
}

bool Offer::hide(std::string_view keyword) {
  Entry* const entry = find(keyword);
  if (entry) entry->hidden = true;
  return entry != nullptr;
}

bool Offer::offers(std::string_view keyword) const { return find(keyword) != nullptr; }

std::optional<std::string_view> Offer::argument(std::string_view keyword) const {
  const Entry* const entry = find(keyword);
  if (!entry) return std::nullopt;
  return ascii::trim(std::string_view(entry->line).substr(keyword_of(entry->line).size()));
}

std::vector<std::string_view> Offer::lines() const {
  std::vector<std::string_view> out;
  for (const Entry& entry : entries_) {
    if (!entry.hidden) out.push_back(entry.line);
  }
  return out;
}

std::size_t Offer::line_limit(Verb verb) const {
  std::size_t limit = 512;
  if (verb != Verb::mail) return limit;
  for (const Entry& entry : entries_) {
    if (entry.extension) limit += entry.extension->mail_line_increment;
  }
  return limit;
}

const ParameterRule* Offer::parameter_rule(Verb verb, std::string_view keyword) const {
  for (const Entry& entry : entries_) {
    if (!entry.extension) continue;
    for (const ParameterRule& rule : entry.extension->parameters) {
      if (rule.verb == verb && ascii::equal_ignoring_case(rule.keyword, keyword)) return &rule;
    }
  }
  return nullptr;
}

bool Offer::allows(Verb verb) const {
  const auto brings = [&](const Extension* each) { return each->verb == verb; };
  const auto found = std::find_if(table.begin(), table.end(), brings);
  return verb == Verb::unknown || found == table.end() || offers((*found)->keyword);
}

Offer::Entry* Offer::find(std::string_view line) {
  const std::string_view keyword = keyword_of(ascii::trim(line));
  const auto same = [&](const Entry& entry) {
    return ascii::equal_ignoring_case(keyword_of(entry.line), keyword);
  };
  const auto found = std::find_if(entries_.begin(), entries_.end(), same);
  return found == entries_.end() ? nullptr : &*found;
}

const Offer::Entry* Offer::find(std::string_view line) const {
  return const_cast<Offer*>(this)->find(line);
}

}  // namespace postiche::smtp
