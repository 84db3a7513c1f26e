// SPDX-License-Identifier: MIT
#pragma once
// Walks a transcript and knows at each event what a condition can ask about: the same attributes
// that rules see live, read from the record.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/model.h"
#include "harness/transcript/event.h"

namespace postiche::judge {

using transcript::Event;

class Facts {
 public:
  // The scenario, which outlives this, says what its tallies count.
  explicit Facts(const scenario::Scenario& scenario) : memory_(scenario.memory) {}

  // Takes in the next event; what follows speaks of the moment it happened.
  void see(const Event& event);

  bool is(const scenario::Trigger& trigger) const;
  bool holds(const scenario::Condition& condition) const;
  std::optional<std::string> value_of(scenario::Attribute attribute, std::string_view key) const;
  // Why the condition does not hold, in words.
  std::string obstacle(const scenario::Condition& condition) const;
  // Content of the message that the latest event ended, dot-stuffing undone.
  std::string content() const;

 private:
  // What is known of one connection.
  struct Past {
    std::string peer, client, helo, greeted_with, reverse_path, last_recipient;
    std::string service, port = "0";
    scenario::Protocol protocol = scenario::Protocol::smtp;
    bool tries_login = false;  // by the latest command
    std::string state = "start", protocol_state = "fresh";
    std::uint64_t commands = 0, recipients = 0, refused = 0, messages = 0, errors = 0;
    std::string last_reply;
    std::optional<Instant> spoke_at;  // when we said something last
    bool closed = false;              // before the latest event
    bool closed_now = false;          // by the latest event
    bool in_content = false;
    std::vector<const Event*> pieces;  // of the content at hand
    std::string end;                   // what ended the latest content, where it was no real end
    std::string last_verb, verb_before;
    std::string last_path;
    std::map<std::string, std::string, std::less<>> variables;
    bool is_secured = false;
    std::map<std::string, std::string, std::less<>> tls_facts;
    std::string user, mechanism;
    std::string asked_mailbox, mailbox;  // of SELECT; the one that is open
    bool chunks_ended = false;           // the latest chunk was the last of a message
    std::string before_auth;             // where AUTH, or IDLE, leads back to
    // Of XCLIENT: as asked for, and as taken.
    std::map<std::string, std::string, std::less<>> asked_attributes, attributes;
  };

  // Of a named tally, for one key.
  struct Tally {
    std::uint64_t count = 0;
    VirtualTime first, last;
  };

  std::string key_of(const scenario::NamedTally& tally) const;
  void count_tallies();
  std::optional<std::string> answer(std::string_view question) const;
  bool is_content() const;
  std::optional<std::string> tls_fact(std::string_view name) const;
  std::optional<std::string> decoded_response() const;
  void see_command(Past& past);
  void see_reply(Past& past);
  void see_note(Past& past);
  void see_tls(Past& past);
  // facts_protocol.cpp
  static std::string initial_state(const Past& past);
  void move_on(Past& past) const;
  static void move_on_in_smtp(Past& past);
  static void move_on_in_pop3(Past& past);
  static void move_on_in_imap(Past& past);
  static void open_mailbox(Past& past);
  void see_attributes(Past& past) const;
  static void become(Past& past);
  const Past& past() const { return pasts_.at(event_->connection); }

  const std::vector<scenario::NamedTally>& memory_;
  const Event* event_ = nullptr;
  std::map<std::uint32_t, Past> pasts_;
  std::map<std::string, std::string, std::less<>> shared_;  // "world.x"
  std::map<std::string, Tally> tallies_;                    // by name and key
};

}  // namespace postiche::judge
