// SPDX-License-Identifier: MIT
#include "harness/judge/imap/conversation.h"

#include <algorithm>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/judge/connections.h"
#include "harness/judge/imap/server_words.h"
#include "harness/judge/lines.h"

namespace postiche::judge {

using imap::State;
using imap::Verb;
using transcript::Direction;
using transcript::Kind;

namespace {

// Reads one connection, event by event.
class Reading {
 public:
  explicit Reading(ImapConversation& out) : out_(out), words_(out.offers) {}

  void see(const Event& event) {
    switch (event.kind) {
      case Kind::command:
        return command(event);
      case Kind::reply:
        return said(event);
      case Kind::bytes:
        return octets(event);
      case Kind::note:
        if (event.field("note") == "authenticated") out_.user = event.field("name").value_or("");
        return;
      case Kind::tls:
        return tls(event);
      case Kind::close:
        return close(event);
      default:
        return;
    }
  }

 private:
  using Act = ImapAct::Kind;

  // --- the client ---

  ImapAct& add(Act kind, const Event& event) {
    const ImapAct* const before = current_;
    ImapAct& act = out_.acts.emplace_back();
    act.kind = kind;
    act.event = &event;
    act.lines = std::exchange(lines_, {});
    act.lines.push_back(&event);
    act.utterance = std::exchange(heard_, {});
    act.offer = words_.offer();
    act.mailbox = words_.open();
    act.state = act.mailbox ? State::selected : state_;
    act.is_secured = secured_;
    act.has_enabled_utf8 = words_.has_enabled_utf8();
    act.has_enabled_rev2 = words_.has_enabled_rev2();
    if (before) stand_behind(*before, act);
    current_ = &act;
    return act;
  }

  // Both have the time of the same read where the client did not wait for the answer.
  void stand_behind(const ImapAct& before, ImapAct& act) const {
    act.is_early = answered_ && act.lines.front()->at <= answered_->at;
    if (!act.is_early || before.kind != Act::command) return;
    const Verb verb = before.command.verb;
    const bool keeps_numbers = verb == Verb::fetch || verb == Verb::store || verb == Verb::search;
    const bool by_uid = before.command.by_uid();
    act.is_behind_other = before.is_behind_other || !keeps_numbers;
    act.is_behind_uid = before.is_behind_uid || (keeps_numbers && by_uid);
  }

  void command(const Event& event) {
    const std::string_view line = without_ending(event.bytes);
    if (idles_) {
      add(Act::done, event);
      return;
    }
    heard_.texts.push_back(line);
    const bool is_whole = event.field("deviation") != "over-long-line";
    ImapAct& act = add(is_whole ? Act::command : Act::unfinished, event);
    if (!is_whole) return;
    const auto names = act.speaks_utf8() ? imap::Encoding::utf8 : imap::Encoding::modified_utf7;
    act.command = imap::parse_command(act.utterance, names);
    open_ = &act;
    if (const auto* to = std::get_if<imap::SelectArguments>(&act.command.arguments)) {
      words_.begin_select(to->mailbox);
    }
  }

  void octets(const Event& event) {
    if (event.field("proxy")) return;
    if (event.direction == Direction::out) return said(event);
    const auto part = event.field("part");
    if (part == "yes") {
      announcement(event);
    } else if (part == "octets") {
      if (!heard_.literals.empty()) heard_.literals.back().octets.append(event.bytes, nullptr);
    } else if (event.field("sasl")) {
      add(Act::response, event);
    }
  }

  void announcement(const Event& event) {
    const std::string_view line = without_ending(event.bytes);
    const auto literal = imap::announced_literal(line);
    // The last line of a command that was refused before.
    if (!literal) return give_up(event);
    heard_.texts.push_back(line);
    imap::Literal& heard = heard_.literals.emplace_back();
    heard.is_binary = literal->is_binary;
    heard.is_non_synchronizing = literal->is_non_synchronizing;
    lines_.push_back(&event);
  }

  void give_up(const Event& event) {
    lines_.erase(std::remove(lines_.begin(), lines_.end(), &event), lines_.end());
    add(Act::unfinished, event);
  }

  // --- the server ---

  void said(const Event& event) {
    // What a rule sends as it is may be anything; untagged data are a server's own affair.
    if (is_raw(event) && !event.bytes.starts_with("* ")) out_.disturb(event);
    for (std::uint64_t i = 0; i < event.times(); ++i) {
      cutter_.cut(event.bytes, [&](std::string_view line) { hear(event, read_response(line)); });
    }
  }

