// SPDX-License-Identifier: MIT
#include "harness/store/annotations.h"

#include <algorithm>
#include <set>
#include <vector>

#include "harness/base/ascii.h"

namespace postiche::store {

namespace {

// No client needs more, and names are kept.
constexpr std::size_t longest_entry_name = 1000;

// Changes that are remembered: what a client may miss between two commands.
constexpr std::size_t notes_log_limit = 2 * Annotations::most_entries;

bool may_stand_in_entry(char c) {
  return !ascii::is_control(c) && !ascii::is_8bit(c) && c != '*' && c != '%';
}

}  // namespace

bool is_entry_or_above(std::string_view name) {
  const std::vector<std::string_view> levels = ascii::split(name, '/');
  // The first is what stands before the first slash.
  if (levels.size() < 2 || !levels[0].empty() || name.size() > longest_entry_name) return false;
  const bool is_scoped = ascii::equal_ignoring_case(levels[1], "private") ||
                         ascii::equal_ignoring_case(levels[1], "shared");
  const auto is_empty = [](std::string_view level) { return level.empty(); };
  return is_scoped && std::none_of(levels.begin() + 1, levels.end(), is_empty) &&
         std::all_of(name.begin(), name.end(), may_stand_in_entry);
}

bool is_entry(std::string_view name) {
  const std::vector<std::string_view> levels = ascii::split(name, '/');
  const bool is_vendors = levels.size() > 2 && ascii::equal_ignoring_case(levels[2], "vendor");
  return is_entry_or_above(name) && levels.size() > (is_vendors ? 4 : 2);
}

NoteOutcome Annotations::may_set(std::span<const Note> notes) const {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, value] : entries_) names.insert(name);
  for (const Note& note : notes) {
    if (note.value && note.value->size() > largest_value) return NoteOutcome::too_large;
    const std::string name = ascii::to_lower(note.entry);
    names.erase(name);
    if (note.value) names.insert(name);
  }
  return names.size() > most_entries ? NoteOutcome::too_many : NoteOutcome::done;
}

NoteOutcome Annotations::set(std::span<const Note> notes) {
  const NoteOutcome objection = may_set(notes);
  if (objection != NoteOutcome::done) return objection;
  for (const Note& note : notes) set(note);
  return NoteOutcome::done;
}

void Annotations::set(const Note& note) {
  const std::string name = ascii::to_lower(note.entry);
  changed_.emplace_back(++latest_, name);
  if (changed_.size() > notes_log_limit) changed_.pop_front();
  if (const auto found = entries_.find(name); found != entries_.end()) {
    octets_ -= name.size() + found->second.size();
    entries_.erase(found);
  }
  if (!note.value) return;
  octets_ += name.size() + note.value->size();
  entries_.emplace(name, *note.value);
}

std::vector<std::string> Annotations::changed_since(std::uint64_t change) const {
  std::set<std::string> names;
  for (const auto& [when, name] : changed_) {
    if (when > change) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace postiche::store
