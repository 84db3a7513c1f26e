// SPDX-License-Identifier: MIT
#include "harness/smtp/extensions.h"

#include <algorithm>
#include <array>
#include <utility>

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
  const std::size_t at = find(line);
  if (at < entries_.size()) {
    entries_[at] = std::move(entry);
  } else {
    entries_.push_back(std::move(entry));
  }
}

bool Offer::remove(std::string_view line) {
  const std::size_t at = find(line);
  if (at == entries_.size()) return false;
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
  return true;
}

bool Offer::hide(std::string_view keyword) {
  const std::size_t at = find(keyword);
  if (at == entries_.size()) return false;
  entries_[at].hidden = true;
  return true;
}

bool Offer::offers(std::string_view keyword) const { return find(keyword) < entries_.size(); }

std::optional<std::string_view> Offer::argument(std::string_view keyword) const {
  const std::size_t at = find(keyword);
  if (at == entries_.size()) return std::nullopt;
  const std::string_view line = entries_[at].line;
  return ascii::trim(line.substr(keyword_of(line).size()));
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

std::size_t Offer::find(std::string_view line) const {
  const std::string_view keyword = keyword_of(ascii::trim(line));
  const auto same = [&](const Entry& entry) {
    return ascii::equal_ignoring_case(keyword_of(entry.line), keyword);
  };
  const auto found = std::find_if(entries_.begin(), entries_.end(), same);
  return static_cast<std::size_t>(found - entries_.begin());
}

}  // namespace postiche::smtp