  void hear(const Event& event, const Response& response) {
    const std::string_view tag = open_ ? open_->command.tag : std::string_view();
    words_.hear(response, open_ ? &open_->command : nullptr);
    if (response.tag == "+") return go_on(event);
    if (response.tag == "*") return untagged(event, response, tag.empty());
    if (!lines_.empty()) return refuse_literal(event, response.tag);
    if (current_ && response.tag == tag) finish(event, response);
  }

  void go_on(const Event& event) {
    if (!lines_.empty()) return;  // octets may come
    answered_ = &event;
    if (current_) current_->reply = &event;
    if (current_ && current_->is(Verb::idle)) idles_ = true;
  }

  void untagged(const Event& event, const Response& response, bool is_answer) {
    if (response.status == "PREAUTH" && !current_) state_ = State::authenticated;
    if (response.status == "BYE" && !out_.bye) out_.bye = &event;
    if (response.code == "CLOSED" && !selects()) deselect(event);
    if (response.status == "BAD" && is_answer && current_) {
      current_->status = response.status;
      current_->reply = answered_ = &event;
    }
  }

  // Who waits for an answer sends nothing behind NO; who does not has sent it already.
  void refuse_literal(const Event& event, std::string_view tag) {
    const std::string_view begun = heard_.texts.front();
    if (tag != begun.substr(0, begun.find(' '))) return;
    answered_ = &event;
    if (heard_.literals.back().is_non_synchronizing) return;
    const Event& last = *lines_.back();
    lines_.pop_back();
    add(Act::unfinished, last).reply = &event;
  }

  bool selects() const { return open_ && (open_->is(Verb::select) || open_->is(Verb::examine)); }

  void finish(const Event& event, const Response& response) {
    answered_ = &event;
    current_->reply = open_->reply = &event;
    current_->status = open_->status = response.status;
    idles_ = false;
    const bool is_done = response.status == "OK";
    if (selects()) {
      deselect(event);
      const bool only_reads = open_->is(Verb::examine) || response.code == "READ-ONLY";
      words_.end_select(is_done, only_reads);
      if (is_done) out_.selections.push_back({words_.open()->name, open_, 0});
    }
    if (is_done) believe(event, open_->command.verb);
  }

  void believe(const Event& event, Verb verb) {
    if (verb == Verb::login || verb == Verb::authenticate) state_ = State::authenticated;
    if (verb == Verb::logout) state_ = State::logout;
    if (verb == Verb::close || verb == Verb::unselect) deselect(event);
    if (verb != Verb::unauthenticate) return;
    deselect(event);
    state_ = State::not_authenticated;
  }

  void deselect(const Event& event) {
    words_.deselect();
    if (out_.selections.empty() || out_.selections.back().end != 0) return;
    out_.selections.back().end = event.sequence;
  }

  // --- the connection ---

  void tls(const Event& event) {
    if (event.field("failed")) return;
    secured_ = true;
    words_.forget_offer();
    answered_ = nullptr;
  }

  void close(const Event& event) {
    out_.see_close(event);
    deselect(event);
  }

  ImapConversation& out_;
  ServerWords words_;
  ResponseCutter cutter_;
  imap::Utterance heard_;            // of a command that is not whole
  std::vector<const Event*> lines_;  // of it
  ImapAct* current_ = nullptr;       // the latest
  ImapAct* open_ = nullptr;          // the command whose tag an answer has
  const Event* answered_ = nullptr;  // the latest answer to something
  State state_ = State::not_authenticated;
  bool secured_ = false, idles_ = false;
};

bool overlap(const Selection& one, const Selection& later) {
  return one.mailbox == later.mailbox && (one.end == 0 || one.end > later.begin->event->sequence);
}

// Only who was there before can have been in the way.
void find_shared(ImapConversation& conversation, const std::deque<ImapConversation>& all) {
  for (const Selection& here : conversation.selections) {
    for (const ImapConversation& other : all) {
      if (other.connection == conversation.connection || other.user != conversation.user) continue;
      const bool is_shared = std::any_of(
          other.selections.begin(), other.selections.end(), [&](const Selection& there) {
            return there.begin->event->sequence < here.begin->event->sequence &&
                   overlap(there, here);
          });
      if (is_shared) conversation.shared.push_back(&here);
    }
  }
}

}  // namespace

std::deque<ImapConversation> imap_conversations(const std::vector<const Event*>& events) {
  std::deque<ImapConversation> all;
  for_each_connection(events, [&](std::string_view service, const auto& list) {
    if (!service.starts_with("imap")) return;
    read_connection<Reading>(all.emplace_back(), list);
  });
  for (ImapConversation& one : all) find_shared(one, all);
  return all;
}

}  // namespace postiche::judge
