// SPDX-License-Identifier: MIT
#pragma once
// What the honest server knows of one connection: a value that its commands read and change.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/time.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/news/watch.h"
#include "harness/imap/settings.h"
#include "harness/imap/state.h"
#include "harness/store/view.h"

namespace postiche::imap {

// The mailbox that is open.
struct Selected {
  Selected(std::string its_name, std::shared_ptr<store::Mailbox> opened, bool only_read)
      : name(std::move(its_name)),
        mailbox(std::move(opened)),
        view(mailbox),
        read_only(only_read) {}

  std::string name;
  std::shared_ptr<store::Mailbox> mailbox;
  store::View view;
  bool read_only;  // EXAMINE
  // What the latest SEARCH saved, in ascending order: RFC 5182.
  std::vector<store::Uid> saved;
  // What the SEARCH that is being applied found when it was answered: nobody looks twice.
  std::optional<std::vector<store::Uid>> to_save;
  // By what the client has just done itself: whose flags it knows already, and whose it is told
  // whether they have changed or not. In ascending order.
  std::vector<store::Uid> hushed, owed;
};

struct Session {
  // The settings outlive the session.
  Session(const Settings& at_hand, Knowledge known)
      : settings(&at_hand), knowledge(std::move(known)) {}

  const Settings* settings;
  Knowledge knowledge;
  State state = State::not_authenticated;
  VirtualTime now = {};  // of the command at hand
  bool secured = false;
  bool compressed = false;    // RFC 4978
  std::string claimed, user;  // whom the client says it is, and who it is
  std::optional<Selected> selected;
  std::optional<Watch> watch;  // what NOTIFY asked for; nothing: it never did
  std::string unsaid;          // what that found before the command at hand changed things itself
  // --- enabled: RFC 9051 sec 6.3.1 ---
  bool condstore = false, qresync = false;
  bool utf8 = false;  // RFC 6855
  bool rev2 = false;

  // Null where there are none just now.
  store::MailboxTree* mailboxes() const { return knowledge.mailboxes_of(user); }
  Encoding encoding() const { return utf8 || rev2 ? Encoding::utf8 : Encoding::modified_utf7; }
  Stage stage() const;
  // What holds now.
  const Offer& offer() const { return settings->offer.at(stage()); }
  bool offers(std::string_view keyword) const { return offer().offers(keyword); }
  bool authenticated() const { return !user.empty(); }
};

}  // namespace postiche::imap
