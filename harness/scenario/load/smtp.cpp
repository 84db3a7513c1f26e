// SPDX-License-Identifier: MIT
// The sections `smtp` and `lmtp`.

#include <algorithm>

#include "harness/scenario/lint/lint.h"
#include "harness/scenario/load/sections.h"
#include "harness/wire/dot_block.h"

namespace postiche::scenario {

namespace {

struct Draft {
  Smtp& smtp;
  DialogueNames names;
};

void load_greeting(Reader& reader, const Node& node, Draft& out) {
  auto lines = load_reply_lines(reader, node);
  reader.check_names({});
  if (lines.empty()) return;
  const int code = code_of(ReplyStep{lines, {}});
  if (const auto why = why_foreign("connect", code)) {
    reader.warning(node, "no server greets with " + std::to_string(code),
                   *why + "; a dialogue may say it all the same");
  }
  out.smtp.greeting = std::move(lines);
}
void load_smtp_offer(Reader& reader, const Node& node, Draft& out) {
  load_offer(reader, node, out.smtp.offer);
}
void load_smtp_pace(Reader& reader, const Node& node, Draft& out) {
  out.smtp.pace = load_pace(reader, node);
}
void load_smtp_rules(Reader& reader, const Node& node, Draft& out) {
  load_rules(reader, node, out.smtp.rules);
}
void load_smtp_dialogue(Reader& reader, const Node& node, Draft& out) {
  load_dialogue(reader, node, out.names, out.smtp.dialogue.emplace());
}
void load_smtp_dialogues(Reader& reader, const Node& node, Draft& out) {
  load_dialogues(reader, node, out.names, out.smtp);
}
void load_require(Reader& reader, const Node& node, Draft& out) {
  constexpr Choice<Smtp::Requirement> choices[] = {{"nothing", Smtp::Requirement::nothing},
                                                   {"tls", Smtp::Requirement::tls},
                                                   {"auth", Smtp::Requirement::auth}};
  out.smtp.requires_ = reader.choose(node, choices, "requirement");
}
void load_passwords_need_tls(Reader& reader, const Node& node, Draft& out) {
  out.smtp.passwords_need_tls = reader.yes_or_no(node).value_or(false);
}
void load_proxy_protocol(Reader& reader, const Node& node, Draft& out) {
  out.smtp.proxy_protocol = reader.yes_or_no(node).value_or(false);
}
void load_ends_of_data(Reader& reader, const Node& node, Draft& out) {
  const std::vector<std::string_view> known = wire::names_of_false_ends();
  const std::vector<const Node*> items = items_of(node);
  for (const Node* const item : items) {
    const auto name = reader.text(*item);
    if (!name) continue;
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      reader.unknown_word(*item, "end of data", *name, known);
    }
    out.smtp.ends_of_data.push_back(*name);
  }
}
constexpr KeyRow<Draft> rows[] = {
    {{"greeting", "a reply", "What the server says first."}, load_greeting},
    {{"offer", "capabilities or stages",
      "A list replaces what EHLO says; `add`, `remove` and `hide` change it."},
     load_smtp_offer},
    {{"require", "nothing, tls or auth",
      "What is to be done before mail is taken; 530 to those who have not."},
     load_require},
    {{"passwords-need-tls", "yes or no",
      "Mechanisms that send a password are refused in clear, with 538; no."},
     load_passwords_need_tls},
    {{"proxy-protocol", "yes or no",
      "A connection begins with a header in which a proxy names the client; no."},
     load_proxy_protocol},
    {{"ends-of-data", "false ends", "What is taken for the end of data besides CR LF, dot, CR LF."},
     load_ends_of_data},
    {{"pace", "bytes, every, rate or join",
      "How all that is written is cut, from the first octet."},
     load_smtp_pace},
    {{"rules", "a list of rules", "Asked top to bottom; the first that holds speaks."},
     load_smtp_rules},
    {{"dialogue", "a list of items, or lines and else",
      "The whole conversation, line by line, from the greeting on."},
     load_smtp_dialogue},
    {{"dialogues", "names and dialogues", "Dialogues that are played from others or by a rule."},
     load_smtp_dialogues},
};

}  // namespace

void load_smtp(Reader& reader, const Node& node, std::string_view what, Smtp& out) {
  Draft draft{out, declare_dialogues(reader, node)};
  load_keys(reader, node, what, rows, draft);
  check_dialogues(reader, node, out);
}

std::vector<SectionDoc> document_smtp() { return {document("smtp", rows)}; }

}  // namespace postiche::scenario
