// SPDX-License-Identifier: MIT
#include "harness/judge/imap/server_words.h"

#include <algorithm>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/imap/sequence_set.h"

namespace postiche::judge {

namespace {

using imap::Verb;

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

std::string_view behind_first(std::string_view text) {
  return text.substr(std::min(text.size(), first_word(text).size() + 1));
}

// Beyond any UID stays beyond it.
std::uint32_t sum(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t room = std::numeric_limits<std::uint32_t>::max() - a;
  return a + std::min(b, room);
}

std::uint32_t size_of(const imap::SequenceSet& set) {
  std::uint32_t size = 0;
  for (const auto& range : set.ranges) {
    const auto [low, high] = std::minmax(range.from, range.to);
    size = sum(sum(size, high - low), 1);
  }
  return size;
}

// Of "7 FETCH (FLAGS () UID 12)"; nothing where it is not there.
std::optional<std::uint32_t> uid_in(std::string_view data) {
  for (const std::string_view start : {"(UID ", " UID "}) {
    const std::size_t at = data.find(start);
    if (at == std::string_view::npos) continue;
    const auto numbers = numbers_in(data.substr(at + start.size(), 10));
    if (!numbers.empty()) return numbers.front();
  }
  return std::nullopt;
}

}  // namespace

KnownMailbox* ServerWords::told_of() {
  if (opening_) return &*opening_;
  return open_ ? &*open_ : nullptr;
}

void ServerWords::begin_select(std::string_view name) {
  opening_.emplace();
  opening_->name = ascii::equal_ignoring_case(name, "INBOX") ? "INBOX" : name;
}

void ServerWords::end_select(bool is_accepted, bool is_read_only) {
  open_.reset();
  if (is_accepted) {
    open_ = opening_;
    open_->is_read_only = is_read_only;
  }
  opening_.reset();
}

void ServerWords::hear(const Response& response, const imap::Command* command) {
  if (!response.code.empty()) hear_code(response.code);
  if (response.tag == "*" && response.status.empty()) hear_data(response.data, command);
}

void ServerWords::hear_code(std::string_view code) {
  const std::string_view word = first_word(code);
  const auto is = [&](std::string_view name) { return ascii::equal_ignoring_case(word, name); };
  if (is("CAPABILITY")) return take_offer(behind_first(code));
  const auto numbers = numbers_in(behind_first(code));
  if (numbers.empty()) return;
  if (is("UIDNEXT") && told_of()) told_of()->next_uid = numbers.front();
  if (is("APPENDUID") || is("COPYUID"))
    hear_uid(*std::max_element(++numbers.begin(), numbers.end()));
}

void ServerWords::hear_data(std::string_view data, const imap::Command* command) {
  const std::string_view word = first_word(data);
  const auto is = [&](std::string_view name) { return ascii::equal_ignoring_case(word, name); };
  if (is("CAPABILITY")) return take_offer(behind_first(data));
  if (is("ENABLED")) {
    const auto words = ascii::split(behind_first(data), ' ');
    utf8_ = utf8_ || ascii::contains_ignoring_case(words, "UTF8=ACCEPT");
    rev2_ = rev2_ || ascii::contains_ignoring_case(words, "IMAP4rev2");
  }
  if (const auto count = number_before(data, "EXISTS")) return hear_count(*count);
  if (number_before(data, "EXPUNGE")) return hear_expunged(1);
  if (number_before(data, "FETCH")) {
    if (const auto uid = uid_in(data)) hear_uid(*uid);
    return;
  }
  if (is("VANISHED") && !behind_first(data).starts_with('(')) {
    const auto set = imap::parse_sequence_set(behind_first(data));
    if (set) hear_expunged(size_of(*set));
  }
  const bool by_uid = command && command->by_uid();
  const bool lists = is("SEARCH") || is("SORT") || is("THREAD");
  if ((lists && by_uid) || is("ESEARCH")) {
    for (const std::uint32_t uid : numbers_in(behind_first(data))) hear_uid(uid);
  }
}

// Messages that came since may have any UID from the next one on; nobody will have left many out.
void ServerWords::hear_count(std::uint32_t count) {
  KnownMailbox* const mailbox = told_of();
  if (!mailbox) return;
  const std::uint32_t before = mailbox->count.value_or(count);
  if (mailbox->next_uid && count > before) {
    mailbox->next_uid = sum(*mailbox->next_uid, count - before);
  }
  mailbox->count = count;
}

void ServerWords::hear_expunged(std::uint32_t count) {
  KnownMailbox* const mailbox = told_of();
  if (mailbox && mailbox->count)
    mailbox->count = *mailbox->count - std::min(count, *mailbox->count);
}

// One UID tells nothing of where they end, as long as UIDNEXT was not told.
void ServerWords::hear_uid(std::uint32_t uid) {
  KnownMailbox* const mailbox = told_of();
  if (!mailbox || !mailbox->next_uid) return;
  mailbox->next_uid = std::max(*mailbox->next_uid, sum(uid, 1));
}

void ServerWords::take_offer(std::string_view words) {
  imap::Offer& offer = offers_.emplace_back();
  std::vector<std::string> list;
  for (const std::string_view word : ascii::split(words, ' ')) {
    if (!word.empty()) list.emplace_back(word);
  }
  offer.replace(list);
  offer_ = &offer;
}

}  // namespace postiche::judge
