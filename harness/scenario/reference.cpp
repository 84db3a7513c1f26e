// SPDX-License-Identifier: MIT
#include "harness/scenario/reference.h"

#include "harness/scenario/language.h"
#include "harness/scenario/load/sections.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {

namespace {

ReferenceTable print(const SectionDoc& section) {
  ReferenceTable out{std::string(section.title),
                     "| key | value | meaning |\n| --- | --- | --- |\n"};
  for (const KeyDoc& doc : section.keys) {
    out.markdown += "| `" + std::string(doc.key) + "`" +
                    (doc.need == Need::required ? " (required)" : "") + " | " +
                    std::string(doc.form) + " | " + std::string(doc.meaning) + " |\n";
    out.keys.emplace_back(doc.key);
  }
  return out;
}

template <typename Row>
ReferenceTable print_words(std::string title, std::span<const Row> rows) {
  ReferenceTable out{std::move(title), "| word | meaning |\n| --- | --- |\n"};
  for (const Row& row : rows) {
    out.markdown += "| `" + std::string(row.word) + "` | " + std::string(row.meaning) + " |\n";
  }
  return out;
}

}  // namespace

std::vector<SectionDoc> document_all() {
  std::vector<SectionDoc> all;
  for (const auto document : {document_top,          document_clock,
                              document_memory,       document_limits,
                              document_accounts,     document_messages,
                              document_checks,       document_protocol_section,
                              document_role_step,    document_tls,
                              document_offer,        document_phases,
                              document_rules,        document_triggers,
                              document_conditions,   document_steps,
                              document_timing_steps, document_writing_steps,
                              document_noting_steps, document_store_steps,
                              document_listen_step,  document_call_step,
                              document_dialogues,    document_dialogue_lines,
                              document_expectations, document_event_forms,
                              document_outcome_forms}) {
    for (SectionDoc& section : document()) all.push_back(std::move(section));
  }
  return all;
}

std::vector<ReferenceTable> reference() {
  std::vector<ReferenceTable> out;
  for (const SectionDoc& section : document_all()) out.push_back(print(section));
  out.push_back(print_words("events", events()));
  out.push_back(print_words("verbs of SMTP and LMTP", verbs(Protocol::smtp)));
  out.push_back(print_words("verbs of POP3", verbs(Protocol::pop3)));
  out.push_back(print_words("verbs of IMAP", verbs(Protocol::imap)));
  out.push_back(print_words("attributes", attributes()));
  out.push_back(print_words("questions to a tally", tally_questions()));
  out.push_back(print_words("names in texts", template_names()));
  out.push_back(print_words("services", services()));
  out.push_back(print_words("needs", needs()));
  return out;
}

}  // namespace postiche::scenario
