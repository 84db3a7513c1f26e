// SPDX-License-Identifier: MIT
// The sending side against the honest server, in memory: both are asked for bytes in turn.

#include <doctest/doctest.h>

#include <string>

#include "harness/sasl/line.h"
#include "harness/smtp/client.h"
#include "harness/smtp/grammar.h"
#include "harness/smtp/server.h"
#include "harness/wire/dot_block.h"
#include "harness/wire/line_cutter.h"
#include "tests/smtp/strict_reply.h"

namespace postiche::smtp {

namespace {

// What the engine does for a server: frames what comes, and answers.
class Receiver {
 public:
  explicit Receiver(Settings wanted) : settings_(std::move(wanted)) { say(server_.greeting()); }

  store::Store& store() { return store_; }
  const Server& server() const { return server_; }
  std::vector<mail::Message> taken;

  void hear(std::string_view bytes) {
    while (!bytes.empty()) {
      if (server_.receiving_data()) {
        hear_content(bytes);
      } else if (const auto line = cutter_.cut(bytes)) {
        REQUIRE(line->ending == wire::Line::Ending::crlf);
        hear_line(line->text);
      }
    }
  }

  std::string take_said() { return std::exchange(said_, {}); }

 private:
  void say(const Reply& reply) {
    const std::string bytes = encode(reply, server_.speaks_enhanced());
    REQUIRE(testing::read_strictly(bytes));
    said_ += bytes;
  }

  void hear_line(std::string_view line) {
    if (server_.receiving_sasl()) return on_step(exchange_->go_on(decoded(line)));
    const Command command = parse_command(line);
    CHECK(command.well_formed());
    CHECK(command.deviations.empty());
    const Reply reply = server_.answer(command);
    server_.apply(command, reply.code);
    if (server_.receiving_sasl()) return begin_exchange(command.argument);
    say(reply);
    if (server_.starting_tls()) server_.on_secured();
  }

  void hear_content(std::string_view& bytes) {
    while (const auto part = block_.next(bytes)) content_ += *part;
    if (!block_.ended()) return;
    CHECK(block_.deviations().empty());
    content_.resize(content_.size() - 2);
    std::vector<int> codes;
    for (std::size_t i = 0; i < server_.message_replies(); ++i) {
      const Reply reply = server_.answer_message(content_.size(), i);
      codes.push_back(reply.code);
      say(reply);
    }
    if (const auto accepted = server_.apply_message(codes)) {
      mail::Message message;
      message.reverse_path = accepted->reverse_path;
      message.recipients = accepted->recipients;
      message.parameters = accepted->parameters;
      message.content = Rope(content_);
      taken.push_back(std::move(message));
    }
    content_.clear();
    block_ = {};
  }

  static std::string decoded(std::string_view line) {
    const auto response = sasl::decode_response(line, sasl::Part::response);
    CHECK(response.kind == sasl::Response::Kind::octets);
    CHECK(response.deviations.empty());
    return response.octets;
  }

  void begin_exchange(std::string_view argument) {
    const std::size_t space = argument.find(' ');
    sasl::Knowledge what;
    what.nonce = "nonce-of-the-server";
    what.bindings = {"unique", "", ""};
    what.find = [](std::string_view user) {
      return user == "tim" ? std::optional(sasl::Account{"pencil", {}}) : std::nullopt;
    };
    exchange_.emplace(*sasl::find(argument.substr(0, space)), what);
    std::optional<std::string> initial;
    if (space != std::string_view::npos) {
      initial =
          sasl::decode_response(argument.substr(space + 1), sasl::Part::initial_response).octets;
    }
    on_step(exchange_->begin(initial));
  }

  void on_step(const sasl::Step& step) {
    if (step.kind == sasl::Step::Kind::challenge) {
      server_.apply_sasl(334);
      said_ += "334 " + sasl::encode_challenge(step.challenge) + "\r\n";
      return;
    }
    server_.claim(exchange_->user());
    const Reply reply = server_.answer_sasl(
        step.kind == sasl::Step::Kind::success ? sasl::Outcome::accepted : sasl::Outcome::rejected);
    server_.apply_sasl(reply.code);
    say(reply);
  }

