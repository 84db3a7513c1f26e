// SPDX-License-Identifier: MIT
// Any sequence of commands by three sessions on one mailbox keeps what IMAP promises, against a
// simple model of what a client can know: message sequence numbers have no gaps, EXPUNGE comes
// where it may (RFC 9051 sec 7.5.1), UIDs ascend, and so does MODSEQ.

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/server.h"

namespace postiche::imap {
namespace {

// Repeatable, and the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % limit);
  }

 private:
  std::uint64_t state_;
};

std::optional<std::uint64_t> number_behind(std::string_view line, std::string_view word) {
  const std::size_t at = line.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint64_t number = 0;
  const char* const begin = line.data() + at + word.size();
  const auto read = std::from_chars(begin, line.data() + line.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

// A session, and what its client has been told.
class Client {
 public:
  Client(const Settings& settings, store::MailboxTree& tree) : server_(settings, knowledge(tree)) {
    say("LOGIN ann pencil");
    say("ENABLE CONDSTORE");
    say("SELECT INBOX");
  }

  void say(const std::string& text) {
    const std::string line = "a " + text;
    Utterance utterance;
    const std::size_t literal = line.find('\n');
    utterance.texts = {std::string_view(line).substr(0, literal)};
    if (literal != std::string::npos) {
      Literal octets;
      octets.octets = Rope(line.substr(literal + 1));
      utterance.literals.push_back(std::move(octets));
      utterance.texts.push_back("");
    }
    const Command command = parse_command(utterance, Encoding::modified_utf7);
    REQUIRE_MESSAGE(command.well_formed(), line << ": " << command.fault);
    const Answer answer = server_.answer(command);
    server_.apply(command, answer.reply.status);
    hear(answer.data + server_.take_news(&command), command);
  }

  // What it believes the mailbox to hold; 0 where it knows no UID yet.
  const std::vector<std::uint64_t>& uids() const { return uids_; }
  std::vector<store::Uid> told() const {
    const store::View& view = server_.session().selected->view;
    std::vector<store::Uid> uids;
    for (std::size_t number = 1; number <= view.size(); ++number) uids.push_back(view.uid(number));
    return uids;
  }

 private:
  static Knowledge knowledge(store::MailboxTree& tree) {
    Knowledge known;
    known.mailboxes_of = [&tree](std::string_view) { return &tree; };
    return known;
  }

  void hear(const std::string& answer, const Command& command) {
    for (const std::string_view line : ascii::split(answer, '\n')) {
      if (line.starts_with("* ")) hear_line(line, command);
    }
  }

  void hear_line(std::string_view line, const Command& command) {
    INFO(std::string(line));
    const auto number = number_behind(line, "* ");
    if (!number) return;
    if (line.find(" EXISTS") != std::string_view::npos) {
      // It grows, or stays: only EXPUNGE makes it smaller.
      if (command.verb != Verb::select) CHECK(*number >= uids_.size());
      uids_.resize(*number);
    } else if (line.find(" EXPUNGE") != std::string_view::npos) {
      const bool is_numbered = command.verb == Verb::fetch || command.verb == Verb::store ||
                               command.verb == Verb::search;
      CHECK((!is_numbered || command.by_uid()));
      REQUIRE(*number >= 1);
      REQUIRE(*number <= uids_.size());
      uids_.erase(uids_.begin() + static_cast<std::ptrdiff_t>(*number - 1));
    } else if (line.find(" FETCH ") != std::string_view::npos) {
      hear_message(line, *number);
    }
  }

  void hear_message(std::string_view line, std::uint64_t number) {
    REQUIRE(number >= 1);
    REQUIRE(number <= uids_.size());
    if (const auto uid = number_behind(line, "UID ")) {
      // A number means one message until EXPUNGE says otherwise.
      std::uint64_t& known = uids_[number - 1];
      CHECK((known == 0 || known == *uid));
      known = *uid;
      check_order();
    }
    const auto mod_seq = number_behind(line, "MODSEQ (");
    const std::uint64_t uid = uids_[number - 1];
    if (!mod_seq || uid == 0) return;
    CHECK(*mod_seq >= mod_seqs_[uid]);
    mod_seqs_[uid] = *mod_seq;
  }

  void check_order() const {
    std::uint64_t before = 0;
    for (const std::uint64_t uid : uids_) {
      if (uid == 0) continue;
      CHECK(uid > before);
      before = uid;
    }
  }

  Server server_;
  std::vector<std::uint64_t> uids_;
  std::map<std::uint64_t, std::uint64_t> mod_seqs_;
};

std::string some_command(Dice& dice) {
  const std::string set = std::to_string(1 + dice.below(40)) + ":" +
                          (dice.below(2) ? "*" : std::to_string(dice.below(60) + 1));
  const std::string uid = "UID ";
  switch (dice.below(14)) {
    case 0:
    case 1:
      return "APPEND INBOX {9}\nA: b\r\n\r\nc";
    case 2:
      return "UID STORE " + set + " +FLAGS (\\Deleted)";
    case 3:
      return "UID STORE " + set + " -FLAGS.SILENT (\\Seen word" + std::to_string(dice.below(3)) +
             ")";
    case 4:
      return "UID STORE " + set + " FLAGS (\\Flagged)";
    case 5:
      return "EXPUNGE";
    case 6:
      return "UID EXPUNGE " + set;
    case 7:
      return "UID FETCH " + set + " (FLAGS BODY[])";
    case 8:
      return "UID COPY " + set + " INBOX";
    case 9:
      return "UID MOVE " + set + " INBOX";
    case 10:
      return "SEARCH UNDELETED";
    case 11:
      return "STORE 1 +FLAGS (\\Answered)";
    case 12:
      return "FETCH 1 (UID FLAGS)";
    default:
      return "NOOP";
  }
}

void play(std::uint64_t seed) {
  Dice dice(seed);
  const Settings settings;
  store::MailboxTree tree;
  for (int i = 0; i < 5; ++i) {
    tree.inbox()->append(store::Body(Rope("A: b\r\n\r\nc")), {}, VirtualTime{});
  }
  Client clients[] = {{settings, tree}, {settings, tree}, {settings, tree}};
  for (int step = 0; step < 60; ++step) clients[dice.below(3)].say(some_command(dice));
  for (Client& client : clients) {
    client.say("NOOP");
    client.say("UID FETCH 1:* (FLAGS)");
    std::vector<std::uint64_t> there;
    for (const store::Message& message : tree.inbox()->messages()) there.push_back(message.uid);
    CHECK(client.uids() == there);
  }
}

TEST_CASE("three sessions on one mailbox keep what IMAP promises") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    INFO("seed ", seed);
    play(seed);
  }
}

}  // namespace
}  // namespace postiche::imap
