// SPDX-License-Identifier: MIT
#include "harness/imap/news/news.h"

#include <algorithm>
#include <utility>

#include "harness/imap/fetch/fetching.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/response.h"

namespace postiche::imap {

namespace {

using store::View;

// "An EXPUNGE response MUST NOT be sent ... while responding to a FETCH, STORE, or SEARCH command";
// those by UID are another thing: RFC 9051 sec 7.5.1. SORT and THREAD are as SEARCH: RFC 5256
// sec 3.
View::Expunges permission_for(const Session& session, const Command* command) {
  const EventGroup* const group = session.watch ? session.watch->selected() : nullptr;
  // "to delay a MessageExpunge event until the client issues a command": RFC 5465 sec 6.1.2
  const bool is_delayed = group && group->of == EventGroup::Of::selected_delayed;
  const bool is_between = !command && session.state != State::idle;
  if (is_between && is_delayed) return View::Expunges::hold_back;
  if (!command || command->by_uid()) return View::Expunges::tell;
  switch (command->verb) {
    case Verb::fetch:
    case Verb::store:
    case Verb::search:
    case Verb::sort:
    case Verb::thread:
      return View::Expunges::hold_back;
    default:
      return View::Expunges::tell;
  }
}

// What is told of the mailbox that is open.
struct Wishes {
  bool messages = true, flags = true;
  const std::vector<FetchItem>* items = nullptr;  // of each new message
};

// What a command itself did is its answer; and NOTIFY is a NOOP too: RFC 5465 sec 3.1.
bool tells_all(const Command& command) {
  switch (command.verb) {
    case Verb::notify:
    case Verb::expunge:
    case Verb::move:
    case Verb::store:
    case Verb::replace:
      return true;
    default:
      return false;
  }
}

// "A FETCH response SHOULD NOT be generated for a new message created by the client on this
// particular connection": RFC 5465 sec 5.2.
bool brings_messages(const Command& command) {
  switch (command.verb) {
    case Verb::append:
    case Verb::copy:
    case Verb::move:
    case Verb::replace:
      return true;
    default:
      return false;
  }
}

Wishes wishes_of(const Session& session, const Command* command) {
  if (!session.watch || (command && tells_all(*command))) return {};
  const EventGroup* const group = session.watch->selected();
  Wishes wishes{false, false};
  if (!group) return wishes;
  wishes.messages = group->events.has(MailEvent::message_new);
  wishes.flags = group->events.has(MailEvent::flag_change);
  const bool is_own = command && brings_messages(*command);
  if (!group->items.empty() && !is_own) wishes.items = &group->items;
  return wishes;
}

void append_new(std::string& out, const Session& session, std::size_t known,
                const std::vector<FetchItem>& items) {
  const View& view = session.selected->view;
  FetchOptions options;
  options.encoding = session.encoding();
  Fetcher fetcher(view, items, options);
  for (std::size_t number = known + 1; number <= view.size(); ++number) fetcher.tell(out, number);
}

void append_expunged(std::string& out, const std::vector<store::News::Expunged>& expunged,
                     bool by_uid) {
  if (expunged.empty()) return;
  if (!by_uid) {
    for (const auto& each : expunged) append_expunge(out, static_cast<std::uint32_t>(each.number));
    return;
  }
  // RFC 7162 sec 3.2.10
  std::vector<std::uint32_t> uids;
  for (const auto& each : expunged) uids.push_back(each.uid);
  std::reverse(uids.begin(), uids.end());
  append_vanished(out, print_numbers(uids), Vanished::now);
}

// Of those that have changed and those that the client is owed, the ones it does not know yet.
std::vector<std::size_t> to_tell(const Selected& selected, std::vector<std::size_t> changed,
                                 const std::vector<store::Uid>& hushed,
                                 const std::vector<store::Uid>& owed) {
  const std::size_t own = changed.size();
  for (const store::Uid uid : owed) {
    if (const auto number = selected.view.number_of(uid)) changed.push_back(*number);
  }
  std::inplace_merge(changed.begin(), changed.begin() + static_cast<std::ptrdiff_t>(own),
                     changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  std::erase_if(changed, [&](std::size_t number) {
    return std::binary_search(hushed.begin(), hushed.end(), selected.view.uid(number));
  });
  return changed;
}

void append_changed(std::string& out, const Session& session, std::size_t number, bool with_uid) {
  const Selected& selected = *session.selected;
  const store::Message* const message = selected.view.find(number);
  if (!message) return;
  out += "* " + std::to_string(number) + " FETCH (";
  if (with_uid) out += "UID " + std::to_string(message->uid) + " ";
  out += "FLAGS " + flag_list(*selected.mailbox, message->flags);
  // RFC 7162 sec 3.2.4: who knows of MODSEQ is told it with every change.
  if (session.condstore) out += " MODSEQ (" + std::to_string(message->mod_seq) + ")";
  out += ")\r\n";
}

}  // namespace

std::string news_for(Session& session, const Command* command) {
  if (!session.selected) return "";
  Selected& selected = *session.selected;
  if (selected.view.is_void()) {
    // UIDVALIDITY never changes while a mailbox is open, so the session has to end: RFC 9051 sec
    // 2.3.1.1.
    session.selected.reset();
    session.state = State::logout;
    return "* BYE The mailbox was made anew, please log in again\r\n";
  }
  const Wishes wishes = wishes_of(session, command);
  if (!wishes.messages) return "";
  const auto hushed = std::exchange(selected.hushed, {}), owed = std::exchange(selected.owed, {});
  const std::size_t before = selected.view.size();
  store::News news = selected.view.catch_up(permission_for(session, command));
  std::string out;
  append_expunged(out, news.expunged, session.qresync);
  if (news.grown) append_exists(out, static_cast<std::uint32_t>(selected.view.size()));
  const std::size_t known = before - news.expunged.size();
  if (news.grown && wishes.items) append_new(out, session, known, *wishes.items);
  if (!wishes.flags) news.changed.clear();
  // RFC 5465 sec 5.1
  const bool with_uid = session.qresync || session.watch || (command && command->by_uid());
  for (const std::size_t number : to_tell(selected, news.changed, hushed, owed)) {
    append_changed(out, session, number, with_uid);
  }
  return out;
}

bool may_have_news(const Session& session) {
  const View& view = session.selected->view;
  if (view.is_void()) return true;
  const EventGroup* const group = session.watch ? session.watch->selected() : nullptr;
  const bool waits =
      group && group->of == EventGroup::Of::selected_delayed && session.state != State::idle;
  return view.is_stale() && !waits && wishes_of(session, nullptr).messages;
}

// RFC 5465 sec 5.8
std::string watch_news(Session& session) {
  std::string out;
  if (!session.watch || session.watch->tell(out, session)) return out;
  session.watch.emplace(std::vector<EventGroup>{});
  return "* OK [NOTIFICATIONOVERFLOW] Too much happens at once\r\n";
}

}  // namespace postiche::imap
