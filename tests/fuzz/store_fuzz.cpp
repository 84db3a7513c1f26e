// SPDX-License-Identifier: MIT
// Invariants. Whatever happens to the mailboxes of an account: a client that believes every number
// that its View tells it has the same messages as the View, and after all is told the same as the
// mailbox. UIDs ascend, MODSEQ never falls, the quota is the sum of what is there, INBOX stays, and
// every name stands below names.
//
// Input: commands of one octet, each with an octet or two of arguments behind it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bug.h"
#include "harness/store/generated.h"
#include "harness/store/mailbox_tree.h"
#include "harness/store/view.h"

namespace {

using namespace postiche;
using namespace postiche::store;

// A session, and the numbers as its client keeps them.
struct Client {
  std::string name;
  View view;
  std::vector<Uid> believed;

  Client(std::string opened, std::shared_ptr<Mailbox> mailbox)
      : name(std::move(opened)), view(std::move(mailbox)) {
    hear_new();
  }

  void hear_new() {
    for (std::size_t number = believed.size() + 1; number <= view.size(); ++number) {
      believed.push_back(view.uid(number));
    }
  }

  void catch_up(View::Expunges expunges) {
    if (view.is_void()) return;
    const News news = view.catch_up(expunges);
    for (const News::Expunged& each : news.expunged) {
      POSTICHE_CHECK(believed.at(each.number - 1) == each.uid);
      believed.erase(believed.begin() + static_cast<std::ptrdiff_t>(each.number - 1));
    }
    POSTICHE_CHECK(news.grown == (believed.size() < view.size()));
    hear_new();
    POSTICHE_CHECK(believed.size() == view.size());
    for (const std::size_t number : news.changed) POSTICHE_CHECK(view.find(number) != nullptr);
    if (expunges == View::Expunges::tell) check_all();
  }

  void check_all() const {
    POSTICHE_CHECK(!view.is_stale());
    const std::vector<Message>& there = view.mailbox().messages();
    POSTICHE_CHECK(there.size() == believed.size());
    for (std::size_t i = 0; i < there.size(); ++i) POSTICHE_CHECK(there[i].uid == believed[i]);
  }
};

void check_mailbox(const Mailbox& mailbox, Quota::Amount& sum) {
  Uid last = 0;
  std::uint64_t octets = 0;
  for (const Message& message : mailbox.messages()) {
    POSTICHE_CHECK(message.uid > last && message.uid < mailbox.uid_next());
    POSTICHE_CHECK(message.mod_seq <= mailbox.highest_mod_seq());
    last = message.uid;
    octets += message.body.size();
  }
  POSTICHE_CHECK(octets == mailbox.octets());
  sum.octets += octets;
  sum.messages += mailbox.messages().size();
}

void check_tree(const MailboxTree& tree) {
  Quota::Amount sum;
  for (const auto& [name, entry] : tree.entries()) {
    POSTICHE_CHECK(is_creatable(name) && canonical(name) == name);
    for (const std::string& superior : superiors(name)) {
      POSTICHE_CHECK(superior == inbox_name || tree.entries().contains(superior));
    }
    if (entry.mailbox) check_mailbox(*entry.mailbox, sum);
  }
  POSTICHE_CHECK(tree.inbox() != nullptr);
  POSTICHE_CHECK(sum.octets == tree.quota().used.octets);
  POSTICHE_CHECK(sum.messages == tree.quota().used.messages);
}

class Player {
 public:
  explicit Player(std::string_view input) : input_(input) {
    for (int i = 0; i < 2; ++i) clients_.emplace_back("INBOX", tree_.inbox());
  }

  void play() {
    while (!input_.empty()) {
      const std::uint8_t command = next();
      command % 2 == 0 ? play_mailbox(command / 2) : play_tree(command / 2);
    }
    check_tree(tree_);
  }

 private:
  std::uint8_t next() {
    if (input_.empty()) return 0;
    const auto octet = static_cast<std::uint8_t>(input_.front());
    input_.remove_prefix(1);
    return octet;
  }

  // Of few letters, so that they meet.
  std::string next_name() {
    static constexpr std::string_view letters = "ab/I%\xFF\0A";
    const std::uint8_t octet = next();
    if (octet % 4 == 0) return octet % 8 == 0 ? "inbox" : "INBOX/a";
    std::string name;
    for (int i = 0; i < octet % 4; ++i) name += letters[next() % letters.size()];
    return name;
  }

  void play_mailbox(std::uint8_t command) {
    Client& client = clients_[command / 8 % 2];
    const std::shared_ptr<Mailbox> mailbox = tree_.find(client.name);
    const std::vector<Uid> uids{next(), static_cast<Uid>(next() % 8)};
    switch (command % 8) {
      case 0:
        return client.catch_up(View::Expunges::hold_back);
      case 1:
        return client.catch_up(View::Expunges::tell);
      case 2:
        if (mailbox) generate(*mailbox, {.count = uids[1], .octets = uids[0]});
        return;
      case 3:
        if (mailbox) mailbox->expunge(uids);
        return;
      case 4:
        if (mailbox) mailbox->change_flags(uids, static_cast<FlagChange>(uids[0] % 3), flags());
        return;
      case 5:
        client = Client("INBOX", tree_.inbox());
        return;
      case 6:
        return reopen(client);
      default:
        if (mailbox && uids[0] == 0) mailbox->renumber(tree_.next_uid_validity());
        return;
    }
  }

  Flags flags() { return {static_cast<Flag>(next() % Flags::limit)}; }

  void reopen(Client& client) {
    const std::string name = next_name();
    const auto mailbox = tree_.find(name);
    if (mailbox) client = Client(name, mailbox);
  }

  void play_tree(std::uint8_t command) {
    const std::string name = next_name();
    const std::size_t before = tree_.entries().size();
    TreeOutcome outcome = TreeOutcome::done;
    if (command % 4 == 0) outcome = tree_.create(name);
    if (command % 4 == 1) outcome = tree_.remove(name);
    if (command % 4 == 2) outcome = tree_.rename(name, next_name());
    if (command % 4 == 3) outcome = tree_.subscribe(name);
    POSTICHE_CHECK(outcome == TreeOutcome::done || tree_.entries().size() == before);
  }

  std::string_view input_;
  MailboxTree tree_;
  std::vector<Client> clients_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Player({reinterpret_cast<const char*>(data), size}).play();
  return 0;
}
