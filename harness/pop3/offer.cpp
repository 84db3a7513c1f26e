// SPDX-License-Identifier: MIT
#include "harness/pop3/offer.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::pop3 {

namespace {

std::string_view keyword_of(std::string_view line) { return line.substr(0, line.find(' ')); }

}  // namespace

Offer::Offer(Stage stage) {
  for (const Extension* each : all_extensions()) {
    if (each->usual && each->fits(stage)) add(each->line);
  }
}

std::size_t Offer::find(std::string_view line) const {
  const auto same = [&](const Entry& entry) {
    return ascii::equal_ignoring_case(keyword_of(entry.line), keyword_of(line));
  };
  const auto found = std::find_if(entries_.begin(), entries_.end(), same);
  return static_cast<std::size_t>(found - entries_.begin());
}

void Offer::replace(const std::vector<std::string>& lines) {
  entries_.clear();
  for (const std::string& line : lines) add(line);
}

void Offer::add(std::string_view line) {
  const std::size_t at = find(line);
  if (at == entries_.size()) entries_.emplace_back();
  entries_[at] = {std::string(line), false};
}

void Offer::remove(std::string_view line) {
  const std::size_t at = find(line);
  if (at < entries_.size()) entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Offer::hide(std::string_view keyword) {
  const std::size_t at = find(keyword);
  if (at < entries_.size()) entries_[at].hidden = true;
}

std::vector<std::string_view> Offer::words(std::string_view keyword) const {
  const std::size_t at = find(keyword);
  if (at == entries_.size()) return {};
  std::vector<std::string_view> words = ascii::split(entries_[at].line, ' ');
  words.erase(words.begin());
  return words;
}

std::vector<std::string_view> Offer::lines() const {
  std::vector<std::string_view> lines;
  for (const Entry& entry : entries_) {
    if (!entry.hidden) lines.push_back(entry.line);
  }
  return lines;
}

bool Offer::allows(Verb verb) const {
  const Extension* const extension = extension_of(verb);
  return !extension || offers(extension->keyword);
}

StagedOffer::StagedOffer()
    : offers_{Offer(Stage::plain), Offer(Stage::tls), Offer(Stage::authenticated),
              Offer(Stage::tls_authenticated)} {}

void StagedOffer::replace(const std::vector<std::string>& lines) {
  for (const Stage stage : stages) at(stage).replace({});
  for (const std::string& line : lines) add(line);
}

void StagedOffer::add(std::string_view line) {
  const Extension* const extension = find_extension(keyword_of(line));
  for (const Stage stage : stages) {
    if (!extension || extension->fits(stage)) at(stage).add(line);
  }
}

void StagedOffer::remove(std::string_view line) {
  for (const Stage stage : stages) at(stage).remove(line);
}

void StagedOffer::hide(std::string_view keyword) {
  for (const Stage stage : stages) at(stage).hide(keyword);
}

bool StagedOffer::offers(std::string_view keyword) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.offers(keyword); });
}

}  // namespace postiche::pop3
