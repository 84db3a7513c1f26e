// SPDX-License-Identifier: MIT
#pragma once
// What a rule or a dialogue can do, one struct a step.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/condition.h"
#include "harness/scenario/template.h"
#include "harness/scenario/tls.h"

namespace postiche::scenario {

struct ReplyStep {
  std::vector<Template> lines;  // "451 4.7.1 text": as the scenario wrote it, without CRLF
  enum class Effect { believed, yes, no };
  Effect effect = Effect::believed;  // has the command's effect when the code is positive
};
struct SendStep {
  Template bytes;  // exact; what `eol` adds is already in it
  std::uint64_t repeat = 1;
};
// Virtual; forever() never ends. Drawn anew each time, by the world's seed, unless it is fixed.
struct WaitStep {
  enum class Kind { fixed, uniform, log_normal };
  Kind kind = Kind::fixed;
  Duration time;     // fixed; the least of uniform; the median of log_normal
  Duration most;     // uniform
  double sigma = 0;  // log_normal: of the logarithm
};
struct PaceStep {
  std::size_t bytes = 0;  // later writes are cut into pieces of so many bytes; 0: not at all
  Duration every;         // with this long between them
  Duration join;          // later writes within this time go out together at its end
};
// A closed window: what the client sends is not taken.
struct ReadStep {
  Duration pause;  // zero: read again
};
struct CloseStep {
  enum class How { fin, rst, half, no_close_notify };
  How how = How::fin;
};
struct SilenceStep {};  // answers nothing, and the honest server does not either
struct DiscardStep {};  // the honest positive reply, the message dropped
// The honest answer, with its effect.
struct HonestStep {
  struct Change {
    std::string from;  // each occurrence in the octets of the reply
    Template to;
  };
  enum class Only { both, text, effect };
  std::optional<Template> before, after;  // exact octets around it
  std::vector<Change> change;
  Only only = Only::both;
};
// Remembers values: "name" with the connection, "world.name" with the run.
struct SetStep {
  struct Value {
    std::string name;
    Template value;
  };
  std::vector<Value> values;
};

// Goes on with a named dialogue, until that ends.
struct DialogueStep {
  std::string name;
};

// Names where this connection is, for rules that ask `state`.
struct StateStep {
  std::string name;
};
// Names a moment in the transcript.
struct MarkStep {
  Template text;
};
// A rule's own finding about the client.
struct VerdictStep {
  enum class Level { fail, warn, pass, info };
  Level level = Level::info;
  std::string id;  // none: the rule's name
  Template says;
};
// Messages of a mailbox, whoever has it open.
struct ChosenMessages {
  Template of;  // whose
  std::string mailbox = "INBOX";
  enum class Which { all, first, last, number } which = Which::all;
  std::uint64_t number = 0;  // in the order in which they are there, from 1
};
struct Renumbering : ChosenMessages {
  std::optional<std::uint32_t> uid_validity;  // none: a new one
};
struct NextUid : ChosenMessages {
  std::uint32_t uid = 1;
};
struct FlagStep : ChosenMessages {
  enum class How { add, remove, set } how = How::set;
  std::vector<std::string> flags;  // "\\Seen", "$Forwarded"
};
struct NewName : ChosenMessages {
  std::string to;
};
// Changes the store behind the client's back.
struct StoreStep {
  struct Deliver {
    Template to, from, text;
  };
  std::optional<Deliver> deliver;
  std::optional<ChosenMessages> expunge;         // as another session does
  std::optional<FlagStep> flags;                 // the same
  std::optional<Renumbering> renumber;           // all: other UIDs, under another UIDVALIDITY
  std::optional<NextUid> next_uid;               // of the message that comes next
  std::optional<ChosenMessages> create, remove;  // the mailbox itself
  std::optional<NewName> rename;
  std::optional<Template> lock, unlock;  // the mailbox of this address
  std::optional<bool> full;              // the whole store
};
// A report of what became of the mail at hand, in its sender's mailbox.
struct BounceStep {
  Duration after;  // virtual
  std::string status = "5.0.0";
  Template text;
};
// An outage of the whole server, all its listeners: what becomes of connections that begin.
struct ListenStep {
  enum class How { refuse, reset, stop, resume };
  How how = How::refuse;
  Duration time;  // virtual; not for resume
};
// Asks a function of whoever runs the scenario, or a web server, what to do, and waits for the
// answer.
struct CallStep {
  std::string hook;                         // the function's name, or else
  std::string url;                          // "http://127.0.0.1:8080/path"
  Duration timeout = Duration::seconds(5);  // real
};

// Starts the handshake now, or where TLS is on already, breaks it off.
struct TlsStep {
  // What the client had sent in clear behind its command.
  enum class Plaintext { discard, keep };
  TlsChange change;  // of this handshake alone
  Plaintext plaintext = Plaintext::discard;
};

// The two sides change places: on this connection, or on one that is made to somebody else.
struct RoleStep {
  std::optional<Template> dial;   // an address; none: on this connection
  std::optional<Template> queue;  // whose mail is brought; none: what the command asks for
  // What a correct client would not do.
  std::optional<std::uint64_t> break_off_after;  // octets of content, then the end
  std::uint64_t times = 1;                       // each message so often
  Template other_domain;                         // of every recipient; empty: its own
};

struct Step {
  std::variant<ReplyStep, SendStep, WaitStep, PaceStep, CloseStep, SilenceStep, DiscardStep,
               HonestStep, SetStep, StateStep, MarkStep, VerdictStep, ReadStep, StoreStep,
               BounceStep, DialogueStep, ListenStep, CallStep, TlsStep, RoleStep>
      what;
  Condition if_;
  Place place;
};

}  // namespace postiche::scenario
