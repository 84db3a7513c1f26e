// SPDX-License-Identifier: MIT
// The steps that change what all connections see: the store, reports on their way, and outages.

#include "harness/engine/smtp_flow.h"
#include "harness/mail/header.h"
#include "harness/mail/report.h"

namespace postiche::engine {

void SmtpFlow::change_store(const scenario::StoreStep& step,
                            const scenario::Template::Lookup& names) {
  if (step.deliver) {
    mail::Message message;
    message.reverse_path = step.deliver->from.expand(names);
    message.recipients = {step.deliver->to.expand(names)};
    message.recipient_parameters = {""};
    message.content = Rope(step.deliver->text.expand(names));
    message.received_at = virtual_now_;
    const std::string to = message.recipients.front();
    const bool kept = world_.store.deliver(std::move(message)).has_value();
    note({{"note", kept ? "arrived" : "lost"}, {"name", "mail for " + to}});
  }
  if (step.lock) {
    const std::string address = step.lock->expand(names);
    world_.store.lock(address);
    note({{"note", "locked"}, {"name", address}});
  }
  if (step.unlock) {
    const std::string address = step.unlock->expand(names);
    world_.store.unlock(address);
    note({{"note", "unlocked"}, {"name", address}});
  }
  if (step.full) {
    world_.store.set_full(*step.full);
    note({{"note", "store"}, {"name", *step.full ? "full" : "free"}});
  }
}

// Of the recipient at hand, else of all of the mail at hand.
void SmtpFlow::bounce(const Turn& turn, const scenario::BounceStep& step,
                      const scenario::Template::Lookup& names) {
  const smtp::Transaction& transaction = server_.transaction();
  mail::Report report;
  report.recipients = transaction.recipients;
  if (turn.command && turn.command->verb == smtp::Verb::rcpt && turn.command->path) {
    report.recipients = {turn.command->path->address()};
  }
  // RFC 5321 sec 6.1: nothing is reported to the null reverse-path, or reports would go to and fro.
  if (transaction.reverse_path.empty() || report.recipients.empty()) {
    return note({{"note", "no-report"},
                 {"name", report.recipients.empty() ? "there is no mail at hand"
                                                    : "the reverse-path is null"}});
  }
  report.domain = play_->settings.domain;
  report.number = ++world_.reports;
  report.arrived = virtual_now_;
  report.at = virtual_now_ + step.after;
  report.sender = transaction.reverse_path;
  report.status = step.status;
  report.text = step.text.expand(names);
  if (turn.occasion.kind == Occasion::Kind::message) {
    // A header can be as large as a message; a report need not be.
    constexpr std::size_t most = 64 * 1024;
    report.header = mail::header_block(content_->rope).substr(0, most);
  }
  note({{"note", "report"}, {"name", "to " + report.sender + " in " + to_text(step.after)}});
  if (!world_.deliver_later(report.at, mail::message_from(report))) {
    return note({{"note", "lost"}, {"name", "mail for " + report.sender}});
  }
  world_.on_time(now_);
}

void SmtpFlow::listen(const scenario::ListenStep& step) {
  using How = scenario::ListenStep::How;
  if (step.how == How::resume) return world_.end_outage(now_);
  Outage outage;
  if (step.how == How::reset) outage.kind = Outage::Kind::reset;
  if (step.how == How::stop) outage.kind = Outage::Kind::stop;
  outage.until = virtual_now_ + step.time;
  world_.begin_outage(outage, now_);
}

}  // namespace postiche::engine
