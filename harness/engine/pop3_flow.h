// SPDX-License-Identifier: MIT
#pragma once
// The POP3 side of a session: lines to commands, honest replies to the outbox. The maildrop is the
// INBOX of whoever logs in.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/engine/flow.h"
#include "harness/pop3/server.h"

namespace postiche::engine {

class Pop3Flow : public Flow {
 public:
  // The stage outlives the flow.
  explicit Pop3Flow(Stage& stage);

  void eat(std::string_view& bytes) override { eat_line(bytes); }
  // RFC 1939 sec 3: "Such a timer MUST be of at least 10 minutes' duration."
  Duration patience() const override { return Duration::minutes(10); }

  void let_go() override { server_.abandon(); }

  std::optional<std::string_view> value_of(const Turn& turn, scenario::Attribute attribute,
                                           std::string_view key, Scratch& scratch) const override;
  std::optional<std::string_view> line_of(const Turn& turn) const override;
  bool is_goodbye(const Turn& turn) const override;
  void follow(const Play& play) override;
  void say_honestly(Turn& turn) override;
  Answer honest_answer(const Turn& turn) const override;
  void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                    scenario::ReplyStep::Effect effect) override;
  void believe(Turn& turn, ReplyCode code, std::string_view by) override;
  std::optional<ReplyCode> final_code(std::string_view line) const override;
  void refuse(const std::string& text, std::string_view by) override;
  void close_turn(Turn& turn) override;
  bool is_closing() const override { return server_.closing(); }

 private:
  const pop3::Settings& settings() const {
    return std::get<pop3::Settings>(director_.play().settings);
  }
  // Null where no command is at hand.
  static const pop3::Command* command_of(const Turn& turn) {
    return turn.command ? &std::get<pop3::Command>(*turn.command) : nullptr;
  }
  pop3::Knowledge knowledge();
  bool comes_too_soon(std::string_view user) const;
  // The message that the command names; nothing where there is none of that number.
  std::optional<std::size_t> number_at_hand(const Turn& turn) const;

  void say_farewell(const Farewell& why) override;
  void start_over() override { server_.on_secured(); }
  bool in_login() const override { return server_.receiving_sasl(); }
  bool asks_for_tls(const Turn& turn) const override;
  bool starting_tls() const override { return server_.starting_tls(); }
  void take_line(const wire::Line& line) override;
  void prepare_command(const Turn& turn) override;
  void describe_command(const Turn& turn, transcript::Fields& fields,
                        Scratch& scratch) const override;

  pop3::Reply honest_reply(const Turn& turn) const;
  pop3::Reply answer_login() const;
  void say(const pop3::Reply& reply, std::string_view by);
  void apply(const Turn& turn, pop3::Status status);

  pop3::Server server_;
};

}  // namespace postiche::engine