  Settings settings_;
  store::Store store_;
  Server server_{settings_, store_};
  wire::LineCutter cutter_{20'000};
  wire::DotBlock block_;
  std::string content_;
  std::optional<sasl::ServerExchange> exchange_;
  std::string said_;
};

// Until the client closes; its results, in order.
std::vector<Result> converse(Client client, Receiver& receiver) {
  std::vector<Result> results;
  for (int round = 0; round < 1000 && !client.closed(); ++round) {
    std::string said = receiver.take_said();
    REQUIRE_FALSE(said.empty());
    CHECK(client.on_bytes(said) == said.size());
    while (auto effect = client.next_effect()) {
      if (auto* const send = std::get_if<Client::Send>(&*effect)) receiver.hear(send->bytes);
      if (std::holds_alternative<Client::BeginTls>(*effect)) client.on_secured({"unique", "", ""});
      if (auto* const report = std::get_if<Client::Report>(&*effect)) {
        results.insert(results.end(), report->results.begin(), report->results.end());
      }
    }
  }
  CHECK(client.closed());
  CHECK(client.deviations().empty());
  return results;
}

mail::Message message(std::vector<std::string> recipients, std::string content) {
  mail::Message out;
  out.reverse_path = "alice@us.example";
  out.recipients = std::move(recipients);
  out.content = Rope(std::move(content));
  return out;
}

std::vector<Fate> fates(const std::vector<Result>& results) {
  std::vector<Fate> out;
  for (const Result& each : results) out.push_back(each.fate);
  return out;
}

}  // namespace

TEST_CASE("what is sent is what the honest server keeps") {
  const std::string content = "Subject: .\r\n\r\n.\r\n..two\r\nJ\xC3\xBCrgen\r\n";
  for (const bool pipelining : {true, false}) {
    for (const Mode mode : {Mode::smtp, Mode::lmtp}) {
      Settings wanted(mode);
      if (!pipelining) wanted.offer.remove("PIPELINING");
      Receiver receiver(wanted);
      receiver.store().add_account("bob@x");
      receiver.store().add_account("carol@x");
      Client::Settings own;
      own.mode = mode;
      const auto results = converse(
          {own, {message({"bob@x", "nobody@x", "carol@x"}, content), message({"bob@x"}, "2\r\n")}},
          receiver);
      CHECK(fates(results) ==
            std::vector{Fate::delivered, Fate::refused, Fate::delivered, Fate::delivered});
      REQUIRE(receiver.taken.size() == 2);
      CHECK(receiver.taken[0].content.flatten() == content);
      CHECK(receiver.taken[0].recipients == std::vector<std::string>{"bob@x", "carol@x"});
      CHECK(receiver.taken[0].parameters ==
            std::vector<std::string>{"SIZE=" + std::to_string(content.size()), "BODY=8BITMIME"});
      CHECK(receiver.taken[1].content.flatten() == "2\r\n");
      CHECK(receiver.server().closing());
    }
  }
}

TEST_CASE("TLS and AUTH come before mail, in every mechanism with a password") {
  for (const sasl::Mechanism& each : sasl::mechanisms()) {
    if (!each.spoken || each.secret == sasl::Secret::none) continue;
    CAPTURE(each.name);
    Settings wanted;
    wanted.requirement = Requirement::auth;
    wanted.offer.replace({"STARTTLS", "AUTH " + std::string(each.name)});
    Receiver receiver(wanted);
    Client::Settings own;
    own.encryption = Client::Encryption::required;
    own.credentials = sasl::Credentials();
    own.credentials->user = "tim";
    own.credentials->secret = "pencil";
    own.credentials->host = "mx.example.com";
    own.credentials->nonce = "nonce-of-the-client";
    own.mechanisms = {std::string(each.name)};
    CHECK(fates(converse({own, {message({"bob@x"}, "1\r\n")}}, receiver)) ==
          std::vector{Fate::delivered});
    CHECK(receiver.server().user() == "tim");
    CHECK(receiver.server().secured());
    Receiver strict(wanted);
    own.credentials->secret = "pen";
    CHECK(fates(converse({own, {message({"bob@x"}, "1\r\n")}}, strict)) ==
          std::vector{Fate::refused});
    CHECK(strict.taken.empty());
  }
}

TEST_CASE("a message over the offered limit is not even tried") {
  Settings wanted;
  wanted.offer.add("SIZE 10");
  Receiver receiver(wanted);
  const auto results = converse(
      {Client::Settings(), {message({"bob@x"}, std::string(20, 'x')), message({"bob@x"}, "x")}},
      receiver);
  CHECK(fates(results) == std::vector{Fate::refused, Fate::delivered});
  CHECK(results[0].whose == Whose::ours);
  CHECK(receiver.taken.size() == 1);
}

}  // namespace postiche::smtp
