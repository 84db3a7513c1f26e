// SPDX-License-Identifier: MIT
#include "harness/judge/pop3/conversation.h"

#include <algorithm>
#include <set>

#include "harness/base/ascii.h"
#include "harness/judge/connections.h"
#include "harness/judge/lines.h"
#include "harness/pop3/grammar.h"

namespace postiche::judge {

using pop3::Verb;
using transcript::Direction;
using transcript::Kind;

std::string_view Pop3Act::code() const {
  return reply ? reply->field("code").value_or("") : std::string_view();
}

namespace {

// What stands between the status line and the lone dot.
std::vector<std::string_view> listed_in(const Event& reply) {
  std::vector<std::string_view> lines = lines_in(reply.bytes);
  if (!lines.empty()) lines.erase(lines.begin());
  if (!lines.empty() && lines.back() == ".") lines.pop_back();
  return lines;
}

std::optional<std::uint64_t> leading_number(std::string_view text) {
  return ascii::parse_number(text.substr(0, text.find(' ')));
}

// Reads one connection, event by event.
class Reading {
 public:
  explicit Reading(Pop3Conversation& out) : out_(out) {}

  void see(const Event& event) {
    switch (event.kind) {
      case Kind::command:
        return command(event);
      case Kind::reply:
        return reply(event);
      case Kind::bytes:
        return octets(event);
      case Kind::tls:
        return tls(event);
      case Kind::close:
        return out_.see_close(event);
      default:
        return;
    }
  }

 private:
  using Act = Pop3Act::Kind;

  Pop3Act& add(Act kind, const Event& event) {
    Pop3Act& act = out_.acts.emplace_back();
    act.kind = kind;
    act.event = &event;
    act.offer = offer_;
    act.is_secured = secured_;
    act.is_authenticated = authenticated_;
    act.is_utf8 = utf8_;
    act.is_behind_quit = quit_;
    act.count = count_;
    act.knows_no_capa = refused_capa_;
    // Both have the time of the same read where the client did not wait for the answer.
    act.is_early = said_ && event.at <= said_->at;
    return act;
  }

  void command(const Event& event) {
    Pop3Act& act = add(Act::command, event);
    act.command = pop3::parse_command(without_ending(event.bytes));
    act.is_deleted = act.command.message && deleted_.contains(*act.command.message);
    current_ = &act;
    if (act.is(Verb::quit)) quit_ = true;
  }

  void reply(const Event& event) {
    said_ = &event;
    if (!current_) return;
    current_->reply = &event;
    if (!current_->is_accepted()) {
      refused_capa_ = refused_capa_ || current_->is(Verb::capa);
      return;
    }
    if (current_->kind == Act::response) {
      authenticated_ = true;
    } else {
      believe(*current_);
    }
  }

  // Of a command that was accepted.
  void believe(const Pop3Act& act) {
    switch (act.command.verb) {
      case Verb::pass:
      case Verb::apop:
        authenticated_ = true;
        break;
      case Verb::auth:
        authenticated_ = authenticated_ || act.command.initial_response.has_value();
        break;
      case Verb::capa:
        offer_ = &out_.offers.emplace_back(listed_in(*act.reply));
        break;
      case Verb::utf8:
        utf8_ = true;
        break;
      case Verb::dele:
        if (act.command.message) deleted_.insert(*act.command.message);
        break;
      case Verb::rset:
        deleted_.clear();
        break;
      default:
        count_messages(act);
    }
  }

  // STAT does not count what is marked, and a listing leaves it out: RFC 1939 sec 5.
  void count_messages(const Pop3Act& act) {
    if (act.is(Verb::stat)) {
      const std::string_view text = without_ending(act.reply->bytes);
      const auto left = leading_number(text.substr(std::min<std::size_t>(4, text.size())));
      if (left) raise(*left + deleted_.size());
    }
    const bool lists = act.is(Verb::list) || act.is(Verb::uidl);
    if (!lists || act.command.message) return;
    raise(deleted_.empty() ? 0 : *deleted_.rbegin());
    for (const std::string_view line : listed_in(*act.reply)) {
      raise(leading_number(line).value_or(0));
    }
  }

  void raise(std::uint64_t count) { count_ = std::max(count_.value_or(0), count); }

  void octets(const Event& event) {
    if (event.field("proxy")) return;
    if (event.direction == Direction::out) {
      // What a rule sends as it is may be anything; what is paced has a reply of its own.
      const bool is_paced = said_ && said_->field("paced") == "yes";
      if (!is_paced && is_raw(event)) out_.disturb(event);
      said_ = &event;
      return;
    }
    if (event.field("sasl")) {
      current_ = &add(Act::response, event);
    } else if (!event.field("cut-short")) {
      out_.unheard.push_back(&event);
    }
  }

  // All that was learnt in clear is forgotten: RFC 2595 sec 4.
  void tls(const Event& event) {
    if (event.field("failed")) return;
    secured_ = true;
    offer_ = nullptr;
    said_ = nullptr;
  }

  Pop3Conversation& out_;
  Pop3Act* current_ = nullptr;
  const Event* said_ = nullptr;  // what we said last
  const OfferedLines* offer_ = nullptr;
  std::set<std::uint64_t> deleted_;
  std::optional<std::uint64_t> count_;
  bool secured_ = false, authenticated_ = false, utf8_ = false, quit_ = false;
  bool refused_capa_ = false;
};

}  // namespace

std::deque<Pop3Conversation> pop3_conversations(const std::vector<const Event*>& events) {
  std::deque<Pop3Conversation> all;
  for_each_connection(events, [&](std::string_view service, const auto& list) {
    if (!service.starts_with("pop3")) return;
    read_connection<Reading>(all.emplace_back(), list);
  });
  return all;
}

}  // namespace postiche::judge
