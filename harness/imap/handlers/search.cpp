// SPDX-License-Identifier: MIT
// SEARCH, SORT and THREAD as commands of a session: RFC 9051 sec 6.4.4, RFC 5256 sec 3, RFC 5182.
// What is found is searching.h's.

#include <algorithm>
#include <utility>

#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/pen/response.h"
#include "harness/imap/search/searching.h"
#include "harness/imap/search/sorting.h"
#include "harness/imap/search/threading.h"
#include "harness/mail/charset.h"

namespace postiche::imap {

namespace {

const SearchArguments& search_in(const Command& command) {
  if (command.verb == Verb::sort) return arguments_of<SortArguments>(command).search;
  if (command.verb == Verb::thread) return arguments_of<ThreadArguments>(command).search;
  return arguments_of<SearchArguments>(command);
}

// In the order in which they are told.
Numbers find(const Session& session, const Command& command) {
  const Selected& selected = *session.selected;
  const SearchArguments& wanted = search_in(command);
  Numbers found = search(wanted.key, wanted.charset, selected.view, session.now, selected.saved);
  if (command.verb != Verb::sort) return found;
  return sort(found, arguments_of<SortArguments>(command).criteria, selected.view);
}

// Nothing where the charset is one that can be read.
std::optional<Answer> object_to_charset(const SearchArguments& wanted) {
  if (wanted.charset.empty() || mail::is_known_charset(wanted.charset)) return std::nullopt;
  std::string code = "BADCHARSET (";
  for (const std::string_view each : named_charsets) {
    code.append(each == named_charsets.front() ? "" : " ").append(each);
  }
  return no("This charset is not known here", code + ")");
}

std::optional<store::ModSeq> mod_seq_of(const Session& session, const SearchArguments& wanted,
                                        const Numbers& found) {
  if (found.empty() || !asks_for_mod_seq(wanted.key)) return std::nullopt;
  return highest_mod_seq(found, session.selected->view);
}

// RFC 9051 sec 7.3.4
std::string extended(const Session& session, const Command& command, const Numbers& found,
                     const Numbers& named) {
  SearchReturn wanted = search_in(command).returned;
  const bool asks_for_none = !wanted.min && !wanted.max && !wanted.count && !wanted.save;
  wanted.all = wanted.all || asks_for_none;
  ExtendedSearch answer;
  answer.tag = command.tag;
  answer.numbering = command.numbering;
  if (!named.empty()) {
    const auto [least, greatest] = std::minmax_element(named.begin(), named.end());
    if (wanted.min) answer.min = *least;
    if (wanted.max) answer.max = *greatest;
    if (wanted.all) answer.all = named;
  }
  if (wanted.count) answer.count = static_cast<std::uint32_t>(named.size());
  answer.mod_seq = mod_seq_of(session, search_in(command), found);
  std::string data;
  append_esearch(data, answer);
  return data;
}

// RFC 5182 sec 2.1: with MIN or MAX alone these are saved, else all.
Uids to_save(const Session& session, const Command& command, Numbers found) {
  const SearchReturn& wanted = search_in(command).returned;
  std::sort(found.begin(), found.end());
  const bool only_ends = (wanted.min || wanted.max) && !wanted.all && !wanted.count;
  if (only_ends && !found.empty()) {
    Numbers ends;
    if (wanted.min) ends.push_back(found.front());
    if (wanted.max && (!wanted.min || found.size() > 1)) ends.push_back(found.back());
    found = ends;
  }
  return uids_of(session, found);
}

}  // namespace

Answer answer_search(const Session& session, const Command& command) {
  const SearchArguments& wanted = search_in(command);
  if (auto objection = object_to_charset(wanted)) return *std::move(objection);
  const Numbers found = find(session, command);
  Answer answer = ok(std::string(full_name(command)) + " done");
  if (wanted.returned.save) answer.to_save = to_save(session, command, found);
  // Who speaks IMAP4rev2 knows no other answer: RFC 9051 sec 6.4.4.
  const bool is_extended =
      wanted.returned.is_extended || (session.rev2 && command.verb == Verb::search);
  const SearchReturn& returned = wanted.returned;
  const bool only_saves =
      returned.save && !returned.min && !returned.max && !returned.all && !returned.count;
  if (only_saves) return answer;
  const Numbers named = as_named(session, command, found);
  const auto mod_seq = mod_seq_of(session, wanted, found);
  if (is_extended) {
    answer.data = extended(session, command, found, named);
  } else if (command.verb == Verb::sort) {
    append_sort(answer.data, named, mod_seq);
  } else {
    append_search(answer.data, named, mod_seq);
  }
  return answer;
}

void apply_search(Session& session, const Command& command) {
  if (!session.selected || session.selected->view.is_void()) return;
  const SearchArguments& wanted = search_in(command);
  // RFC 7162 sec 3.1
  session.condstore = session.condstore || asks_for_mod_seq(wanted.key);
  if (!wanted.returned.save) return;
  auto known = std::exchange(session.selected->to_save, std::nullopt);
  session.selected->saved =
      known ? *std::move(known) : to_save(session, command, find(session, command));
}

// "$" is nothing then: RFC 5182 sec 2.1.
void fail_search(Session& session, const Command& command) {
  if (session.selected && search_in(command).returned.save) session.selected->saved.clear();
}

Answer answer_thread(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<ThreadArguments>(command);
  if (auto objection = object_to_charset(arguments.search)) return *std::move(objection);
  const Numbers found = find(session, command);
  Answer answer = ok(std::string(full_name(command)) + " done");
  const ThreadForest forest = thread(found, arguments.algorithm, session.selected->view);
  append_threads(answer.data, forest, command.numbering, session.selected->view);
  return answer;
}

}  // namespace postiche::imap
