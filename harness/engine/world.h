// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a run share: the scenario, the store, the memory of rules, the clock and the
// transcript. For one thread; sessions share nothing else.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/base/time.h"
#include "harness/engine/clock.h"
#include "harness/engine/errand.h"
#include "harness/engine/memory.h"
#include "harness/engine/play.h"
#include "harness/engine/service.h"
#include "harness/engine/tally_book.h"
#include "harness/scenario/model.h"
#include "harness/store/store.h"
#include "harness/transcript/transcript.h"

namespace postiche::engine {

// The whole server cannot be reached: connections that begin meanwhile are not served.
struct Outage {
  enum class Kind { refuse, reset, stop };
  Kind kind = Kind::refuse;
  VirtualTime until;
};
std::string_view name(Outage::Kind kind);

class World {
 public:
  // `start` is the virtual time at real instant zero, unless the scenario names one. `seed` decides
  // every `chance`.
  World(scenario::ScenarioPtr scenario, VirtualTime start,
        std::size_t transcript_limit = transcript::Transcript::default_limit,
        std::uint64_t seed = 1);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // As new: only the mail that the scenario brings, no memory of rules, no outage. Open connections
  // go on.
  void reset();
  // A message that arrives when the world's clock has come so far. False: too many are on their
  // way.
  [[nodiscard]] bool deliver_later(VirtualTime due, mail::Message message);
  // What is due happens now; called whenever time may have gone on.
  void on_time(Instant now);
  // When on_time is to be called, if ever.
  std::optional<Instant> deadline() const;
  // Instead of the outage that there may be. Whoever listens follows this.
  void begin_outage(const Outage& outage, Instant now);
  void end_outage(Instant now);
  const std::optional<Outage>& outage() const { return outage_; }
  // Something that happened to the run and not on one connection: its connection is 0.
  void note(Instant now, const transcript::Fields& fields);

  // Somebody is to be called; whoever has a network takes it up.
  void send(Errand errand);
  std::optional<Errand> next_errand();

  // What the scenario's `finish` waits for has come.
  bool is_finished(VirtualTime now) const;

  // What sessions play that begin from now on; mail, accounts and the clock stay as they are. Open
  // sessions go on with theirs.
  void replace(scenario::ScenarioPtr next);

  scenario::ScenarioPtr scenario;
  store::Store store;
  VirtualClock clock;
  Memory memory;
  TallyBook tallies;
  Variables variables;  // "world.x"
  // When each user, in lower case, was let into a maildrop last: for LOGIN-DELAY.
  std::map<std::string, VirtualTime, std::less<>> logins;
  transcript::Transcript transcript;
  const std::uint64_t seed;
  // A session begins: what it plays.
  PlayPtr begin(const Service& service);
  // Something that a phase may wait for.
  void happened(scenario::Event event, std::string_view verb = {});
  // The phase of the sessions that begin from now on. Phases then no longer change by themselves.
  void enter_phase(std::size_t index);
  std::size_t phase() const { return phase_; }
  // Armed route `index` takes its one connection; false when it has had it.
  bool take_route(std::size_t index);
  // False where no route has that name.
  bool arm(std::string_view route);

  std::uint64_t accepted = 0;  // messages, the discarded ones too
  std::uint64_t reports = 0;   // written so far
  std::uint64_t calls = 0;     // made so far
  std::uint64_t sessions = 0;  // open ones, the one that is greeted included

 private:
  void prepare();
  std::shared_ptr<Play> make_play(const scenario::Section& section, const Service& service);
  // Everything that sessions of this service may play: one, or one a phase. Made when it is wanted.
  const std::vector<PlayPtr>& plays(const Service& service);
  void stock();
  void enqueue(const std::string& domain, const scenario::StoredMessage& stored);

  std::multimap<VirtualTime, mail::Message> arrivals_;  // those of one time in their order
  std::deque<Errand> errands_;
  scenario::ScenarioPtr accounts_of_;          // whatever is played later
  std::vector<scenario::ScenarioPtr> former_;  // the transcript has views of their names
  VirtualTime began_;
  std::optional<Outage> outage_;
  // Numbers of rules in the memory, by name and place: phases share what they have in common.
  std::map<std::pair<std::string, std::string>, std::size_t> numbers_;
  std::size_t last_number_ = 0;
  std::map<std::pair<scenario::Protocol, smtp::Mode>, std::vector<PlayPtr>> plays_;
  std::vector<bool> armed_;  // one a route
  std::size_t phase_ = 0;
  bool phase_over_ = false;
  bool by_hand_ = false;  // phases change when they are told to
};

}  // namespace postiche::engine
