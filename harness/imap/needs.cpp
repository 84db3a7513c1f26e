// SPDX-License-Identifier: MIT
#include "harness/imap/needs.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

// What one part of a command needs; "" where it is as old as IMAP4rev1. One overload for each kind
// of arguments that can need something.
using Need = std::string_view;

Need need_of(const SequenceSet& set) { return set.is_saved ? "SEARCHRES" : ""; }

Need need_of(StatusItem item) {
  switch (item) {
    case StatusItem::size:
      return "STATUS=SIZE";
    case StatusItem::append_limit:
      return "APPENDLIMIT";
    case StatusItem::highest_mod_seq:
      return "CONDSTORE";
    case StatusItem::mailbox_id:
      return "OBJECTID";
    case StatusItem::deleted:
    case StatusItem::deleted_storage:
      return "QUOTA";
    default:
      return "";
  }
}

Need need_of(const FetchItem& item) {
  switch (item.kind) {
    case FetchItem::Kind::binary_section:
    case FetchItem::Kind::binary_size:
      return "BINARY";
    case FetchItem::Kind::mod_seq:
      return "CONDSTORE";
    case FetchItem::Kind::email_id:
    case FetchItem::Kind::thread_id:
      return "OBJECTID";
    case FetchItem::Kind::save_date:
      return "SAVEDATE";
    case FetchItem::Kind::preview:
      return "PREVIEW";
    default:
      return "";
  }
}

// Of the key itself; those inside it are looked at one by one.
Need need_of(const SearchKey& key) {
  switch (key.kind) {
    case SearchKey::Kind::older:
    case SearchKey::Kind::younger:
      return "WITHIN";
    case SearchKey::Kind::mod_seq:
      return "CONDSTORE";
    case SearchKey::Kind::saved_before:
    case SearchKey::Kind::saved_on:
    case SearchKey::Kind::saved_since:
    case SearchKey::Kind::save_date_supported:
      return "SAVEDATE";
    case SearchKey::Kind::email_id:
    case SearchKey::Kind::thread_id:
      return "OBJECTID";
    default:
      return need_of(key.set);
  }
}

Need need_of(const AppendedMessage& message) {
  if (!message.parts.empty()) return "CATENATE";
  return message.is_utf8 ? "UTF8=ACCEPT" : message.is_binary ? "BINARY" : "";
}

Need need_of(const CatenatedPart& part) { return part.is_binary ? "BINARY" : ""; }

class Needs {
 public:
  explicit Needs(const Offer& offer) : offer_(offer) {}

  Need missing() const { return missing_; }

  void operator()(const std::monostate&) {}
  template <typename Other>
  void operator()(const Other&) {}
  void operator()(const SelectArguments& arguments) {
    if (arguments.condstore) want("CONDSTORE");
    if (arguments.resync) want("QRESYNC");
  }
  void operator()(const MailboxArguments& arguments) {
    if (!arguments.uses.empty()) want("CREATE-SPECIAL-USE");
  }
  void operator()(const StatusArguments& arguments) { want_each(arguments.items); }
  void operator()(const ListArguments& arguments) {
    if (arguments.is_extended) want("LIST-EXTENDED");
    if (arguments.only_special_use || arguments.tell_special_use) want("SPECIAL-USE");
    if (!arguments.status.empty()) want("LIST-STATUS");
    want_each(arguments.status);
  }
  void operator()(const AppendArguments& arguments) {
    if (arguments.messages.size() > 1) want("MULTIAPPEND");
    want_each(arguments.messages);
    for (const AppendedMessage& message : arguments.messages) want_each(message.parts);
    want(need_of(arguments.replaced));
  }
  void operator()(const SearchArguments& arguments) {
    if (arguments.returned.is_extended) want("ESEARCH");
    if (arguments.returned.save) want("SEARCHRES");
    want_key(arguments.key);
  }
  void operator()(const SortArguments& arguments) {
    for (const SortCriterion& each : arguments.criteria) {
      const bool displays = each.key == SortKey::display_from || each.key == SortKey::display_to;
      if (displays) want("SORT=DISPLAY");
    }
    (*this)(arguments.search);
  }
  void operator()(const ThreadArguments& arguments) {
    const bool by_subject = arguments.algorithm == ThreadAlgorithm::ordered_subject;
    want(by_subject ? "THREAD=ORDEREDSUBJECT" : "THREAD=REFERENCES");
    (*this)(arguments.search);
  }
  void operator()(const FetchArguments& arguments) {
    if (arguments.changed_since) want("CONDSTORE");
    if (arguments.vanished) want("QRESYNC");
    want_each(arguments.items);
    want(need_of(arguments.messages));
  }
  void operator()(const StoreArguments& arguments) {
    if (arguments.unchanged_since) want("CONDSTORE");
    want(need_of(arguments.messages));
  }
  // METADATA-SERVER alone has only what is noted beside the server: RFC 5464 sec 1.
  void operator()(const GetMetadataArguments& arguments) { want_metadata(arguments.mailbox); }
  void operator()(const SetMetadataArguments& arguments) { want_metadata(arguments.mailbox); }
  void operator()(const NotifyArguments& arguments) {
    for (const EventGroup& group : arguments.groups) want_each(group.items);
  }
  void operator()(const CopyArguments& arguments) { want(need_of(arguments.messages)); }
  void operator()(const ExpungeArguments& arguments) {
    if (!arguments.uids) return;
    want("UIDPLUS");
    want(need_of(*arguments.uids));
  }

 private:
  void want(Need need) {
    if (missing_.empty() && !need.empty() && !offer_.offers(need)) missing_ = need;
  }
  void want_metadata(std::string_view mailbox) {
    if (!mailbox.empty()) want("METADATA");
  }
  template <typename Items>
  void want_each(const Items& items) {
    for (const auto& item : items) want(need_of(item));
  }
  // The grammar has bounded how deep they stand.
  void want_key(const SearchKey& key) {
    want(need_of(key));
    for (const SearchKey& each : key.keys) want_key(each);
  }

  const Offer& offer_;
  Need missing_;
};

}  // namespace

bool allows(const Offer& offer, Verb verb) {
  const auto brings = [&](const Extension& each) {
    return std::find(each.verbs.begin(), each.verbs.end(), verb) != each.verbs.end();
  };
  const auto all = all_extensions();
  if (std::none_of(all.begin(), all.end(), brings)) return true;
  return std::any_of(all.begin(), all.end(), [&](const Extension& each) {
    return brings(each) && offer.offers(each.keyword);
  });
}

std::string_view missing_extension(const Offer& offer, const Command& command) {
  Needs needs(offer);
  std::visit(needs, command.arguments);
  return needs.missing();
}

std::string capability_code(const Session& session) {
  std::string code = "CAPABILITY";
  for (const std::string_view each : session.offer().lines()) code.append(" ").append(each);
  return code;
}

// "APPENDLIMIT=1000", or "APPENDLIMIT": each mailbox has its own, which is the server's here.
std::uint64_t message_limit(const Session& session) {
  const auto said = ascii::parse_number(session.offer().value("APPENDLIMIT"));
  return std::min(said.value_or(session.settings->max_message), session.settings->max_message);
}

}  // namespace postiche::imap
