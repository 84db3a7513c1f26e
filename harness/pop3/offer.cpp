// SPDX-License-Identifier: MIT
#include "harness/pop3/offer.h"

#include "harness/base/ascii.h"

namespace postiche::pop3 {

Offer::Offer(Stage stage) {
  for (const Extension* each : all_extensions()) {
    if (each->usual && each->fits(stage)) add(each->line);
  }
}

bool Offer::fits(std::string_view line, Stage stage) {
  const Extension* const extension = find_extension(keyword_of(ascii::trim(line)));
  return !extension || extension->fits(stage);
}

void Offer::replace(const std::vector<std::string>& lines) {
  entries_.clear();
  for (const std::string& line : lines) add(line);
}

void Offer::add(std::string_view line) {
  line = ascii::trim(line);
  put(line, find_extension(keyword_of(line)));
}

std::vector<std::string_view> Offer::words(std::string_view keyword) const {
  const std::size_t at = find(keyword);
  if (at == entries_.size()) return {};
  std::vector<std::string_view> words = ascii::split(entries_[at].line, ' ');
  words.erase(words.begin());
  return words;
}

bool Offer::allows(Verb verb) const {
  const Extension* const extension = extension_of(verb);
  return !extension || offers(extension->keyword);
}

}  // namespace postiche::pop3
