// SPDX-License-Identifier: MIT
#include "harness/smtp/offer.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::smtp {

namespace {

std::string_view keyword_of(std::string_view line) { return line.substr(0, line.find(' ')); }

// "AUTH=LOGIN" is how servers before RFC 2554 wrote it.
const Extension* extension_behind(std::string_view line) {
  return find_extension(line.substr(0, line.find_first_of(" =")));
}

bool fits(std::string_view line, Stage stage) {
  const Extension* const extension = extension_behind(ascii::trim(line));
  return !extension || extension->usual.fits(stage);
}

}  // namespace

Offer::Offer(Mode mode, Stage stage) {
  for (const Extension* each : all_extensions()) {
    if (each->usual.holds(mode, stage)) add(each->line);
  }
}

Offer::Offer(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) add(line);
}

void Offer::add(std::string_view line) {
  line = ascii::trim(line);
  Entry entry{std::string(line), extension_behind(line), false};
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

bool Offer::offers(std::string_view keyword) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return ascii::equal_ignoring_case(keyword_of(entry.line), keyword) ||
           (entry.extension && ascii::equal_ignoring_case(entry.extension->keyword, keyword));
  });
}

std::optional<std::string_view> Offer::argument(std::string_view keyword) const {
  const std::size_t at = find(keyword);
  if (at == entries_.size()) return std::nullopt;
  const std::string_view line = entries_[at].line;
  return ascii::trim(line.substr(keyword_of(line).size()));
}

std::vector<std::string_view> Offer::words(std::string_view keyword) const {
  std::vector<std::string_view> out;
  for (const Entry& entry : entries_) {
    if (!entry.extension || !ascii::equal_ignoring_case(entry.extension->keyword, keyword))
      continue;
    const std::string_view line = entry.line;
    for (std::string_view word :
         ascii::split(line.substr(std::min(keyword.size() + 1, line.size())), ' ')) {
      if (!word.empty()) out.push_back(word);
    }
  }
  return out;
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
  for (const Entry& entry : entries_) {
    if (!entry.extension) continue;
    for (const Room& room : entry.extension->room) {
      if (room.verb == verb) limit += room.octets;
    }
  }
  return limit;
}

std::size_t Offer::line_limit() const {
  std::size_t limit = 512;
  for (std::size_t i = 0; i < verb_count; ++i) {
    limit = std::max(limit, line_limit(static_cast<Verb>(i)));
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
  const Extension* const extension = extension_of(verb);
  return !extension || offers(extension->keyword);
}

std::size_t Offer::find(std::string_view line) const {
  const std::string_view keyword = keyword_of(ascii::trim(line));
  const auto same = [&](const Entry& entry) {
    return ascii::equal_ignoring_case(keyword_of(entry.line), keyword);
  };
  const auto found = std::find_if(entries_.begin(), entries_.end(), same);
  return static_cast<std::size_t>(found - entries_.begin());
}

StagedOffer::StagedOffer(Mode mode)
    : offers_{Offer(mode, Stage::plain), Offer(mode, Stage::tls), Offer(mode, Stage::authenticated),
              Offer(mode, Stage::tls_authenticated)} {}

StagedOffer::StagedOffer(const Offer& offer) : offers_{offer, offer, offer, offer} {}

void StagedOffer::replace(const std::vector<std::string>& lines) {
  for (Offer& offer : offers_) offer = Offer(std::vector<std::string>());
  for (const std::string& line : lines) add(line);
}

void StagedOffer::add(std::string_view line) {
  for (const Stage stage : stages) {
    if (fits(line, stage)) at(stage).add(line);
  }
}

void StagedOffer::remove(std::string_view line) {
  for (Offer& offer : offers_) offer.remove(line);
}

void StagedOffer::hide(std::string_view keyword) {
  for (Offer& offer : offers_) offer.hide(keyword);
}

bool StagedOffer::offers(std::string_view keyword) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.offers(keyword); });
}

}  // namespace postiche::smtp
