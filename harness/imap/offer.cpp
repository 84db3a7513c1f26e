// SPDX-License-Identifier: MIT
#include "harness/imap/offer.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// What IMAP4rev2 has taken in: RFC 9051 appendix E.
constexpr std::string_view taken_in[] = {
    "NAMESPACE", "UNSELECT",      "UIDPLUS",     "ESEARCH",     "SEARCHRES",
    "ENABLE",    "IDLE",          "SASL-IR",     "MOVE",        "LITERAL-",
    "BINARY",    "LIST-EXTENDED", "LIST-STATUS", "STATUS=SIZE", "SPECIAL-USE",
};

// By which a capability is known: all of "SORT=DISPLAY", but of "APPENDLIMIT=1000" only what stands
// before its value, which is no name.
std::string_view keyword_of(std::string_view word) {
  const std::string_view before = word.substr(0, word.find('='));
  return ascii::equal_ignoring_case(before, "APPENDLIMIT") ? before : word;
}

// Whether `named` means `word`.
bool means(std::string_view named, std::string_view word) {
  return ascii::equal_ignoring_case(keyword_of(named), keyword_of(word)) ||
         (ascii::equal_ignoring_case(named, "AUTH") &&
          ascii::starts_with_ignoring_case(word, "AUTH="));
}

}  // namespace

bool Offer::fits(std::string_view word, Stage stage) {
  if (ascii::starts_with_ignoring_case(word, "AUTH=")) return !is_authenticated(stage);
  const Extension* const extension = find_extension(keyword_of(word));
  return !extension || extension->fits(stage);
}

Offer::Offer(Stage stage) {
  for (const Extension& each : all_extensions()) {
    if (each.usual && each.fits(stage)) add(each.line.empty() ? each.keyword : each.line);
  }
}

void Offer::replace(const std::vector<std::string>& words) {
  entries_.clear();
  removed_.clear();
  for (const std::string& word : words) add(word);
}

void Offer::add(std::string_view word) {
  const auto same = [&](const auto& other) {
    return ascii::equal_ignoring_case(keyword_of(other), keyword_of(word));
  };
  std::erase_if(removed_, same);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return same(entry.word); });
  Entry& entry = found == entries_.end() ? entries_.emplace_back() : *found;
  entry = {std::string(word), false};
}

void Offer::remove(std::string_view word) {
  std::erase_if(entries_, [&](const Entry& entry) { return means(word, entry.word); });
  removed_.emplace_back(word);
}

void Offer::hide(std::string_view word) {
  for (Entry& entry : entries_) entry.hidden = entry.hidden || means(word, entry.word);
}

bool Offer::offers(std::string_view keyword) const {
  const auto has = [&](std::string_view wanted) {
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return means(wanted, entry.word); });
  };
  if (has(keyword)) return true;
  const auto same = [&](std::string_view word) { return means(word, keyword); };
  return std::any_of(std::begin(taken_in), std::end(taken_in), same) && has("IMAP4rev2") &&
         std::none_of(removed_.begin(), removed_.end(), same);
}

std::string_view Offer::value(std::string_view keyword) const {
  for (const Entry& entry : entries_) {
    const std::string_view word = entry.word;
    const bool has_value = word.size() > keyword.size() && word[keyword.size()] == '=';
    if (has_value && ascii::starts_with_ignoring_case(word, keyword)) {
      return word.substr(keyword.size() + 1);
    }
  }
  return {};
}

std::vector<std::string_view> Offer::mechanisms() const {
  constexpr std::string_view prefix = "AUTH=";
  std::vector<std::string_view> mechanisms;
  for (const Entry& entry : entries_) {
    if (!ascii::starts_with_ignoring_case(entry.word, prefix)) continue;
    mechanisms.push_back(std::string_view(entry.word).substr(prefix.size()));
  }
  return mechanisms;
}

std::vector<std::string_view> Offer::lines() const {
  std::vector<std::string_view> words;
  for (const Entry& entry : entries_) {
    if (!entry.hidden) words.push_back(entry.word);
  }
  return words;
}

}  // namespace postiche::imap
