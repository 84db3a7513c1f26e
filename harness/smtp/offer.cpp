// SPDX-License-Identifier: MIT
#include "harness/smtp/offer.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::smtp {

namespace {

// "AUTH=LOGIN" is how servers before RFC 2554 wrote it.
const Extension* extension_behind(std::string_view line) {
  return find_extension(line.substr(0, line.find_first_of(" =")));
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

bool Offer::fits(std::string_view line, Stage stage) {
  const Extension* const extension = extension_behind(ascii::trim(line));
  return !extension || extension->usual.fits(stage);
}

void Offer::add(std::string_view line) {
  line = ascii::trim(line);
  put(line, extension_behind(line));
}

bool Offer::offers(std::string_view keyword) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    const std::string_view own =
        entry.extension ? entry.extension->keyword : keyword_of(entry.line);
    return ascii::equal_ignoring_case(own, keyword);
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

std::optional<std::uint64_t> Offer::limit(std::string_view name) const {
  std::string_view line = argument("LIMITS").value_or("");
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line = ascii::trim(line.substr(word.size()));
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    if (!ascii::equal_ignoring_case(word.substr(0, equals), name)) continue;
    return ascii::parse_number(word.substr(equals + 1));
  }
  return std::nullopt;
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

}  // namespace postiche::smtp
