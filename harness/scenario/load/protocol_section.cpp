// SPDX-License-Identifier: MIT
// The sections of protocols: `smtp`, `lmtp`, `pop3` and `imap`.

#include <algorithm>

#include "harness/scenario/lint/lint.h"
#include "harness/scenario/load/sections.h"
#include "harness/wire/dot_block.h"

namespace postiche::scenario {

namespace {

struct SectionDraft {
  Section& section;
  DialogueNames names;
};

// greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF       RFC 9051 sec 9
void check_imap_greeting(Reader& reader, const Node& node, const std::vector<Template>& lines) {
  std::string_view text = lines.back().leading_text();
  if (text.starts_with("* ")) text.remove_prefix(2);
  const std::string_view word = text.substr(0, text.find(' '));
  if (word != "NO" && word != "BAD") return;
  reader.warning(node, "no server greets with " + std::string(word),
                 "it has OK, PREAUTH and BYE; a dialogue may say it all the same");
}

void load_greeting(Reader& reader, const Node& node, SectionDraft& out) {
  auto lines = load_reply_lines(reader, node);
  reader.check_names({});
  if (lines.empty()) return;
  if (out.section.protocol == Protocol::imap) check_imap_greeting(reader, node, lines);
  const int code = code_of(ReplyStep{lines, {}});
  if (const auto why = why_foreign("connect", code)) {
    reader.warning(node, "no server greets with " + std::to_string(code),
                   *why + "; a dialogue may say it all the same");
  }
  out.section.greeting = std::move(lines);
}
void load_section_offer(Reader& reader, const Node& node, SectionDraft& out) {
  load_offer(reader, node, out.section.offer);
}
void load_section_pace(Reader& reader, const Node& node, SectionDraft& out) {
  out.section.pace = load_pace(reader, node);
}
void load_section_rules(Reader& reader, const Node& node, SectionDraft& out) {
  load_rules(reader, node, out.section.rules);
}
void load_section_dialogue(Reader& reader, const Node& node, SectionDraft& out) {
  load_dialogue(reader, node, out.names, out.section.dialogue.emplace());
}
void load_section_dialogues(Reader& reader, const Node& node, SectionDraft& out) {
  load_dialogues(reader, node, out.names, out.section);
}
void load_require(Reader& reader, const Node& node, SectionDraft& out) {
  constexpr Choice<Section::Requirement> choices[] = {{"nothing", Section::Requirement::nothing},
                                                      {"tls", Section::Requirement::tls},
                                                      {"auth", Section::Requirement::auth}};
  out.section.requires_ = reader.choose(node, choices, "requirement");
}
void load_passwords_need_tls(Reader& reader, const Node& node, SectionDraft& out) {
  out.section.passwords_need_tls = reader.yes_or_no(node).value_or(false);
}
void load_proxy_protocol(Reader& reader, const Node& node, SectionDraft& out) {
  out.section.proxy_protocol = reader.yes_or_no(node).value_or(false);
}
void load_ends_of_data(Reader& reader, const Node& node, SectionDraft& out) {
  const std::vector<std::string_view> known = wire::names_of_false_ends();
  const std::vector<const Node*> items = items_of(node);
  for (const Node* const item : items) {
    const auto name = reader.text(*item);
    if (!name) continue;
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      reader.unknown_word(*item, "end of data", *name, known);
    }
    out.section.ends_of_data.push_back(*name);
  }
}

// What every protocol has.
using SectionRow = KeyRow<SectionDraft>;
constexpr SectionRow greeting{{"greeting", "a reply", "What the server says first."},
                              load_greeting};
constexpr SectionRow proxy_protocol{
    {"proxy-protocol", "yes or no",
     "A connection begins with a header in which a proxy names the client; no."},
    load_proxy_protocol};
constexpr SectionRow pace{
    {"pace", "bytes, every, rate or join", "How all that is written is cut, from the first octet."},
    load_section_pace};
constexpr SectionRow rules{
    {"rules", "a list of rules", "Asked top to bottom; the first that holds speaks."},
    load_section_rules};
constexpr SectionRow dialogue{{"dialogue", "a list of items, or lines and else",
                               "The whole conversation, line by line, from the greeting on."},
                              load_section_dialogue};
constexpr SectionRow dialogues{
    {"dialogues", "names and dialogues", "Dialogues that are played from others or by a rule."},
    load_section_dialogues};

constexpr SectionRow smtp_rows[] = {
    greeting,
    {{"offer", "capabilities or stages",
      "A list replaces what EHLO says; `add`, `remove` and `hide` change it."},
     load_section_offer},
    {{"require", "nothing, tls or auth",
      "What is to be done before mail is taken; 530 to those who have not."},
     load_require},
    {{"passwords-need-tls", "yes or no",
      "Mechanisms that send a password are refused in clear, with 538; no."},
     load_passwords_need_tls},
    proxy_protocol,
    pace,
    rules,
    dialogue,
    dialogues,
    {{"ends-of-data", "false ends", "What is taken for the end of data besides CR LF, dot, CR LF."},
     load_ends_of_data},
};

void load_require_tls(Reader& reader, const Node& node, SectionDraft& out) {
  constexpr Choice<Section::Requirement> choices[] = {{"nothing", Section::Requirement::nothing},
                                                      {"tls", Section::Requirement::tls}};
  out.section.requires_ = reader.choose(node, choices, "requirement");
}
constexpr SectionRow pop3_rows[] = {
    greeting,
    {{"offer", "capabilities or stages",
      "A list replaces what CAPA says; `add`, `remove` and `hide` change it."},
     load_section_offer},
    {{"require", "nothing or tls", "What is to be done before anybody is let in; nothing."},
     load_require_tls},
    {{"passwords-need-tls", "yes or no",
      "USER, and mechanisms that send a password, are refused in clear; no."},
     load_passwords_need_tls},
    proxy_protocol,
    pace,
    rules,
    dialogue,
    dialogues,
};

constexpr SectionRow imap_rows[] = {
    greeting,
    {{"offer", "capabilities or stages",
      "A list replaces what CAPABILITY says; `add`, `remove` and `hide` change it."},
     load_section_offer},
    {{"require", "nothing or tls", "What is to be done before anybody is let in; nothing."},
     load_require_tls},
    {{"passwords-need-tls", "yes or no",
      "LOGIN, and mechanisms that send a password, are refused in clear; no."},
     load_passwords_need_tls},
    proxy_protocol,
    pace,
    rules,
    dialogue,
    dialogues,
};

}  // namespace

void load_section(Reader& reader, const Node& node, Protocol protocol, Section& out) {
  SectionDraft draft{out, declare_dialogues(reader, node)};
  const std::string what = "'" + std::string(name(protocol)) + "'";
  out.protocol = protocol;
  reader.enter(protocol);
  if (protocol == Protocol::pop3) {
    load_keys(reader, node, what, pop3_rows, draft);
  } else if (protocol == Protocol::imap) {
    load_keys(reader, node, what, imap_rows, draft);
  } else {
    load_keys(reader, node, what, smtp_rows, draft);
  }
  check_dialogues(reader, node, out);
  reader.enter(std::nullopt);
}

std::vector<SectionDoc> document_protocol_section() {
  return {document("smtp", smtp_rows), document("pop3", pop3_rows), document("imap", imap_rows)};
}

}  // namespace postiche::scenario
