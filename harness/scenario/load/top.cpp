// SPDX-License-Identifier: MIT
// The top of a file: its head, and the way into each section.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

bool is_id(std::string_view text) {
  const auto is_part = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return (ascii::is_alnum(c) && ascii::lower(c) == c) || c == '-';
    });
  };
  const auto parts = ascii::split(text, '.');
  return std::all_of(parts.begin(), parts.end(), is_part);
}

namespace {

void load_version(Reader& reader, const Node& node, Scenario&) {
  const auto version = reader.number(node);
  if (version && *version != 1) {
    reader.error(node, "language version " + std::to_string(*version) + " is not known",
                 "this program speaks version 1");
  }
}

void load_id(Reader& reader, const Node& node, Scenario& out) {
  const auto id = reader.text(node);
  if (!id) return;
  if (!is_id(*id)) {
    reader.error(node, "'" + *id + "' is no scenario id",
                 "lower-case words joined by dots and hyphens, such as smtp.retry.greylisting");
  }
  out.id = *id;
}
void load_rev(Reader& reader, const Node& node, Scenario& out) {
  if (const auto rev = reader.number(node, 1))
    out.rev = static_cast<int>(std::min<std::uint64_t>(*rev, 1'000'000));
}
void load_title(Reader& reader, const Node& node, Scenario& out) {
  out.title = reader.text(node).value_or("");
}
void load_why(Reader& reader, const Node& node, Scenario& out) {
  out.why = reader.text(node).value_or("");
}
void load_spec(Reader& reader, const Node& node, Scenario& out) { out.spec = reader.texts(node); }
void load_tags(Reader& reader, const Node& node, Scenario& out) { out.tags = reader.texts(node); }
void load_need(Reader& reader, const Node& node, Scenario& out) {
  auto word = reader.text(node);
  if (!word) return;
  Words words;
  for (const WordRow& row : needs()) words.push_back(row.word);
  if (std::find(words.begin(), words.end(), *word) == words.end()) {
    reader.unknown_word(node, "need", *word, words);
  }
  out.needs.push_back(std::move(*word));
}
void load_needs(Reader& reader, const Node& node, Scenario& out) {
  if (node.kind != Node::Kind::list) return load_need(reader, node, out);
  for (const Node* item : node.items) load_need(reader, *item, out);
}
// Read before all else, by load_parameters and by Source.
void load_with(Reader&, const Node&, Scenario&) {}
void load_use(Reader&, const Node&, Scenario&) {}
void load_matrix_section(Reader&, const Node&, Scenario&) {}
void load_clock_section(Reader& reader, const Node& node, Scenario& out) {
  load_clock(reader, node, out.clock);
}
void load_hints(Reader& reader, const Node& node, Scenario& out) {
  out.hints = reader.yes_or_no(node).value_or(false);
}
void load_accounts_section(Reader& reader, const Node& node, Scenario& out) {
  out.has_accounts = true;
  load_accounts(reader, node, out.accounts);
}
void load_domain(Reader& reader, const Node& node, Scenario& out) {
  const auto domain = reader.text(node);
  // It stands in replies, so nothing in it may end a line or a word.
  const auto is_odd = [](char c) { return ascii::is_space(c) || ascii::is_control(c); };
  if (domain && (domain->empty() || std::any_of(domain->begin(), domain->end(), is_odd))) {
    return reader.error(node, "a domain is one word, not " + node.describe(),
                        "such as mx.example.com");
  }
  out.domain = domain;
}
void load_memory_section(Reader& reader, const Node& node, Scenario& out) {
  load_memory(reader, node, out.memory);
}
void load_services(Reader& reader, const Node& node, Scenario& out) {
  Words words;
  for (const ServiceRow& row : services()) words.push_back(row.word);
  for (std::string& name : reader.texts(node)) {
    if (std::find(words.begin(), words.end(), name) == words.end()) {
      reader.unknown_word(node, "service", name, words);
    } else if (std::find(out.services.begin(), out.services.end(), name) != out.services.end()) {
      reader.error(node, "'" + name + "' stands here twice");
    } else {
      out.services.push_back(std::move(name));
    }
  }
}
void load_expect(Reader& reader, const Node& node, Scenario& out) {
  load_expectations(reader, node, out.expect);
}

constexpr KeyRow<Scenario> top_rows[] = {
    {{"postiche", "1", "The version of the language.", Need::required}, load_version},
    {{"scenario", "an id", "Its stable name: lower-case words, dots, hyphens.", Need::required},
     load_id},
    {{"rev", "a number", "Raised when behaviour or judgement changes; 1."}, load_rev},
    {{"title", "a sentence", "What happens."}, load_title},
    {{"why", "a sentence or two", "Why a client should be tried with it."}, load_why},
    {{"spec", "references", "The rules at stake."}, load_spec},
    {{"needs", "words", "What a client must be able to do; without it, it is skipped."},
     load_needs},
    {{"tags", "words", "To choose scenarios by."}, load_tags},
    {{"with", "names and values", "Parameters: {name} in any text; `--set name=value`."},
     load_with},
    {{"use", "scenarios",
      "Fragments: their rules are asked after these, their settings fill gaps."},
     load_use},
    {{"matrix", "names and lists",
      "Parameters with several values: one case for each combination."},
     load_matrix_section},
    {{"clock", "start, speed", "The virtual clock."}, load_clock_section},
    {{"domain", "a domain", "What the server calls itself; mx.example.com."}, load_domain},
    {{"memory", "tallies by name", "What several rules count together."}, load_memory_section},
    {{"hints", "yes or no",
      "Whether a reply of the honest server says which rule was near, and why it did not speak."},
     load_hints},
    {{"limits", "names and limits", "How much the server bears."},
     [](Reader& r, const Node& n, Scenario& out) { load_limits(r, n, out.limits); }},
    {{"accounts", "accounts", "Who has a mailbox; without it, everybody."}, load_accounts_section},
    {{"queue", "domains and messages", "Mail that waits here for a domain to fetch it."},
     [](Reader& r, const Node& n, Scenario& out) { load_queue(r, n, out.queue); }},
    {{"dial", "domains and addresses", "Where that mail is brought when ETRN asks for it."},
     [](Reader& r, const Node& n, Scenario& out) { load_dial(r, n, out.dial); }},
    {{"smtp", "greeting, offer, rules", "How the SMTP server differs from the honest one."},
     load_section_of<Protocol::smtp>},
    {{"pop3", "greeting, offer, rules of POP3", "The same of the POP3 server."},
     load_section_of<Protocol::pop3>},
    {{"imap", "greeting, offer, rules of IMAP", "The same of the IMAP server."},
     load_section_of<Protocol::imap>},
    {{"lmtp", "greeting, offer, rules", "The same of the LMTP server."},
     load_section_of<Protocol::lmtp>},
    {{"tls", "certificate, versions, break", "How TLS differs from what a good server does."},
     [](Reader& r, const Node& n, Scenario& out) { load_tls(r, n, out.tls); }},
    {{"services", "services",
      "What it listens as; else smtp, lmtp, pop3 and imap, where there is such a section."},
     load_services},
    {{"phases", "a list of phases", "Parts that are played one after the other."},
     [](Reader& r, const Node& n, Scenario& out) { load_phases(r, n, out.phases); }},
    {{"route", "a list of routes", "Other scenarios, for connections that meet conditions."},
     [](Reader& r, const Node& n, Scenario& out) { load_route(r, n, out.route); }},
    {{"finish", "names and amounts", "When the run is over."},
     [](Reader& r, const Node& n, Scenario& out) { load_finish(r, n, out.finish); }},
    {{"checks", "ids and what to do", "What to do with checks of the catalogue."},
     [](Reader& r, const Node& n, Scenario& out) { load_checks(r, n, out.checks); }},
    {{"expect", "expectations", "What the client is expected to do."}, load_expect},
};

// A key for the author's own: room for anchors, or for what another program reads.
bool is_own(const Node::Entry& entry) { return entry.key->text.starts_with("x-"); }

}  // namespace

void load_top(Reader& reader, const Node& root, Scenario& out) {
  if (!expect_map(reader, root, "a scenario")) return;
  Node ours = root;
  std::erase_if(ours.entries, is_own);
  load_keys(reader, ours, "a scenario", top_rows, out);
  reader.warn_unused_parameters();
  out.parameters = reader.parameters();
}

std::vector<SectionDoc> document_top() {
  return {document("the top of a file", top_rows), document_use()};
}

}  // namespace postiche::scenario
