// SPDX-License-Identifier: MIT
// Invariants. Any utterance gives a command whose views lie in its first text and whose deviations
// are few and named once; a fault is one of them, and leaves no arguments. A sequence set that was
// read prints to one that reads the same, and so do names of mailboxes, keys of SEARCH are never
// deeper than the limit, and what a scenario's line is read as, or anything else said as a reply, a
// string or a name, is a legal line.
//
// Input: the first octet chooses how names are written; the rest are the lines of one utterance. A
// line that announces a literal has the octets behind it, as far as there are so many.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bug.h"
#include "harness/imap/grammar/announcement.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/message_url.h"
#include "harness/imap/grammar/utf7.h"
#include "harness/imap/pen/reply.h"
#include "harness/imap/pen/strings.h"
#include "harness/wire/literal_cutter.h"
#include "tests/imap/strict_line.h"

namespace {

using namespace postiche;
using namespace postiche::imap;

// Exactly as large as what it holds, so that reading past it is seen.
using Copies = std::vector<std::unique_ptr<char[]>>;

std::string_view copy_of(std::string_view text, Copies& copies) {
  copies.push_back(std::make_unique<char[]>(text.size()));
  text.copy(copies.back().get(), text.size());
  return {copies.back().get(), text.size()};
}

std::string_view take_line(std::string_view& input) {
  const std::string_view line = input.substr(0, input.find('\n'));
  input.remove_prefix(std::min(input.size(), line.size() + 1));
  return line;
}

Utterance utterance_of(std::string_view input, Copies& copies) {
  Utterance utterance;
  while (true) {
    const std::string_view line = copy_of(take_line(input), copies);
    utterance.texts.push_back(line);
    const auto announced = announced_literal(line);
    if (!announced) return utterance;
    POSTICHE_CHECK(line.ends_with(announced->text));
    wire::LiteralCutter cutter(announced->size);
    Literal literal;
    literal.octets = Rope(std::string(cutter.cut(input)));
    literal.is_binary = announced->is_binary;
    utterance.literals.push_back(std::move(literal));
  }
}

void check_within(std::string_view view, std::string_view line) {
  if (view.empty()) return;
  POSTICHE_CHECK(view.data() >= line.data());
  POSTICHE_CHECK(view.data() + view.size() <= line.data() + line.size());
}

void check_findings(const Command& command) {
  const auto& names = command.deviations;
  for (const std::string_view name : names) {
    POSTICHE_CHECK(!name.empty() && std::count(names.begin(), names.end(), name) == 1);
  }
  POSTICHE_CHECK(names.size() < 16);
  if (command.well_formed()) return;
  POSTICHE_CHECK(std::count(names.begin(), names.end(), command.fault) == 1);
  POSTICHE_CHECK(std::holds_alternative<std::monostate>(command.arguments));
}

void check_set(const SequenceSet& set) { POSTICHE_CHECK(parse_sequence_set(print(set)) == set); }

void check_key(const SearchKey& key, int depth) {
  // NEW and the words with "UN" are two keys of one word.
  POSTICHE_CHECK(depth <= nesting_limit + 2);
  if (!key.set.empty()) check_set(key.set);
  for (const SearchKey& inner : key.keys) check_key(inner, depth + 1);
}

void check_mailbox(std::string_view name) {
  const auto written = to_modified_utf7(name);
  POSTICHE_CHECK(written && to_utf8(*written) == name);
  for (const Encoding names : {Encoding::modified_utf7, Encoding::utf8}) {
    std::string line = "* LIST () NIL ";
    append_mailbox(line, name, names);
    POSTICHE_CHECK(testing::is_data(line + "\r\n"));
  }
}

struct Checker {
  void operator()(const SelectArguments& select) const { check_mailbox(select.mailbox); }
  void operator()(const MailboxArguments&) const {}
  void operator()(const SearchArguments& search) const { check_key(search.key, 0); }
  void operator()(const SortArguments& sort) const { check_key(sort.search.key, 0); }
  void operator()(const ThreadArguments& thread) const { check_key(thread.search.key, 0); }
  void operator()(const FetchArguments& fetch) const {
    POSTICHE_CHECK(!fetch.items.empty());
    check_set(fetch.messages);
  }
  void operator()(const StoreArguments& store) const { check_set(store.messages); }
  void operator()(const CopyArguments& copy) const {
    check_set(copy.messages);
    check_mailbox(copy.mailbox);
  }
  void operator()(const AppendArguments& append) const {
    POSTICHE_CHECK(!append.messages.empty());
    check_mailbox(append.mailbox);
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

void check_pen(std::string_view text) {
  for (int status = 0; status < 6; ++status) {
    const Reply reply{static_cast<Status>(status), std::string(text), std::string(text)};
    POSTICHE_CHECK(testing::is_status(encode(text, reply)));
  }
  if (const auto read = parse_reply(text); read && read->status) {
    POSTICHE_CHECK(testing::is_status(encode("a", {*read->status, read->code, read->text})));
  }
  std::string line = "* ID (\"name\" ";
  append_string(line, text, TextForm::utf8);
  POSTICHE_CHECK(testing::is_data(line + ")\r\n"));
  if (const auto url = parse_message_url(text)) POSTICHE_CHECK(url->uid != 0);
  if (const auto name = to_utf8(text)) POSTICHE_CHECK(to_modified_utf7(*name) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Encoding names = data[0] % 2 == 0 ? Encoding::modified_utf7 : Encoding::utf8;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  Copies copies;
  const Utterance utterance = utterance_of(input, copies);
  const Command command = parse_command(utterance, names);
  for (const std::string_view view : {command.tag, command.verb_text, command.argument}) {
    check_within(view, command.line);
  }
  check_findings(command);
  std::visit(Checker{}, command.arguments);
  check_pen(command.line);
  return 0;
}
