// SPDX-License-Identifier: MIT
// `offer`: what EHLO, CAPA and CAPABILITY say.

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

void warn_unknown(Reader& reader, const Node& node, std::string_view line) {
  const Protocol here = reader.protocol().value_or(Protocol::smtp);
  // "AUTH=LOGIN" is how servers of SMTP before RFC 2554 wrote it.
  const std::string_view ends = here == Protocol::imap ? " " : " =";
  const std::string word = ascii::to_upper(line.substr(0, line.find_first_of(ends)));
  Words words;
  for (const WordRow& row : capabilities(here)) {
    if (is_capability(row, word)) return;
    words.push_back(row.word);
  }
  if (word.substr(0, 1) == "X") return;
  std::string hint = home_of_word(here, word);
  if (hint.empty()) hint = did_you_mean(word, words);
  reader.warning(node, "no known capability is named '" + word + "'", std::move(hint));
}

void add_capability(Reader& reader, const Node& node, std::vector<Capability>& out) {
  auto line = reader.text(node);
  if (!line) return;
  if (line->empty() || line->find_first_of("\r\n") != std::string::npos) {
    reader.error(node, "a capability is one line", "such as SIZE 1000");
    return;
  }
  warn_unknown(reader, node, *line);
  out.push_back({std::move(*line), reader.place(node)});
}

std::vector<Capability> load_capabilities(Reader& reader, const Node& node) {
  std::vector<Capability> out;
  if (node.kind == Node::Kind::list) {
    for (const Node* item : node.items) add_capability(reader, *item, out);
  } else {
    add_capability(reader, node, out);
  }
  return out;
}

void load_add(Reader& reader, const Node& node, OfferChange& out) {
  out.add = load_capabilities(reader, node);
}
void load_remove(Reader& reader, const Node& node, OfferChange& out) {
  out.remove = load_capabilities(reader, node);
}
void load_hide(Reader& reader, const Node& node, OfferChange& out) {
  out.hide = load_capabilities(reader, node);
}

constexpr KeyRow<OfferChange> change_rows[] = {
    {{"add", "capabilities", "Joins what the honest server offers, or replaces the same word."},
     load_add},
    {{"remove", "capabilities", "Not offered, and refused."}, load_remove},
    {{"hide", "capabilities", "Not said, but taken all the same."}, load_hide},
};

std::optional<OfferChange> load_stage(Reader& reader, const Node& node) {
  OfferChange out;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "a stage of 'offer'", change_rows, out);
  } else {
    out.only = load_capabilities(reader, node);
  }
  return out;
}

constexpr KeyRow<Offer> stage_rows[] = {
    {{"plain", "capabilities", "What differs before TLS: a list, or add, remove and hide."},
     [](Reader& r, const Node& n, Offer& out) { out.plain = load_stage(r, n); }},
    {{"tls", "capabilities", "What differs once TLS is on."},
     [](Reader& r, const Node& n, Offer& out) { out.tls = load_stage(r, n); }},
    {{"authenticated", "capabilities", "What differs once the client has authenticated."},
     [](Reader& r, const Node& n, Offer& out) { out.authenticated = load_stage(r, n); }},
};

}  // namespace

void load_offer(Reader& reader, const Node& node, Offer& out) {
  out.said = true;
  if (node.kind != Node::Kind::map) {
    out.only = load_capabilities(reader, node);
    return;
  }
  const std::span<const KeyRow<OfferChange>> changes = change_rows;
  const std::span<const KeyRow<Offer>> stages = stage_rows;
  Words words = keys_of(changes);
  for (const std::string_view word : keys_of(stages)) words.push_back(word);
  for (const Node::Entry& entry : node.entries) {
    if (const auto* const change = find_row(changes, entry.key->text)) {
      change->load(reader, *entry.value, out);
    } else if (const auto* const stage = find_row(stages, entry.key->text)) {
      stage->load(reader, *entry.value, out);
    } else {
      unknown_key(reader, *entry.key, "'offer'", words);
    }
  }
}

std::vector<SectionDoc> document_offer() {
  return {document("offer", change_rows), document("offer: stages", stage_rows)};
}

}  // namespace postiche::scenario
