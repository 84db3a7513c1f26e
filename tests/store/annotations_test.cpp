// SPDX-License-Identifier: MIT
#include "harness/store/annotations.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "harness/store/mailbox_tree.h"

using namespace postiche::store;

namespace {

using Notes = std::vector<Note>;

std::string value_of(const MailboxTree& tree, std::string_view mailbox, std::string_view entry) {
  const Annotations* const noted = tree.annotations(mailbox);
  if (!noted) return "no mailbox";
  const auto found = noted->entries().find(entry);
  return found == noted->entries().end() ? "no entry" : found->second;
}

}  // namespace

TEST_CASE("entries are private or shared, and vendors have levels of their own") {
  for (const std::string_view name :
       {"/private/comment", "/SHARED/a/b", "/private/vendor/x/y", "/shared/vendors"}) {
    CAPTURE(name);
    CHECK(is_entry(name));
  }
  for (const std::string_view name :
       {"", "/", "private/x", "/private", "/other/x", "/private/", "/private//x", "/private/x/",
        "/private/*", "/private/x%", "/private/vendor", "/private/vendor/x", "/private/\xC3\xA4",
        "/private/a\tb"}) {
    CAPTURE(name);
    CHECK_FALSE(is_entry(name));
  }
  CHECK(is_entry_or_above("/shared"));
  CHECK(is_entry_or_above("/private/vendor/x"));
  CHECK_FALSE(is_entry_or_above("/other"));
}

TEST_CASE("capitals of entries do not count, and what is set to nothing is gone") {
  Annotations noted;
  CHECK(noted.set(Notes{{"/private/A", "1"}, {"/PRIVATE/a", "22"}}) == NoteOutcome::done);
  CHECK(noted.entries() == Annotations::Entries{{"/private/a", "22"}});
  CHECK(noted.octets() == 12);
  CHECK(noted.set(Notes{{"/private/a", std::nullopt}}) == NoteOutcome::done);
  CHECK(noted.entries().empty());
  CHECK(noted.octets() == 0);
}

TEST_CASE("of notes that do not all fit none is set") {
  Annotations noted;
  const std::string large(Annotations::largest_value + 1, 'x');
  CHECK(noted.set(Notes{{"/private/a", "1"}, {"/private/b", large}}) == NoteOutcome::too_large);
  CHECK(noted.entries().empty());
  Notes many;
  for (std::size_t i = 0; i <= Annotations::most_entries; ++i) {
    many.push_back({"/private/" + std::to_string(i), ""});
  }
  CHECK(noted.set(many) == NoteOutcome::too_many);
  CHECK(noted.entries().empty());
  many.pop_back();
  CHECK(noted.set(many) == NoteOutcome::done);
  CHECK(noted.set(Notes{{"/private/0", std::nullopt}, {"/private/x", "1"}}) == NoteOutcome::done);
}

TEST_CASE("notes follow the name of their mailbox and go with it; INBOX keeps its own") {
  MailboxTree tree;
  tree.create("a/b");
  CHECK(tree.annotate("a/b", Notes{{"/shared/x", "1"}}) == NoteOutcome::done);
  CHECK(tree.annotate("inbox", Notes{{"/shared/x", "2"}}) == NoteOutcome::done);
  CHECK(tree.annotate("", Notes{{"/shared/x", "3"}}) == NoteOutcome::done);
  CHECK(tree.annotate("none", Notes{{"/shared/x", "4"}}) == NoteOutcome::no_mailbox);
  tree.rename("a", "c");
  CHECK(value_of(tree, "c/b", "/shared/x") == "1");
  CHECK(value_of(tree, "a/b", "/shared/x") == "no mailbox");
  tree.remove("c/b");
  tree.create("c/b");
  CHECK(value_of(tree, "c/b", "/shared/x") == "no entry");
  tree.rename("INBOX", "old");
  CHECK(value_of(tree, "old", "/shared/x") == "2");
  CHECK(value_of(tree, "INBOX", "/shared/x") == "2");
  CHECK(value_of(tree, "", "/shared/x") == "3");
}

TEST_CASE("an account holds no more than so many octets of notes") {
  MailboxTree tree;
  const std::string value(Annotations::largest_value, 'x');
  NoteOutcome outcome = NoteOutcome::done;
  std::size_t kept = 0;
  for (int mailbox = 0; outcome == NoteOutcome::done && mailbox < 100; ++mailbox) {
    const std::string name = std::to_string(mailbox);
    tree.create(name);
    for (int entry = 0; outcome == NoteOutcome::done && entry < 50; ++entry) {
      outcome = tree.annotate(name, Notes{{"/private/" + std::to_string(entry), value}});
      kept += outcome == NoteOutcome::done ? value.size() : 0;
    }
  }
  CHECK(outcome == NoteOutcome::too_many);
  CHECK(kept > std::size_t{3} << 20);
  CHECK(kept <= std::size_t{4} << 20);
}
