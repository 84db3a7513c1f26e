// SPDX-License-Identifier: MIT
#include "harness/server/mailroom.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::server {
namespace {

Error no_such_account(const engine::World& world, std::string_view wanted) {
  const auto all = world.store.accounts().all();
  std::vector<std::string_view> names;
  for (const auto& [account, tree] : all) {
    names.emplace_back(account->user);
    for (const std::string& alias : account->aliases) names.emplace_back(alias);
  }
  const std::string hint = did_you_mean(wanted, names);
  std::string known;
  for (const auto& [account, tree] : all) known += (known.empty() ? "" : ", ") + account->user;
  return {{},
          "no account is named '" + std::string(wanted) + "'",
          !hint.empty()   ? hint
          : known.empty() ? "there are none yet"
                          : "they are " + known};
}

Error no_such_mailbox(const store::MailboxTree& tree, std::string_view wanted) {
  std::vector<std::string_view> names;
  for (const auto& [name, entry] : tree.entries()) names.emplace_back(name);
  return {{}, "no mailbox is named '" + std::string(wanted) + "'", did_you_mean(wanted, names)};
}

std::optional<std::string> password_of(const engine::World& world, const std::string& user) {
  for (const scenario::Account& account : world.scenario->accounts) {
    if (ascii::equal_ignoring_case(account.user, user)) return account.password;
  }
  return std::nullopt;
}

AccountView view_of(const engine::World& world, const store::Account& account,
                    const store::MailboxTree& tree) {
  AccountView view{
      account.user, password_of(world, account.user), account.aliases, account.quota, {}};
  for (const auto& [name, entry] : tree.entries()) {
    if (entry.mailbox) view.mailboxes.emplace_back(name, entry.mailbox->messages().size());
  }
  return view;
}

// flag-keyword = "$MDNSent" / ... / atom      RFC 9051 sec 9
bool is_keyword(std::string_view flag) {
  return !flag.empty() && std::all_of(flag.begin(), flag.end(), [](char c) {
    return c > ' ' && c < 0x7F && std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
  });
}

// Of a flag that no mailbox can have.
std::optional<Error> fault_of(const store::Mailbox& mailbox,
                              const std::vector<std::string>& flags) {
  store::Keywords keywords = mailbox.keywords();
  for (const std::string& flag : flags) {
    const bool may_be = flag.starts_with('\\') || is_keyword(flag);
    if (may_be && keywords.learn(flag)) continue;
    return Error{{},
                 "'" + flag + "' is no flag",
                 "write '\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft', or a keyword"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<AccountView> accounts_of(const engine::World& world) {
  std::vector<AccountView> views;
  for (const auto& [account, tree] : world.store.accounts().all()) {
    views.push_back(view_of(world, *account, *tree));
  }
  return views;
}

Result<std::vector<StoredView>> stored_in(const engine::World& world, std::string_view account,
                                          std::string_view name) {
  const store::MailboxTree* const tree = world.store.accounts().tree_of(account);
  if (!tree) return no_such_account(world, account);
  const auto mailbox = tree->find(name);
  if (!mailbox) return no_such_mailbox(*tree, name);
  std::vector<StoredView> views;
  for (const store::Message& message : mailbox->messages()) {
    StoredView view{message.uid, {}, message.internal_date, message.body};
    for (const std::string_view flag : mailbox->keywords().names(message.flags)) {
      view.flags.emplace_back(flag);
    }
    views.push_back(std::move(view));
  }
  return views;
}

Result<store::Uid> put(engine::World& world, const Parcel& parcel, Instant now) {
  store::MailboxTree* const tree = world.store.mailboxes_of(parcel.account);
  if (!tree) return no_such_account(world, parcel.account);
  if (tree->create(parcel.mailbox) == store::TreeOutcome::bad_name) {
    return Error{{}, "no mailbox can be named '" + parcel.mailbox + "'", ""};
  }
  const auto mailbox = tree->find(parcel.mailbox);
  if (!mailbox) return no_such_mailbox(*tree, parcel.mailbox);
  if (auto fault = fault_of(*mailbox, parcel.flags)) return std::move(*fault);
  const store::Uid uid =
      mailbox->append(store::Body(Rope(parcel.content)), mailbox->learn(parcel.flags),
                      parcel.received_at.value_or(world.clock.at(now)));
  const std::string name = "mail for " + parcel.account + " in " + parcel.mailbox;
  world.note(now, {{"note", "arrived"}, {"name", name}});
  return uid;
}

}  // namespace postiche::server
