// SPDX-License-Identifier: MIT
// The steps that change what all connections see: the store, reports on their way, and outages.

#include <algorithm>

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
  change_mailbox(step, names);
  change_tree(step, names);
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

void Director::change_mailbox(const scenario::StoreStep& step,
                              const scenario::Template::Lookup& names) {
  if (step.expunge) expunge(*step.expunge, step.expunge->of.expand(names));
  if (step.flags) change_flags(*step.flags, step.flags->of.expand(names));
  if (step.renumber) renumber(*step.renumber, step.renumber->of.expand(names));
  if (step.next_uid) skip_uids(*step.next_uid, step.next_uid->of.expand(names));
}

namespace {

std::string_view reason(store::TreeOutcome outcome) {
  using store::TreeOutcome;
  switch (outcome) {
    case TreeOutcome::done:
      return "";
    case TreeOutcome::already_exists:
      return ": there is one of that name";
    case TreeOutcome::does_not_exist:
      return ": there is none";
    case TreeOutcome::has_inferiors:
      return ": others stand below it";
    case TreeOutcome::not_for_inbox:
      return ": INBOX stays";
    case TreeOutcome::below_itself:
      return ": it would stand below itself";
    case TreeOutcome::bad_name:
      return ": no mailbox is called so";
    case TreeOutcome::too_many:
      return ": there are too many";
  }
  return "";
}

}  // namespace

void Director::change_tree(const scenario::StoreStep& step,
                           const scenario::Template::Lookup& names) {
  const auto change = [&](const scenario::ChosenMessages& what, std::string_view done,
                          const auto& how) {
    const std::string user = what.of.expand(names), name = what.mailbox + " of " + user;
    store::MailboxTree* const mailboxes = stage_.world.store.mailboxes_of(user);
    const auto outcome = mailboxes ? how(*mailboxes) : store::TreeOutcome::does_not_exist;
    const bool is_done = outcome == store::TreeOutcome::done;
    stage_.note({{"note", is_done ? done : "mailbox-stays"},
                 {"name", name + std::string(reason(outcome))}});
  };
  using Tree = store::MailboxTree;
  if (const auto& what = step.create) {
    change(*what, "mailbox-created", [&](Tree& tree) { return tree.create(what->mailbox); });
  }
  if (const auto& what = step.remove) {
    change(*what, "mailbox-removed", [&](Tree& tree) { return tree.remove(what->mailbox); });
  }
  if (const auto& what = step.rename) {
    change(*what, "mailbox-renamed",
           [&](Tree& tree) { return tree.rename(what->mailbox, what->to); });
  }
}

namespace {

std::vector<store::Uid> chosen(const store::Mailbox& mailbox,
                               const scenario::ChosenMessages& what) {
  using Which = scenario::ChosenMessages::Which;
  const std::vector<store::Message>& all = mailbox.messages();
  std::size_t begin = 0, end = all.size();
  if (what.which == Which::first) end = std::min<std::size_t>(end, 1);
  if (what.which == Which::last) begin = end - std::min<std::size_t>(end, 1);
  if (what.which == Which::number) {
    begin = std::min<std::uint64_t>(what.number - 1, all.size());
    end = std::min(begin + 1, all.size());
  }
  std::vector<store::Uid> uids;
  for (std::size_t i = begin; i < end; ++i) uids.push_back(all[i].uid);
  return uids;
}

}  // namespace

std::shared_ptr<store::Mailbox> Director::find_mailbox(const scenario::ChosenMessages& what,
                                                       const std::string& user) {
  const store::MailboxTree* const mailboxes = stage_.world.store.mailboxes_of(user);
  auto mailbox = mailboxes ? mailboxes->find(what.mailbox) : nullptr;
  if (!mailbox) stage_.note({{"note", "no-mailbox"}, {"name", what.mailbox + " of " + user}});
  return mailbox;
}

void Director::expunge(const scenario::ChosenMessages& what, const std::string& user) {
  const auto mailbox = find_mailbox(what, user);
  if (!mailbox) return;
  const std::size_t count = mailbox->expunge(chosen(*mailbox, what));
  stage_.note({{"note", "expunged"}, {"name", std::to_string(count)}});
}

void Director::change_flags(const scenario::FlagStep& what, const std::string& user) {
  using How = scenario::FlagStep::How;
  const auto mailbox = find_mailbox(what, user);
  if (!mailbox) return;
  const auto how = what.how == How::add      ? store::FlagChange::add
                   : what.how == How::remove ? store::FlagChange::remove
                                             : store::FlagChange::replace;
  const store::Flags flags = mailbox->learn(what.flags);
  const std::size_t count = mailbox->change_flags(chosen(*mailbox, what), how, flags);
  stage_.note({{"note", "flagged"}, {"name", std::to_string(count)}});
}

void Director::renumber(const scenario::Renumbering& what, const std::string& user) {
  const auto mailbox = find_mailbox(what, user);
  if (!mailbox) return;
  const auto fresh = std::max(stage_.world.store.mailboxes_of(user)->next_uid_validity(),
                              mailbox->uid_validity() + 1);
  mailbox->renumber(what.uid_validity.value_or(fresh));
  stage_.note({{"note", "renumbered"}, {"name", what.mailbox + " of " + user}});
}

void Director::skip_uids(const scenario::NextUid& what, const std::string& user) {
  const auto mailbox = find_mailbox(what, user);
  if (!mailbox) return;
  mailbox->skip_to(what.uid);
  stage_.note({{"note", "next-uid"}, {"name", std::to_string(mailbox->uid_next())}});
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
