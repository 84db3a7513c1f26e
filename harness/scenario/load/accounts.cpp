// SPDX-License-Identifier: MIT
// The section `accounts`: a map from users, or a list.

#include <algorithm>
#include <map>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

void load_user(Reader& reader, const Node& node, Account& out) {
  out.user = reader.text(node).value_or("");
}
void load_password(Reader& reader, const Node& node, Account& out) {
  out.password = reader.text(node);
}
void load_mechanisms(Reader& reader, const Node& node, Account& out) {
  out.mechanisms = reader.texts(node);
  for (std::string& word : out.mechanisms) word = ascii::to_upper(word);
}
void load_quota(Reader& reader, const Node& node, Account& out) { out.quota = reader.size(node); }
void load_aliases(Reader& reader, const Node& node, Account& out) {
  out.aliases = reader.texts(node);
}
void load_since(Reader& reader, const Node& node, Account& out) { out.since = reader.moment(node); }
// Levels with something in them, without what LIST would take for a wildcard: RFC 9051 sec 6.3.9.
bool is_mailbox_name(std::string_view name) {
  const auto is_odd = [](char c) { return ascii::is_control(c) || c == '*' || c == '%'; };
  const auto levels = ascii::split(name, '/');
  return name.size() <= 200 && std::none_of(name.begin(), name.end(), is_odd) &&
         std::none_of(levels.begin(), levels.end(), [](auto level) { return level.empty(); });
}

void load_mailboxes(Reader& reader, const Node& node, Account& out) {
  if (!expect_map(reader, node, "'mailboxes'")) return;
  for (const Node::Entry& entry : node.entries) {
    if (!is_mailbox_name(entry.key->text)) {
      reader.error(*entry.key, "'" + entry.key->text + "' is no name of a mailbox",
                   "such as INBOX or Archive/2026, with '/' between levels");
    }
    std::vector<StoredMessage>& box = out.mailboxes[entry.key->text];
    if (entry.value->kind != Node::Kind::null) load_messages(reader, *entry.value, box);
  }
}

constexpr KeyRow<Account> account_rows[] = {
    {{"user", "an address", "In a list: whose it is. A name alone has mail at every domain."},
     load_user},
    {{"password", "a text", "Without it any password is right."}, load_password},
    {{"mechanisms", "words", "How it may authenticate; without it, any way that is offered."},
     load_mechanisms},
    {{"quota", "a size",
      "Octets that its mail may have in all; then 452 to RCPT, and in IMAP NO [OVERQUOTA]."},
     load_quota},
    {{"aliases", "addresses",
      "More addresses whose mail it gets; one that several have is a list."},
     load_aliases},
    {{"since", "a moment", "Since when it has been this user's, for RRVS; without it, ever since."},
     load_since},
    {{"mailboxes", "names and messages", "Its mailboxes and the mail in them."}, load_mailboxes},
};

void load_one(Reader& reader, const Node& node, Account& out) {
  if (node.kind == Node::Kind::map) return load_keys(reader, node, "an account", account_rows, out);
  if (node.kind == Node::Kind::text) return load_user(reader, node, out);
  reader.error(node, "expected an account, found " + node.describe(),
               "such as alice@example.com or {user: alice@example.com, quota: 10MB}");
}

bool is_user(std::string_view user) {
  const std::size_t at = user.rfind('@');
  return !user.empty() && at != 0 && at != user.size() - 1 &&
         user.find_first_of(" \t\r\n<>") == std::string_view::npos;
}

// Tells of what is no address, and of a user's own that another has as well.
void check_addresses(Reader& reader, const std::vector<Account>& accounts,
                     const std::vector<const Node*>& nodes) {
  std::map<std::string, const Account*> owners;
  const auto is_alias = [](const std::string& address, const Account& account) {
    return !ascii::equal_ignoring_case(address, account.user);
  };
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    std::vector<std::string> addresses = accounts[i].aliases;
    addresses.insert(addresses.begin(), accounts[i].user);
    for (const std::string& address : addresses) {
      if (!is_user(address)) {
        reader.error(*nodes[i], "'" + address + "' is no address", "such as alice@example.com");
      } else if (!owners.emplace(ascii::to_lower(address), &accounts[i]).second) {
        const Account& other = *owners.at(ascii::to_lower(address));
        const bool own = &other == &accounts[i];
        if (!own && is_alias(address, accounts[i]) && is_alias(address, other)) continue;
        reader.error(*nodes[i], "'" + address + "' is an address of '" + other.user + "' already",
                     "that account is in line " + std::to_string(other.place.line));
      }
    }
  }
}

}  // namespace

void load_accounts(Reader& reader, const Node& node, std::vector<Account>& out) {
  std::vector<const Node*> nodes;
  const auto add = [&](const Node& at, Account account) {
    account.place = reader.place(at);
    out.push_back(std::move(account));
    nodes.push_back(&at);
  };
  if (node.kind == Node::Kind::list) {
    for (const Node* item : node.items) {
      Account account;
      load_one(reader, *item, account);
      if (item->kind == Node::Kind::map && !item->find("user")) {
        missing_key(reader, *item, "an account", "user");
      } else if (!account.user.empty()) {
        add(*item, std::move(account));
      }
    }
  } else if (expect_map(reader, node, "'accounts'")) {
    for (const Node::Entry& entry : node.entries) {
      Account account;
      if (entry.value->kind != Node::Kind::null && expect_map(reader, *entry.value, "an account")) {
        load_one(reader, *entry.value, account);
      }
      account.user = entry.key->text;
      add(*entry.key, std::move(account));
    }
  }
  check_addresses(reader, out, nodes);
}

std::vector<SectionDoc> document_accounts() { return {document("accounts", account_rows)}; }

}  // namespace postiche::scenario
