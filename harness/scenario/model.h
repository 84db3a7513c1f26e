// SPDX-License-Identifier: MIT
#pragma once
// A scenario as immutable values: what the loader makes and what the engine plays. Knows nothing of
// YAML, of sessions or of any protocol's grammar. Its parts have a header each.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/time.h"
#include "harness/scenario/accounts.h"
#include "harness/scenario/check_policy.h"
#include "harness/scenario/dialogue.h"
#include "harness/scenario/expectation.h"
#include "harness/scenario/limits.h"
#include "harness/scenario/matrix.h"
#include "harness/scenario/protocol.h"
#include "harness/scenario/rule.h"

namespace postiche::scenario {

struct Capability {
  std::string line;  // "SIZE 1000", as EHLO says it
  Place place;
};

struct OfferChange {
  std::optional<std::vector<Capability>> only;  // replaces what was offered before
  std::vector<Capability> add;                  // replaces one of the same word, else joins
  std::vector<Capability> remove;               // refused too
  std::vector<Capability> hide;                 // not said, but taken
};

// What holds always, and what differs while a connection is in the clear, has TLS, or has a user.
struct Offer : OfferChange {
  bool said = false;  // there was one
  std::optional<OfferChange> plain, tls, authenticated;
};

// How the server of one protocol differs from the honest one.
struct Section {
  Protocol protocol = Protocol::smtp;
  std::optional<std::vector<Template>> greeting;  // reply lines, as in ReplyStep
  Offer offer;
  std::optional<PaceStep> pace;  // from the first octet of each connection
  // What is to be done before mail is taken; none: as the service has it.
  enum class Requirement { nothing, tls, auth };
  std::optional<Requirement> requires_;
  bool proxy_protocol = false;      // each connection begins with a header that names the client
  bool passwords_need_tls = false;  // a mechanism that sends one is for encrypted lines only
  std::vector<std::string> ends_of_data;  // false ends that are taken for it, as wire names them
  std::vector<Rule> rules;
  std::optional<Dialogue> dialogue;           // from the first octet of each connection
  std::map<std::string, Dialogue> dialogues;  // to be played from there, or by a rule
};

// Those that a scenario has.
using Sections = std::map<Protocol, Section>;
// An empty one where there is none.
const Section& section_of(const Sections& sections, Protocol protocol);

// Learn, then attack: what one phase saved the next one uses.
struct Phase {
  std::string name;
  Sections sections;
  std::optional<Trigger> until;  // none: a connection has ended
  Place place;
};

// An alternative, for connections that meet its conditions.
struct Route {
  std::string name;
  Condition if_;
  bool armed = false;  // for one connection only
  Sections sections;
  // A route that says nothing of any protocol is the honest server's, in all of them.
  bool serves(Protocol protocol) const { return sections.empty() || sections.contains(protocol); }
};

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
  Matrix matrix;                                  // the first case is this scenario
  ClockSettings clock;
  bool hints = false;                 // honest replies say why no rule spoke
  std::optional<std::string> domain;  // what the server calls itself; mx.example.com
  std::vector<NamedTally> memory;
  Limits limits;
  Finish finish;
  std::vector<Account> accounts;
  bool has_accounts = false;  // a list that is empty delivers nothing
  Queue queue;
  std::map<std::string, std::string> dial;  // where to bring what waits for a domain, lower case
  std::vector<CheckPolicy> checks;
  TlsChange tls;
  std::vector<std::string> services;  // what it listens as; none: those of its sections
  Sections sections;
  std::vector<Phase> phases;  // each with what the sections say to all of them
  std::vector<Route> route;
  std::vector<Expectation> expect;
  std::string file;                // where it came from, for messages
  std::vector<std::string> files;  // this one and all that it uses
};

// All that a connection can meet, whatever it speaks.
std::vector<const Section*> all_sections(const Scenario& scenario);
// Every rule of these, those that several of them share once.
std::vector<const Rule*> all_rules(const Scenario& scenario);

// What it listens as where nobody says otherwise.
std::vector<std::string> services_of(const Scenario& scenario);

using ScenarioPtr = std::shared_ptr<const Scenario>;

}  // namespace postiche::scenario
