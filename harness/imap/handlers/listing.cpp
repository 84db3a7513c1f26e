// SPDX-License-Identifier: MIT
// LIST and LSUB: RFC 9051 sec 6.3.9, RFC 3501 sec 6.3.9, RFC 5258, RFC 5819.

#include <algorithm>
#include <map>
#include <set>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/name_pattern.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/handlers/mailbox_facts.h"
#include "harness/imap/pen/mailbox_response.h"
#include "harness/store/names.h"

namespace postiche::imap {

namespace {

using store::MailboxTree;

// A name that may be listed, and what is known of it.
struct Name {
  bool exists = false, subscribed = false;
  const MailboxTree::Entry* entry = nullptr;
};
using Names = std::map<std::string, Name, std::less<>>;

Names names_of(const MailboxTree& tree) {
  Names names;
  for (const auto& [name, entry] : tree.entries()) names[name] = {true, false, &entry};
  for (const std::string& name : tree.subscriptions()) names[name].subscribed = true;
  return names;
}

bool has_subscribed_below(const Names& names, const std::string& above) {
  for (auto each = names.upper_bound(above); each != names.end(); ++each) {
    if (store::is_below(each->first, above) && each->second.subscribed) return true;
    if (!each->first.starts_with(above)) break;
  }
  return false;
}

class Lister {
 public:
  Lister(const Session& session, const Command& command, const MailboxTree& tree)
      : session_(session),
        command_(command),
        arguments_(arguments_of<ListArguments>(command)),
        tree_(tree),
        names_(names_of(tree)) {}

  std::string list() {
    for (const auto& [name, known] : names_) {
      if (is_wanted(name)) tell(name, known);
    }
    if (command_.verb == Verb::lsub) tell_superiors();
    return std::move(out_);
  }

 private:
  bool is_wanted(const std::string& name) const {
    return std::any_of(
        arguments_.patterns.begin(), arguments_.patterns.end(),
        [&](const std::string& pattern) { return matches(arguments_.reference + pattern, name); });
  }

  void tell(const std::string& name, const Name& known) {
    const bool only_subscribed = arguments_.only_subscribed || command_.verb == Verb::lsub;
    const bool has_use = known.entry && known.entry->use != store::SpecialUse::none;
    const bool is_selected = (!only_subscribed || known.subscribed) &&
                             (!arguments_.only_special_use || has_use) &&
                             (known.exists || only_subscribed);
    const bool shows_below = arguments_.recursive_match && arguments_.only_subscribed &&
                             has_subscribed_below(names_, name);
    if (!is_selected && !(shows_below && known.exists)) return;
    tell_line(name, attributes_of(name), shows_below);
    if (!arguments_.status.empty() && known.entry && known.entry->mailbox) {
      tell_status(out_, session_, name, *known.entry->mailbox, arguments_.status);
    }
  }

  std::vector<std::string_view> attributes_of(const std::string& name) const {
    ToldAttributes told;
    told.subscribed = arguments_.tell_subscribed || arguments_.only_subscribed;
    const bool is_list = command_.verb != Verb::lsub;
    const bool is_plain = !arguments_.is_extended;
    told.children =
        is_list && (is_plain || arguments_.tell_children) && session_.offers("CHILDREN");
    told.use = is_list && session_.offers("SPECIAL-USE") &&
               (is_plain || arguments_.tell_special_use || arguments_.only_special_use);
    return list_attributes(tree_, name, told);
  }

  void tell_line(const std::string& name, std::vector<std::string_view> attributes,
                 bool shows_below) {
    ListedMailbox listed{std::move(attributes), store::separator, name};
    listed.has_subscribed_children = shows_below;
    command_.verb == Verb::lsub ? append_lsub(out_, listed, session_.encoding())
                                : append_list(out_, listed, session_.encoding());
  }

  // "foo" of a pattern "%" where only "foo/bar" is subscribed to: RFC 3501 sec 6.3.9.
  void tell_superiors() {
    std::set<std::string> superiors;
    for (const std::string& name : tree_.subscriptions()) {
      for (const std::string& superior : store::superiors(name)) superiors.insert(superior);
    }
    for (const std::string& superior : superiors) {
      const auto known = names_.find(superior);
      const bool is_told = known != names_.end() && known->second.subscribed;
      const bool asks = std::any_of(
          arguments_.patterns.begin(), arguments_.patterns.end(),
          [](const std::string& pattern) { return pattern.find('%') != std::string::npos; });
      if (!is_told && asks && is_wanted(superior)) tell_line(superior, {"\\Noselect"}, false);
    }
  }

  const Session& session_;
  const Command& command_;
  const ListArguments& arguments_;
  const MailboxTree& tree_;
  Names names_;
  std::string out_;
};

}  // namespace

Answer answer_list(const Session& session, const Command& command) {
  const auto& arguments = arguments_of<ListArguments>(command);
  const MailboxTree* const tree = session.mailboxes();
  if (!tree) return mailboxes_are_away();
  Answer answer = ok(std::string(full_name(command)) + " done");
  const bool asks_for_root = !arguments.is_extended && arguments.patterns.size() == 1 &&
                             arguments.patterns.front().empty();
  if (asks_for_root) {
    // "a special request to return the hierarchy delimiter": RFC 9051 sec 6.3.9
    const ListedMailbox root{{"\\Noselect"}, store::separator, ""};
    append_list(answer.data, root, session.encoding());
  } else {
    answer.data = Lister(session, command, *tree).list();
  }
  return answer;
}

}  // namespace postiche::imap
