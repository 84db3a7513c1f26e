// SPDX-License-Identifier: MIT
#pragma once
// A scenario as immutable values: what the loader makes and what the engine plays. Knows nothing of
// YAML, of sessions or of any protocol's grammar.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/base/result.h"
#include "harness/base/time.h"
#include "harness/scenario/language.h"
#include "harness/scenario/pattern.h"
#include "harness/scenario/template.h"

namespace postiche::scenario {

// --- conditions ---

// A tree: leaves compare one attribute with a pattern, branches combine.
struct Condition {
  enum class Kind { always, matches, all, any, none };
  Kind kind = Kind::always;
  Attribute attribute{};           // matches
  std::string key;                 // matches: the part after the dot in "header.subject"
  std::optional<Pattern> pattern;  // matches
  std::vector<Condition> parts;    // all, any, none
  Place place;
};

// --- how often ---

// What rules with one memory share a counter over. Empty attributes: one for the whole server.
struct Key {
  std::vector<Attribute> attributes;
};

// More than `count` of the same key within any `window` of virtual time.
struct Rate {
  std::uint64_t count = 0;
  Duration window;
};

struct Budget {
  std::optional<std::uint64_t> times;  // only the first so many
  std::uint64_t after = 0;             // not the first so many
  std::uint64_t every = 1;             // then each so-manieth
  std::optional<Duration> for_time;    // holds this long after the key was first seen
  std::optional<Duration> from_time;   // begins this long after the key was first seen
  std::optional<Rate> over;            // only what is over this rate
  std::optional<double> chance;        // this share of the times, by the world's seed
  std::optional<Duration> forget;      // a key not seen so long is new again
};

// --- steps ---

struct ReplyStep {
  std::vector<Template> lines;  // "451 4.7.1 text": as the scenario wrote it, without CRLF
  enum class Effect { believed, yes, no };
  Effect effect = Effect::believed;  // has the command's effect when the code is positive
};
struct SendStep {
  Template bytes;  // exact; what `eol` adds is already in it
  std::uint64_t repeat = 1;
};
struct WaitStep {
  Duration time;  // virtual; forever() never ends
};
struct PaceStep {
  std::size_t bytes = 1;  // later writes are cut into pieces of so many bytes
  Duration every;         // with this long between them; zero bytes: no more pacing
};
struct CloseStep {
  enum class How { fin, rst, half };
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

struct Step {
  std::variant<ReplyStep, SendStep, WaitStep, PaceStep, CloseStep, SilenceStep, DiscardStep,
               HonestStep, SetStep>
      what;
  Condition if_;
  Place place;
};

// --- rules ---

struct Trigger {
  Event event{};
  std::string verb;               // Event::command_named: in capitals, "RCPT"
  std::uint64_t after_bytes = 0;  // Event::data: once so many bytes of content were heard
};

struct Rule {
  std::string name;  // as given, else "rule 2"
  std::vector<Trigger> when;
  Condition if_;
  Key per;
  Budget budget;
  std::vector<Step> steps;
  bool also = false;  // speaks, and lets the rules below speak too
  Place place;
};

// --- what is offered ---

struct Capability {
  std::string line;  // "SIZE 1000", as EHLO says it
  Place place;
};

struct Offer {
  std::optional<std::vector<Capability>> only;  // replaces the honest offer
  std::vector<Capability> add;                  // replaces one of the same word, else joins
  std::vector<Capability> remove;
};

struct Smtp {
  std::optional<std::vector<Template>> greeting;  // reply lines, as in ReplyStep
  Offer offer;
  std::vector<Rule> rules;
};

// --- expectations ---

enum class Level { must, should, may, info };

struct CountForm {
  Trigger event;
  Condition if_;
  std::optional<std::uint64_t> at_least, at_most;  // `exactly` sets both
};
struct GapForm {
  enum class Between { attempts, connections, events };
  Between between = Between::attempts;
  Trigger event;                              // Between::events
  std::optional<Duration> at_least, at_most;  // virtual
};
struct NeverForm {
  Trigger event;
  Condition if_;
};
struct MessageForm {  // some accepted message meets all that is given
  std::optional<Pattern> bytes;
  std::map<std::string, Pattern> headers;  // names in lower case
  std::optional<std::string> sha256;       // of the content, hex
  std::optional<Pattern> reverse_path, recipient;
};
struct EndingForm {  // how each connection ended
  enum class By { any, client, server };
  By by = By::any;
  std::optional<std::string> how;  // quit, fin, rst, timeout
};

struct Expectation {
  std::string id;
  Level level = Level::must;
  std::variant<CountForm, GapForm, NeverForm, MessageForm, EndingForm> form;
  std::string says;  // the sentence for people; may be empty
  Place place;
};

// --- the whole ---

struct ClockSettings {
  std::optional<VirtualTime> start;  // none: the machine's time
  double speed = 1.0;                // virtual seconds per real second
};

struct Scenario {
  std::string id;  // "smtp.retry.greylisting"
  int rev = 1;
  std::string title, why;
  std::vector<std::string> spec, needs, tags;
  std::map<std::string, std::string> parameters;  // `with`, after --set
  ClockSettings clock;
  std::optional<std::string> domain;  // what the server calls itself; mx.example.com
  Smtp smtp;
  std::vector<Expectation> expect;
  std::string file;  // where it came from, for messages
};

using ScenarioPtr = std::shared_ptr<const Scenario>;

}  // namespace postiche::scenario
