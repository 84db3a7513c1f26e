// SPDX-License-Identifier: MIT
#pragma once
// Decides who answers: a dialogue, the rules, a hook, or else the honest server. Knows the scenario
// and none of the protocols.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/call.h"
#include "harness/engine/dialogue_player.h"
#include "harness/engine/play.h"
#include "harness/engine/protocol.h"
#include "harness/engine/rule_book.h"
#include "harness/engine/stage.h"
#include "harness/engine/turn.h"
#include "harness/scenario/answer.h"

namespace postiche::engine {

class Director {
 public:
  // Both outlive the director.
  Director(Stage& stage, Protocol& protocol);

  const Play& play() const { return *play_; }
  const RuleBook& rules() const { return play_->rules; }
  // What the scenario says of how much is borne.
  const scenario::Limits& limits() const { return play_->scenario->limits; }
  Stage& stage() { return stage_; }
  Protocol& protocol() { return protocol_; }
  // What conditions can ask that the scenario itself has made.
  void describe(Scene& scene) const;
  // What {names} in a text stand for.
  scenario::Template::Lookup names(const Turn& turn) const;

  // --- turns ---
  void begin(Turn& turn);
  // The rules, then the honest server.
  void take_turn(Turn& turn);
  // Takes the first route whose conditions hold, for the rest of the connection, and gives its name
  // for the record; null: none was taken.
  const std::string* choose_route(const Turn& turn);
  void record_route(const std::string* name);
  void play_steps(Turn& turn, const Spoken& spoken, const std::vector<scenario::Step>& steps);

  // --- dialogues ---
  using Fit = DialoguePlayer::Fit;
  // Without a dialogue every line is free.
  Fit fit_line(const Turn& turn, std::string_view line);
  Fit fit_announcement(const Turn& turn, std::string_view line);
  // By the dialogue where that expects it, else by the rules, unless the dialogue minds.
  void answer_line(Turn& turn, const Fit& fit, std::string_view line);
  DialoguePlayer* dialogue() { return dialogue_.get(); }
  const DialoguePlayer* dialogue() const { return dialogue_.get(); }
  void jump(const std::string& name, const scenario::Captures& captures);
  void drop_dialogue() { dialogue_.reset(); }

  // --- what steps do ---
  void remember(const std::string& name, std::string value);
  void enter(const std::string& state);
  Duration draw(const scenario::WaitStep& step);
  // The handshake comes next, with what this one differs in.
  void begin_tls(const scenario::TlsStep& step);
  // Does so where the client was told of it and no step has.
  void begin_promised_tls();
  void on_secured() { tls_begun_ = false; }
  // What the client has sent in clear behind STARTTLS is taken for encrypted.
  bool keeps_plaintext() const { return keeps_plaintext_; }
  void break_tls(const tls::Break& how, std::string_view by);
  // director_store.cpp
  void change_store(const scenario::StoreStep& step, const scenario::Template::Lookup& names);
  void bounce(const Turn& turn, const scenario::BounceStep& step,
              const scenario::Template::Lookup& names);
  void listen(const scenario::ListenStep& step);

  // --- hooks: director_calls.cpp ---
  void park(const Turn& turn, const Spoken& spoken, const scenario::CallStep& step);
  // A hook was asked, and what it answers is waited for: nothing may be eaten.
  bool is_parked() const { return parked_ != nullptr; }
  const Call& call() const { return parked_->call; }
  // True once for each call.
  bool take_call();
  Instant call_ends() const { return parked_ ? parked_->until : Instant::never(); }
  void on_answer(const scenario::Answer& answer);
  // The hook may have had its time.
  void mind_call();
  // The client is gone; nobody waits for the answer any more.
  void leave_call();

 private:
  // A turn that waits for a hook's answer.
  struct Parked : KeptTurn {
    using KeptTurn::KeptTurn;
    Call call;
    Spoken spoken;
    Instant until;
    bool asked = false;  // the effect was pulled
  };

  void open_dialogue();
  void settle_turn(Turn& turn);
  void record_rule(const Spoken& spoken);
  // Null, and noted, where there is none.
  std::shared_ptr<store::Mailbox> find_mailbox(const scenario::ChosenMessages& what,
                                               const std::string& user);
  void change_mailbox(const scenario::StoreStep& step, const scenario::Template::Lookup& names);
  void change_tree(const scenario::StoreStep& step, const scenario::Template::Lookup& names);
  void expunge(const scenario::ChosenMessages& what, const std::string& user);
  void change_flags(const scenario::FlagStep& what, const std::string& user);
  void renumber(const scenario::Renumbering& what, const std::string& user);
  void skip_uids(const scenario::NextUid& what, const std::string& user);
  void record_near_misses(Turn& turn, const Scene& asked);
  void note_call(const std::string& hook, std::string_view field, std::string_view value);

  Stage& stage_;
  Protocol& protocol_;
  PlayPtr play_;
  bool routed_ = false;
  bool tls_begun_ = false;  // and not done yet
  bool keeps_plaintext_ = false;
  std::unique_ptr<DialoguePlayer> dialogue_;  // where the scenario has one
  std::unique_ptr<Parked> parked_;            // while a hook is asked
  Variables variables_;
  std::string state_ = "start";  // as `state` steps name it
  std::uint64_t draws_ = 0;      // of lots, for waits
};

}  // namespace postiche::engine
