// SPDX-License-Identifier: MIT
#include "harness/scenario/load/join.h"

#include <algorithm>
#include <unordered_set>

namespace postiche::scenario {

namespace {

struct Part {
  std::string_view section, key;  // key: "" for the whole section
  void (*take)(Scenario& into, Scenario& from);
};

constexpr Part parts[] = {
    {"clock", "", [](Scenario& into, Scenario& from) { into.clock = from.clock; }},
    {"domain", "", [](Scenario& into, Scenario& from) { into.domain = from.domain; }},
    {"limits", "line", [](Scenario& into, Scenario& from) { into.limits.line = from.limits.line; }},
    {"limits", "message",
     [](Scenario& into, Scenario& from) { into.limits.message = from.limits.message; }},
    {"limits", "recipients",
     [](Scenario& into, Scenario& from) { into.limits.recipients = from.limits.recipients; }},
    {"limits", "commands",
     [](Scenario& into, Scenario& from) { into.limits.commands = from.limits.commands; }},
    {"limits", "errors",
     [](Scenario& into, Scenario& from) { into.limits.errors = from.limits.errors; }},
    {"limits", "sessions",
     [](Scenario& into, Scenario& from) { into.limits.sessions = from.limits.sessions; }},
    {"limits", "idle", [](Scenario& into, Scenario& from) { into.limits.idle = from.limits.idle; }},
    {"finish", "", [](Scenario& into, Scenario& from) { into.finish = from.finish; }},
    {"accounts", "",
     [](Scenario& into, Scenario& from) {
       into.accounts = std::move(from.accounts);
       into.has_accounts = true;
     }},
    {"queue", "", [](Scenario& into, Scenario& from) { into.queue = std::move(from.queue); }},
    {"dial", "", [](Scenario& into, Scenario& from) { into.dial = std::move(from.dial); }},
    {"tls", "", [](Scenario& into, Scenario& from) { into.tls = from.tls; }},
    {"services", "", [](Scenario& into, Scenario& from) { into.services = from.services; }},
};

// Keys of the section of any protocol.
struct ServerPart {
  std::string_view key;
  void (*take)(Section& into, Section& from);
};
constexpr ServerPart server_parts[] = {
    {"greeting", [](Section& into, Section& from) { into.greeting = std::move(from.greeting); }},
    {"dialogue", [](Section& into, Section& from) { into.dialogue = std::move(from.dialogue); }},
    {"offer", [](Section& into, Section& from) { into.offer = std::move(from.offer); }},
    {"pace", [](Section& into, Section& from) { into.pace = from.pace; }},
    {"require", [](Section& into, Section& from) { into.requires_ = from.requires_; }},
    {"proxy-protocol",
     [](Section& into, Section& from) { into.proxy_protocol = from.proxy_protocol; }},
    {"passwords-need-tls",
     [](Section& into, Section& from) { into.passwords_need_tls = from.passwords_need_tls; }},
    {"ends-of-data",
     [](Section& into, Section& from) { into.ends_of_data = std::move(from.ends_of_data); }},
};

std::string path_of(std::string_view section, std::string_view key) {
  return std::string(section) + "." + std::string(key);
}

// Names tell rules apart in transcripts and reports, so each is given once.
void join_rules(std::vector<Rule>& into, std::vector<Rule> from, const std::string& name) {
  std::unordered_set<std::string> taken;
  for (const Rule& rule : into) taken.insert(rule.name);
  for (Rule& rule : from) {
    if (!rule.named) rule.name += " of " + name;
    rule.named = true;
    const std::string given = rule.name;
    for (int number = 2; !taken.insert(rule.name).second; ++number) {
      rule.name = given + " (" + std::to_string(number) + ")";
    }
    into.push_back(std::move(rule));
  }
}

void join_expectations(std::vector<Expectation>& into, std::vector<Expectation> from) {
  for (Expectation& one : from) {
    const auto same = [&](const Expectation& other) { return other.id == one.id; };
    if (std::none_of(into.begin(), into.end(), same)) into.push_back(std::move(one));
  }
}

void join_checks(std::vector<CheckPolicy>& into, std::vector<CheckPolicy> from) {
  for (CheckPolicy& one : from) {
    const auto same = [&](const CheckPolicy& other) { return other.id == one.id; };
    if (std::none_of(into.begin(), into.end(), same)) into.push_back(std::move(one));
  }
}

void join_memory(std::vector<NamedTally>& into, std::vector<NamedTally> from) {
  for (NamedTally& one : from) {
    const auto same = [&](const NamedTally& other) { return other.name == one.name; };
    if (std::none_of(into.begin(), into.end(), same)) into.push_back(std::move(one));
  }
}

}  // namespace

Said said_by(const Node& root) {
  Said said;
  const auto look = [&](std::string_view section, std::string_view key) {
    const Node* at = root.find(section);
    if (at && !key.empty()) at = at->find(key);
    if (at) said.insert(path_of(section, key));
  };
  for (const Part& part : parts) look(part.section, part.key);
  for (const Protocol protocol : protocols) {
    for (const ServerPart& part : server_parts) look(name(protocol), part.key);
  }
  return said;
}

namespace {

void join_server(Section& into, Section from, std::string_view section, Said& said,
                 const Said& said_there, const std::string& name) {
  own_dialogues(from, name);
  into.dialogues.merge(from.dialogues);
  for (const ServerPart& part : server_parts) {
    const std::string path = path_of(section, part.key);
    if (said_there.contains(path) && said.insert(path).second) part.take(into, from);
  }
  join_rules(into.rules, std::move(from.rules), name);
}

}  // namespace

void join(Scenario& into, Said& said, Scenario from, const Said& said_there,
          const std::string& name) {
  for (auto& [protocol, section] : from.sections) {
    into.sections[protocol].protocol = protocol;
    join_server(into.sections[protocol], std::move(section), scenario::name(protocol), said,
                said_there, name);
  }
  for (const Part& part : parts) {
    const std::string path = path_of(part.section, part.key);
    if (!said_there.contains(path) || !said.insert(path).second) continue;
    part.take(into, from);
  }
  join_expectations(into.expect, std::move(from.expect));
  join_checks(into.checks, std::move(from.checks));
  join_memory(into.memory, std::move(from.memory));
  for (std::string& need : from.needs) {
    if (std::find(into.needs.begin(), into.needs.end(), need) == into.needs.end()) {
      into.needs.push_back(std::move(need));
    }
  }
  into.parameters.merge(from.parameters);
}

namespace {

void share_section(const Section& common, Section& own) {
  if (!own.greeting) own.greeting = common.greeting;
  if (!own.offer.said) own.offer = common.offer;
  if (own.ends_of_data.empty()) own.ends_of_data = common.ends_of_data;
  if (!own.dialogue) own.dialogue = common.dialogue;
  own.dialogues.insert(common.dialogues.begin(), common.dialogues.end());
  own.rules.insert(own.rules.end(), common.rules.begin(), common.rules.end());
}

}  // namespace

void share(Scenario& scenario) {
  for (Phase& phase : scenario.phases) {
    for (const auto& [protocol, section] : scenario.sections) {
      phase.sections[protocol].protocol = protocol;
      share_section(section, phase.sections[protocol]);
    }
  }
}

}  // namespace postiche::scenario
