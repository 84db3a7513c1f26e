// SPDX-License-Identifier: MIT
#include "harness/judge/smtp/conversation.h"

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/judge/connections.h"
#include "harness/judge/lines.h"
#include "harness/smtp/grammar.h"
#include "harness/wire/dot_block.h"

namespace postiche::judge {

using smtp::Verb;
using transcript::Direction;
using transcript::Kind;

namespace {

// The first line is the greeting: RFC 5321 sec 4.1.1.1.
std::vector<std::string_view> offered_in(const Event& reply) {
  std::vector<std::string_view> lines;
  for (const std::string_view line : lines_in(reply.bytes)) {
    if (line.size() > 4) lines.push_back(line.substr(4));
  }
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

}  // namespace

SmtpOffer::SmtpOffer(const Event& reply) : OfferedLines(offered_in(reply)) {}

std::string_view SmtpAct::code() const {
  return reply ? reply->field("code").value_or("") : std::string_view();
}

Octets SmtpTransaction::at(std::size_t offset, std::size_t length) const {
  for (const Octets& run : runs) {
    if (offset < run.part.size()) return {run.event, run.part.substr(offset, length)};
    offset -= run.part.size();
  }
  return {runs.back().event, {}};
}

namespace {

// Reads one connection, event by event.
class Reading {
 public:
  explicit Reading(SmtpConversation& out) : out_(out) {}

  void see(const Event& event) {
    switch (event.kind) {
      case Kind::command:
        return command(event);
      case Kind::reply:
        return reply(event);
      case Kind::bytes:
        return octets(event);
      case Kind::message:
        return message(event);
      case Kind::tls:
        return tls(event);
      case Kind::close:
        return out_.see_close(event);
      default:
        return;
    }
  }

 private:
  using Act = SmtpAct::Kind;

  SmtpAct& add(Act kind, const Event& event) {
    SmtpAct act;
    act.kind = kind;
    act.event = &event;
    act.offer = offer_;
    act.is_greeted = greeted_;
    act.is_secured = secured_;
    act.is_authenticated = authenticated_;
    // Both have the time of the same read where the client did not wait for the answer.
    act.is_early = said_ && event.at <= said_->at;
    if (in_transaction_) act.transaction = out_.transactions.size() - 1;
    out_.acts.push_back(std::move(act));
    return out_.acts.back();
  }

  SmtpTransaction* transaction() { return in_transaction_ ? &out_.transactions.back() : nullptr; }

  void command(const Event& event) {
    end_content();
    SmtpAct& act = add(Act::command, event);
    act.command = smtp::parse_command(without_ending(event.bytes));
    current_ = &act;
    if (act.is(Verb::mail)) {
      out_.transactions.emplace_back().mail = &act;
      in_transaction_ = true;
      act.transaction = out_.transactions.size() - 1;
    }
    SmtpTransaction* const here = transaction();
    if (!here) return;
    if (act.is(Verb::rcpt)) here->recipients.push_back(&act);
    if (act.is(Verb::bdat)) here->chunks.push_back(&act);
    if (act.is(Verb::data)) here->data = &act;
  }

  void reply(const Event& event) {
    said_ = &event;
    const std::string_view code = event.field("code").value_or("");
    if (!current_) {
      if (!out_.greeting) out_.greeting = &event;
      return;
    }
    current_->reply = &event;
    if (current_->kind == Act::response && code == "235") authenticated_ = true;
    if (current_->kind != Act::command) return;
    const bool done = code.starts_with('2');
    const Verb verb = current_->command.verb;
    if (smtp::is_hello(verb) && done) greet(verb, event);
    if (verb == Verb::auth && code == "235") authenticated_ = true;
    if (verb == Verb::data && code.starts_with('3')) open_content();
    if (verb == Verb::mail && !done) in_transaction_ = false;
    if (verb == Verb::rset && done) in_transaction_ = false;
  }

  void greet(Verb verb, const Event& event) {
    greeted_ = true;
    in_transaction_ = false;  // RFC 5321 sec 4.1.4
    out_.offers.push_back(verb == Verb::helo ? SmtpOffer() : SmtpOffer(event));
    offer_ = &out_.offers.back();
  }

  void octets(const Event& event) {
    if (event.field("role") || event.field("proxy")) return;
    if (event.direction == Direction::out) {
      // What a rule sends as it is may be anything; what is paced has a reply of its own.
      const bool is_paced = said_ && said_->field("paced") == "yes";
      if (!is_paced) out_.disturb(event);
      if (current_ && !current_->reply && !current_->octets) current_->octets = &event;
      said_ = &event;
      return;
    }
    if (event.field("sasl")) {
      current_ = &add(Act::response, event);
    } else if (event.field("chunk")) {
      current_ = &add(Act::chunk, event);
      collect(event);
    } else if (in_content_) {
      collect(event);
    } else {
      out_.unanswered.push_back(&event);
    }
  }

  void open_content() {
    in_content_ = true;
    block_ = {};
  }

  void collect(const Event& event) {
    SmtpTransaction* const here = transaction();
    if (!here) return;
    if (!event.field("chunk")) {
      if (here->pieces.empty()) current_ = &add(Act::content, event);
      std::string_view rest = event.bytes;
      while (const auto run = block_.next(rest)) put(*here, event, *run);
    } else {
      put(*here, event, event.bytes);
    }
    here->pieces.push_back(&event);
  }

  static void put(SmtpTransaction& here, const Event& event, std::string_view run) {
    here.content += run;
    if (!run.empty()) here.runs.push_back({&event, run});
  }

  void end_content() { in_content_ = false; }

  void message(const Event& event) {
    SmtpTransaction* const here = transaction();
    const bool by_data = in_content_;
    end_content();
    if (!here) return;
    here->end = &event;
    if (by_data) cut(*here, wire::given_of_end(event.field("end").value_or("")));
    in_transaction_ = false;
  }

  // Takes what was the end of data, and no content, off again.
  static void cut(SmtpTransaction& here, std::size_t count) {
    count = std::min(count, here.content.size());
    here.content.resize(here.content.size() - count);
    while (count > 0 && !here.runs.empty()) {
      std::string_view& last = here.runs.back().part;
      const std::size_t taken = std::min(count, last.size());
      last.remove_suffix(taken);
      count -= taken;
      if (last.empty()) here.runs.pop_back();
    }
  }

  // All that was learnt in clear is forgotten: RFC 3207 sec 4.2.
  void tls(const Event& event) {
    if (event.field("failed")) {
      out_.tls_failed = &event;
      return;
    }
    out_.tls = &event;
    secured_ = true;
    greeted_ = authenticated_ = in_transaction_ = false;
    offer_ = nullptr;
    said_ = nullptr;
  }

  SmtpConversation& out_;
  SmtpAct* current_ = nullptr;
  const Event* said_ = nullptr;  // what we said last
  const SmtpOffer* offer_ = nullptr;
  wire::DotBlock block_;
  bool greeted_ = false, secured_ = false, authenticated_ = false;
  bool in_transaction_ = false, in_content_ = false;
};

}  // namespace

std::deque<SmtpConversation> smtp_conversations(const std::vector<const Event*>& events) {
  std::deque<SmtpConversation> all;
  for_each_connection(events, [&](std::string_view service, const auto& list) {
    const bool is_ours = service.starts_with("smtp") || service.starts_with("lmtp") ||
                         service.starts_with("submission");
    if (!is_ours) return;
    SmtpConversation& one = all.emplace_back();
    one.service = service;
    one.port = list.front()->field("at").value_or("");
    read_connection<Reading>(one, list);
  });
  return all;
}

}  // namespace postiche::judge
