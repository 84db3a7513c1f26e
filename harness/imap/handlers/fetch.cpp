// SPDX-License-Identifier: MIT
// FETCH as a command of a session: RFC 9051 sec 6.4.5, RFC 7162 sec 3.1.4. What each message tells
// is fetching.h's.

#include <algorithm>

#include "harness/imap/fetch/fetching.h"
#include "harness/imap/handlers/chosen.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/news/resync.h"

namespace postiche::imap {

namespace {

// No answer takes more memory than this, whatever the client asks for.
constexpr std::size_t most_octets = std::size_t{256} << 20;

FetchOptions options_for(const Session& session, const Command& command) {
  using ModSeqs = FetchOptions::ModSeqs;
  FetchOptions options;
  options.encoding = session.encoding();
  options.with_uid = command.by_uid();
  if (session.condstore) options.mod_seqs = ModSeqs::with_changes;
  if (arguments_of<FetchArguments>(command).changed_since) options.mod_seqs = ModSeqs::always;
  return options;
}

// Those that have changed since then, where the client wants only these.
Numbers only_changed(const Session& session, const FetchArguments& arguments, Numbers numbers) {
  if (!arguments.changed_since) return numbers;
  std::erase_if(numbers, [&](std::uint32_t number) {
    const store::Message* const message = session.selected->view.find(number);
    return !message || message->mod_seq <= *arguments.changed_since;
  });
  return numbers;
}

// All of them get it in one change.
std::optional<store::ModSeq> seen_at(const Session& session, const Fetcher& fetcher) {
  if (!fetcher.sets_seen() || session.selected->read_only) return std::nullopt;
  return session.selected->mailbox->highest_mod_seq() + 1;
}

Answer tell_all(const Session& session, const Command& command, const Numbers& numbers) {
  const auto& arguments = arguments_of<FetchArguments>(command);
  Fetcher fetcher(session.selected->view, arguments.items, options_for(session, command));
  const auto seen = seen_at(session, fetcher);
  Answer answer = ok(std::string(full_name(command)) + " done");
  if (arguments.vanished) {
    tell_vanished(answer.data, *session.selected->mailbox, *arguments.changed_since,
                  arguments.messages);
  }
  for (const std::uint32_t number : numbers) {
    const Fetcher::Told told = fetcher.tell(answer.data, number, seen);
    if (answer.data.size() > most_octets) return no("That is too much at once", "LIMIT");
    // RFC 5530 sec 3; RFC 3516 sec 4.3
    if (told == Fetcher::Told::expunged) answer.reply.code = "EXPUNGEISSUED";
    if (told == Fetcher::Told::unknown_encoding) {
      answer.reply = {Status::no, "UNKNOWN-CTE", "An encoding is none that is known"};
    }
  }
  return answer;
}

}  // namespace

Answer answer_fetch(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<FetchArguments>(command);
  if (arguments.vanished && !session.qresync) return bad("Enable QRESYNC first");
  if (arguments.vanished && !command.by_uid()) return bad("VANISHED is for UID FETCH");
  const auto numbers = chosen(session, command, arguments.messages);
  if (!numbers) return bad("No message has this number");
  return tell_all(session, command, only_changed(session, arguments, *numbers));
}

void apply_fetch(Session& session, const Command& command) {
  if (!session.selected || session.selected->view.is_void()) return;
  const auto& arguments = arguments_of<FetchArguments>(command);
  const bool asks_for_mod_seq =
      std::any_of(arguments.items.begin(), arguments.items.end(),
                  [](const FetchItem& item) { return item.kind == FetchItem::Kind::mod_seq; });
  // RFC 7162 sec 3.1
  session.condstore = session.condstore || arguments.changed_since || asks_for_mod_seq;
  Selected& selected = *session.selected;
  const Fetcher fetcher(selected.view, arguments.items, {});
  if (!fetcher.sets_seen() || selected.read_only) return;
  const auto named = chosen(session, command, arguments.messages);
  if (!named) return;
  const bool was_stale = selected.view.is_stale();
  const Numbers told = only_changed(session, arguments, still_there(session, *named));
  const Uids uids = uids_of(session, told);
  selected.mailbox->change_flags(uids, store::FlagChange::add, {store::Flags::seen});
  // The answer has said so; what others did meanwhile can't be told apart.
  if (!was_stale) selected.hushed = uids;
}

}  // namespace postiche::imap
