// SPDX-License-Identifier: MIT
// Invariants. Whatever mail is, and whatever is asked for: what FETCH and THREAD say are lines of
// the grammar, with lists that are closed and literals as long as they say. SEARCH finds messages
// that are there, in ascending order, and NOT finds all others. SORT leaves out none and adds none,
// and THREAD tells each once.
//
// Input: a command's line, and messages, with a line "%" before each.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/imap/fetch/fetching.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/search/searching.h"
#include "harness/imap/search/sorting.h"
#include "harness/imap/search/threading.h"
#include "harness/mail/charset.h"
#include "tests/imap/well_formed.h"

namespace {

using namespace postiche;
using namespace postiche::imap;
using Kind = FetchItem::Kind;

constexpr std::size_t most_messages = 50;
constexpr VirtualTime now = {1'769'860'800'000'000'000};

std::string_view take_until(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return taken;
}

Numbers all_of(const store::View& view) {
  Numbers all;
  for (std::uint32_t number = 1; number <= view.size(); ++number) {
    if (view.find(number)) all.push_back(number);
  }
  return all;
}

// The second message is expunged behind the view, where there is one.
store::View open(std::string_view messages) {
  const auto mailbox = std::make_shared<store::Mailbox>(1);
  const store::Flags keyword = mailbox->learn(std::vector<std::string>{"$Junk"});
  for (std::size_t i = 0; i < most_messages && !messages.empty(); ++i) {
    const std::string_view text = take_until(messages, "\n%\n");
    const store::Flags flags = i % 2 == 0 ? keyword : store::Flags{store::Flags::seen};
    mailbox->append(store::Body(Rope(std::string(text))), flags, now);
  }
  store::View view(mailbox);
  if (view.size() > 1) mailbox->expunge(std::vector<store::Uid>{2});
  return view;
}

void check_fetch(const store::View& view, const std::vector<FetchItem>& items, Encoding encoding) {
  Fetcher fetcher(view, items, {encoding, true, FetchOptions::ModSeqs::with_changes});
  for (std::size_t number = 1; number <= view.size(); ++number) {
    std::string out;
    const Fetcher::Told told = fetcher.tell(out, number, 77);
    POSTICHE_CHECK((told == Fetcher::Told::expunged) == (view.find(number) == nullptr));
    POSTICHE_CHECK((told == Fetcher::Told::told) == !out.empty());
    POSTICHE_CHECK(out.empty() || imap::testing::is_well_formed(out));
  }
}

void check_all_items(const store::View& view) {
  for (const Encoding encoding : {Encoding::modified_utf7, Encoding::utf8}) {
    for (int kind = 0; kind <= static_cast<int>(Kind::preview); ++kind) {
      FetchItem item;
      item.kind = static_cast<Kind>(kind);
      check_fetch(view, {item}, encoding);
      item.part = {1};
      check_fetch(view, {item}, encoding);
    }
  }
}

void check_search(const SearchArguments& asked, const store::View& view, const Numbers& all) {
  const std::string charset = mail::is_known_charset(asked.charset) ? asked.charset : "";
  const Uids saved = {1, 2, 4};
  const Numbers found = search(asked.key, charset, view, now, saved);
  POSTICHE_CHECK(std::includes(all.begin(), all.end(), found.begin(), found.end()));
  SearchKey others;
  others.kind = SearchKey::Kind::none_of;
  others.keys = {asked.key};
  Numbers both = search(others, charset, view, now, saved);
  POSTICHE_CHECK(both.size() + found.size() == all.size());
  both.insert(both.end(), found.begin(), found.end());
  std::sort(both.begin(), both.end());
  POSTICHE_CHECK(both == all);
}

void check_sort(const std::vector<SortCriterion>& criteria, const store::View& view,
                const Numbers& all) {
  Numbers sorted = sort(all, criteria, view);
  std::sort(sorted.begin(), sorted.end());
  POSTICHE_CHECK(sorted == all);
}

void check_thread(ThreadAlgorithm algorithm, const store::View& view, const Numbers& all) {
  std::string out;
  append_threads(out, thread(all, algorithm, view), Numbering::sequence, view);
  POSTICHE_CHECK(imap::testing::is_well_formed(out));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !ascii::is_digit(c); }, ' ');
  Numbers told;
  for (const std::string_view word : ascii::split(out, ' ')) {
    if (!word.empty()) told.push_back(static_cast<std::uint32_t>(*ascii::parse_number(word)));
  }
  std::sort(told.begin(), told.end());
  POSTICHE_CHECK(told == all);
}

void check_command(std::string_view line, const store::View& view, const Numbers& all) {
  const std::string tagged = "a " + std::string(line);
  const Command command = parse_command({{tagged}, {}}, Encoding::utf8);
  if (const auto* fetch = std::get_if<FetchArguments>(&command.arguments)) {
    const Numbers meant = numbers_in(fetch->messages, command.numbering, view, {1, 2}).numbers;
    POSTICHE_CHECK(std::is_sorted(meant.begin(), meant.end()));
    POSTICHE_CHECK(meant.empty() || (meant.front() > 0 && meant.back() <= view.size()));
    check_fetch(view, fetch->items, Encoding::utf8);
  } else if (const auto* asked = std::get_if<SearchArguments>(&command.arguments)) {
    check_search(*asked, view, all);
  } else if (const auto* sorting = std::get_if<SortArguments>(&command.arguments)) {
    check_sort(sorting->criteria, view, all);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view line = take_until(rest, "\n%\n");
  const store::View view = open(rest);
  const Numbers all = all_of(view);
  check_command(line, view, all);
  check_all_items(view);
  check_thread(ThreadAlgorithm::references, view, all);
  check_thread(ThreadAlgorithm::ordered_subject, view, all);
  return 0;
}
