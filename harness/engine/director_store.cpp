// SPDX-License-Identifier: MIT
// The steps that change what all connections see: the store, reports on their way, and outages.

#include "harness/engine/director.h"
#include "harness/mail/report.h"

namespace postiche::engine {

void Director::change_store(const scenario::StoreStep& step,
                            const scenario::Template::Lookup& names) {
  if (step.deliver) {
    mail::Message message;
    message.reverse_path = step.deliver->from.expand(names);
    message.recipients = {step.deliver->to.expand(names)};
    message.recipient_parameters = {""};
    message.content = Rope(step.deliver->text.expand(names));
    message.received_at = stage_.virtual_now;
    const std::string to = message.recipients.front();
    const bool kept = stage_.world.store.deliver(std::move(message)).has_value();
    stage_.note({{"note", kept ? "arrived" : "lost"}, {"name", "mail for " + to}});
  }
  if (step.lock) {
    const std::string address = step.lock->expand(names);
    stage_.world.store.lock(address);
    stage_.note({{"note", "locked"}, {"name", address}});
  }
  if (step.unlock) {
    const std::string address = step.unlock->expand(names);
    stage_.world.store.unlock(address);
    stage_.note({{"note", "unlocked"}, {"name", address}});
  }
  if (step.full) {
    stage_.world.store.set_full(*step.full);
    stage_.note({{"note", "store"}, {"name", *step.full ? "full" : "free"}});
  }
}

// Of the recipient at hand, else of all of the mail at hand.
void Director::bounce(const Turn& turn, const scenario::BounceStep& step,
                      const scenario::Template::Lookup& names) {
  MailAtHand mail = protocol_.mail_at_hand(turn);
  // RFC 5321 sec 6.1: nothing is reported to the null reverse-path, or reports would go to and fro.
  if (mail.reverse_path.empty() || mail.recipients.empty()) {
    return stage_.note({{"note", "no-report"},
                        {"name", mail.recipients.empty() ? "there is no mail at hand"
                                                         : "the reverse-path is null"}});
  }
  mail::Report report;
  report.domain = play_->domain;
  report.number = ++stage_.world.reports;
  report.arrived = stage_.virtual_now;
  report.at = stage_.virtual_now + step.after;
  report.sender = std::move(mail.reverse_path);
  report.recipients = std::move(mail.recipients);
  report.header = std::move(mail.header);
  report.status = step.status;
  report.text = step.text.expand(names);
  stage_.note({{"note", "report"}, {"name", "to " + report.sender + " in " + to_text(step.after)}});
  if (!stage_.world.deliver_later(report.at, mail::message_from(report))) {
    return stage_.note({{"note", "lost"}, {"name", "mail for " + report.sender}});
  }
  stage_.world.on_time(stage_.now);
}

void Director::listen(const scenario::ListenStep& step) {
  using How = scenario::ListenStep::How;
  if (step.how == How::resume) return stage_.world.end_outage(stage_.now);
  Outage outage;
  if (step.how == How::reset) outage.kind = Outage::Kind::reset;
  if (step.how == How::stop) outage.kind = Outage::Kind::stop;
  outage.until = stage_.virtual_now + step.time;
  stage_.world.begin_outage(outage, stage_.now);
}

}  // namespace postiche::engine
