// SPDX-License-Identifier: MIT
#pragma once
// What rules and dialogues need of the protocol that they play in: its honest answers, what replies
// mean, and its content. Each flat of protocols has one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/errand.h"
#include "harness/engine/play.h"
#include "harness/engine/scene.h"
#include "harness/engine/turn.h"
#include "harness/scenario/steps.h"

namespace postiche::engine {

// The mail that a turn is about, as reports on it need it.
struct MailAtHand {
  std::string reverse_path;
  std::vector<std::string> recipients;
  std::string header;  // where its content has come
};

class Protocol {
 public:
  // Who speaks, in transcripts, where the scenario is silent.
  static constexpr std::string_view honest = "honest";

  Protocol() = default;
  Protocol(const Protocol&) = delete;
  Protocol& operator=(const Protocol&) = delete;
  virtual ~Protocol() = default;

  // What conditions and texts can ask about just now.
  virtual Scene scene(const Turn& turn) const = 0;
  // Of that, what only the protocol knows; nothing where it has no such thing, or not just now.
  virtual std::optional<std::string_view> value_of(const Turn& turn, scenario::Attribute attribute,
                                                   std::string_view key,
                                                   Scratch& scratch) const = 0;
  // The command at hand, without its line ending; nothing where none is at hand.
  virtual std::optional<std::string_view> line_of(const Turn& turn) const = 0;
  // The client says that it leaves.
  virtual bool is_goodbye(const Turn& turn) const = 0;
  // A route was taken: the settings are others from now on.
  virtual void follow(const Play& play) = 0;

  // --- answers: each notes in the turn what it has done ---
  // The honest answer, with its effect.
  virtual void say_honestly(Turn& turn) = 0;
  // What that would be, as octets, with its code. What others did meanwhile is told before its end.
  struct Answer {
    std::string octets;  // all but the end
    std::string end;
    ReplyCode code;
  };
  virtual Answer honest_answer(const Turn& turn) const = 0;
  // What others did, as octets, once: after the effect of the command at hand.
  virtual std::string take_news(const Turn& turn) = 0;
  // A reply as a scenario writes it, line by line, with the effect of its code.
  virtual void say_scripted(Turn& turn, const std::vector<std::string>& lines, std::string_view by,
                            scenario::ReplyStep::Effect effect) = 0;
  // A reply with this code is said: it has its effect, at most once a turn.
  virtual void believe(Turn& turn, ReplyCode code, std::string_view by) = 0;
  virtual void believe_scripted(Turn& turn, ReplyCode code, std::string_view by,
                                scenario::ReplyStep::Effect effect) = 0;
  // A line of a reply as it is said: in IMAP, with the tag of the command at hand.
  virtual std::string worded(const Turn& turn, std::string line) const = 0;
  // Of a line that ends a reply; none for what only begins one, or is none.
  virtual std::optional<ReplyCode> final_code(std::string_view line) const = 0;
  // Tells a client that it is wrong here.
  virtual void refuse(const std::string& text, std::string_view by) = 0;
  // All that is to be said is said.
  virtual void end_turn(const Turn& turn) = 0;
  // A turn that had to wait for a hook is over.
  virtual void close_turn(Turn& turn) = 0;
  // What was heard of the turn stands on record before what is said to it.
  virtual void record_heard() = 0;
  // An effect has ended the session.
  virtual bool is_closing() const = 0;
  // This connection has eaten its share of the memory for transcripts, and is sent away.
  virtual bool is_overfull() = 0;

  // --- TLS ---
  // A step wants it now; at the command that asks for it, after the honest answer unless there was
  // another.
  virtual void begin_tls(Turn& turn, const scenario::TlsStep& step) = 0;
  // The client was told that it comes next, and nobody has begun it.
  virtual bool owes_tls() const = 0;

  // --- roles ---
  // A step wants to bring mail; at the command that asks for it, after the honest answer unless
  // there was another.
  virtual void change_role(Turn& turn, Errand errand) = 0;

  // --- content: of a message ---
  virtual MailAtHand mail_at_hand(const Turn& turn) const = 0;
  // The next octets are content, since the client was told to send it.
  virtual bool awaits_content() const = 0;
  virtual bool hears_content() const = 0;
  // Whether it was told so or not; `dialogue` is the line that waits for it, if one does.
  virtual void begin_content(std::string_view dialogue) = 0;
  // It is heard as lines instead.
  virtual void decline_content() = 0;
};

}  // namespace postiche::engine
