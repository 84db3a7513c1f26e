// SPDX-License-Identifier: MIT
#include "harness/engine/sender.h"

#include <algorithm>
#include <utility>

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

constexpr std::string_view by = "sender";
constexpr std::size_t longest_reply_line = 16 * 1024;

smtp::Client::Settings settings_for(const Stage& stage, const std::string& domain,
                                    const Errand& errand) {
  smtp::Client::Settings settings;
  settings.domain = domain;
  settings.secured = stage.tls.has_value();
  settings.misdeeds = errand.misdeeds;
  return settings;
}

// The mail of these queues; `from` gets the queue of each.
std::vector<mail::Message> take(store::Store& store, const std::vector<std::string>& queues,
                                std::vector<std::string>& from) {
  std::vector<mail::Message> all;
  for (const std::string& queue : queues) {
    for (mail::Message& message : store.take_queued(queue)) {
      all.push_back(std::move(message));
      from.push_back(queue);
    }
  }
  return all;
}

std::string_view word_for(smtp::Fate fate) {
  switch (fate) {
    case smtp::Fate::delivered:
      return "delivered";
    case smtp::Fate::refused:
      return "not-taken";
    default:
      return "deferred";
  }
}

}  // namespace

Sender::Sender(Stage& stage, const std::string& domain, const Errand& errand)
    : stage_(stage),
      messages_(take(stage.world.store, errand.queues, queues_)),
      client_(settings_for(stage, domain, errand), messages_),
      cutter_(longest_reply_line) {}

void Sender::eat(std::string_view& bytes) {
  const auto line = cutter_.cut(bytes);
  if (!line) return;
  const std::string_view raw = stage_.keep(line->raw);
  stage_.append(Kind::bytes, Direction::in, raw, {{"role", by}});
  client_.on_bytes(raw);
  pump();
}

void Sender::flush_pending() {
  if (cutter_.pending().empty()) return;
  stage_.append(Kind::bytes, Direction::in, stage_.keep(cutter_.pending()), {{"role", by}});
  cutter_.drop_pending();
}

void Sender::on_secured() {
  const tls::Facts& facts = *stage_.tls;
  client_.on_secured({facts.tls_unique, facts.tls_server_end_point, facts.tls_exporter});
  pump();
}

void Sender::on_eof() {
  flush_pending();
  client_.on_eof();
  pump();
}

void Sender::on_time() {
  client_.on_time();
  pump();
}

void Sender::pump() {
  while (const auto effect = client_.next_effect()) {
    if (const auto* const send = std::get_if<smtp::Client::Send>(&*effect)) {
      stage_.outbox.say(stage_.keep(send->bytes), 0, by);
    } else if (const auto* const done = std::get_if<smtp::Client::Report>(&*effect)) {
      report(*done);
    } else if (std::holds_alternative<smtp::Client::BeginTls>(*effect)) {
      stage_.outbox.begin_tls(std::make_shared<tls::Settings>(), Outbox::TlsRole::client);
    } else {
      stage_.outbox.end(Effect::Kind::finish, "quit", by);
    }
  }
}

// What was only put off waits again, for the recipients that it was put off for.
void Sender::report(const smtp::Client::Report& report) {
  mail::Message again = messages_[report.message];
  again.recipients.clear();
  for (const smtp::Result& result : report.results) {
    const std::string reply = std::to_string(result.reply.code) + " " + result.reply.text;
    stage_.note({{"note", word_for(result.fate)}, {"name", result.recipient}, {"reply", reply}});
    if (result.fate == smtp::Fate::deferred) again.recipients.push_back(result.recipient);
  }
  if (again.recipients.empty()) return;
  again.recipient_parameters.assign(again.recipients.size(), "");
  stage_.world.store.enqueue(queues_[report.message], std::move(again));
}

}  // namespace postiche::engine
