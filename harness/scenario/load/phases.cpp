// SPDX-License-Identifier: MIT
// The sections `phases` and `route`: what is played now, and by whom.

#include <algorithm>
#include <set>

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

void load_until(Reader& reader, const Node& node, Phase& out) {
  auto trigger = load_trigger(reader, node);
  if (!trigger) return;
  constexpr Event allowed[] = {Event::connect, Event::command_named, Event::message, Event::refused,
                               Event::close};
  if (std::find(std::begin(allowed), std::end(allowed), trigger->event) == std::end(allowed)) {
    reader.error(node, "a phase can't wait for '" + node.text + "'",
                 "a verb, or one of connect, message, refused, close");
  }
  out.until = std::move(*trigger);
}
constexpr KeyRow<Phase> phase_rows[] = {
    {{"name", "a text", "What reports and transcripts call it.", Need::required},
     [](Reader& r, const Node& n, Phase& out) { out.name = r.text(n).value_or(""); }},
    {{"smtp", "greeting, offer, rules", "How the SMTP server differs in this phase."},
     load_section_of<Protocol::smtp>},
    {{"lmtp", "greeting, offer, rules", "How the LMTP server differs in it."},
     load_section_of<Protocol::lmtp>},
    {{"pop3", "greeting, offer, rules of POP3", "How the POP3 server differs in it."},
     load_section_of<Protocol::pop3>},
    {{"imap", "greeting, offer, rules of IMAP", "How the IMAP server differs in it."},
     load_section_of<Protocol::imap>},
    {{"until", "an event",
      "With `serve`: when it has come, the next connection begins the next "
      "phase; `close` without it."},
     load_until},
};

void load_route_if(Reader& reader, const Node& node, Route& out) {
  out.if_ = load_condition(reader, node);
}
void load_armed(Reader& reader, const Node& node, Route& out) {
  out.armed = reader.yes_or_no(node).value_or(false);
}
// Opened before all else, by Source.
void load_to(Reader&, const Node&, Route&) {}
constexpr KeyRow<Route> route_rows[] = {
    {{"name", "a text", "What transcripts call it; else the name behind `to`."},
     [](Reader& r, const Node& n, Route& out) { out.name = r.text(n).value_or(""); }},
    {{"to", "a text",
      "The scenario that is played: a name of the library, or a path beside the file."},
     load_to},
    {{"with", "names and values", "Its parameters."}, load_to},
    {{"smtp", "greeting, offer, rules", "Instead of `to`: what is played."},
     load_section_of<Protocol::smtp>},
    {{"lmtp", "greeting, offer, rules", "The same of LMTP."}, load_section_of<Protocol::lmtp>},
    {{"pop3", "greeting, offer, rules of POP3", "The same of POP3."},
     load_section_of<Protocol::pop3>},
    {{"imap", "greeting, offer, rules of IMAP", "The same of IMAP."},
     load_section_of<Protocol::imap>},
    {{"if", "conditions", "As soon as these hold, for the rest of the connection."}, load_route_if},
    {{"armed", "yes or no", "For one connection only."}, load_armed},
};

bool expect_list(Reader& reader, const Node& node, std::string_view what) {
  if (node.kind == Node::Kind::list) return true;
  reader.error(node, std::string(what) + " must be a list, not " + node.describe(),
               "begin each part with '- '");
  return false;
}

}  // namespace

void load_phases(Reader& reader, const Node& node, std::vector<Phase>& out) {
  if (!expect_list(reader, node, "'phases'")) return;
  if (node.items.empty()) reader.error(node, "an empty list of phases plays nothing");
  std::set<std::string> names;
  for (const Node* item : node.items) {
    Phase phase;
    phase.place = reader.place(*item);
    load_keys(reader, *item, "a phase", phase_rows, phase);
    if (!phase.name.empty() && !names.insert(phase.name).second) {
      reader.error(*item, "another phase is named '" + phase.name + "'");
    }
    out.push_back(std::move(phase));
  }
}

void load_route(Reader& reader, const Node& node, std::vector<Route>& out) {
  if (!expect_list(reader, node, "'route'")) return;
  for (const Node* item : node.items) {
    Route route;
    load_keys(reader, *item, "a route", route_rows, route);
    const Node* const to = item->find("to");
    if (item->kind == Node::Kind::map && (to != nullptr) == !route.sections.empty()) {
      reader.error(*item, "a route plays either 'to' or a section of its own",
                   "such as to: greylisting");
    }
    const std::string number = "route " + std::to_string(out.size() + 1);
    if (route.name.empty()) route.name = to ? to->text : number;
    out.push_back(std::move(route));
  }
}

std::vector<SectionDoc> document_phases() {
  return {document("phases", phase_rows), document("route", route_rows)};
}

}  // namespace postiche::scenario
