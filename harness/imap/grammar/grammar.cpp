// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/grammar.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/imap/characters.h"
#include "harness/imap/grammar/productions.h"
#include "harness/mail/findings.h"

namespace postiche::imap {

namespace {

using mail::Findings;

// In the order of Verb.
constexpr std::array<Production, verb_count> productions = {
    // unknown: whatever it is, nobody here knows its syntax
    nullptr,
    // CAPABILITY, NOOP, LOGOUT, ID
    parse_nothing, parse_nothing, parse_logout, parse_id,
    // STARTTLS, AUTHENTICATE, LOGIN
    parse_nothing, parse_authenticate, parse_login,
    // ENABLE, SELECT, EXAMINE, CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE
    parse_enable, parse_select, parse_select, parse_create, parse_one_mailbox, parse_rename,
    parse_one_mailbox, parse_one_mailbox,
    // LIST, LSUB, NAMESPACE, STATUS, APPEND, IDLE, COMPRESS, UNAUTHENTICATE
    parse_list, parse_lsub, parse_nothing, parse_status, parse_append, parse_nothing,
    parse_compress, parse_nothing,
    // GETQUOTA, GETQUOTAROOT, SETQUOTA, GETMETADATA, SETMETADATA, NOTIFY
    parse_quota_root, parse_one_mailbox, parse_setquota, parse_getmetadata, parse_setmetadata,
    parse_notify,
    // CHECK, CLOSE, UNSELECT, EXPUNGE
    parse_nothing, parse_nothing, parse_nothing, parse_expunge,
    // SEARCH, SORT, THREAD, FETCH, STORE, COPY, MOVE, REPLACE
    parse_search, parse_sort, parse_thread, parse_fetch, parse_store, parse_copy, parse_copy,
    parse_replace,
    // DONE, where there is no IDLE to end
    parse_nothing};

bool has_nul(const Utterance& utterance) {
  return std::any_of(utterance.texts.begin(), utterance.texts.end(), [](std::string_view text) {
    return text.find('\0') != std::string_view::npos;
  });
}

// A word and the white space behind it, off the front of `text`.
std::string_view take_word(std::string_view& text, Findings& findings) {
  const auto end = std::find_if(text.begin(), text.end(), ascii::is_space);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  const auto next = std::find_if_not(text.begin(), text.end(), ascii::is_space);
  const std::string_view space = text.substr(0, static_cast<std::size_t>(next - text.begin()));
  text.remove_prefix(space.size());
  if (space.find('\t') != std::string_view::npos) findings.note("tab-as-space");
  if (text.empty() && !space.empty()) {
    findings.note("trailing-white-space");
  } else if (space.size() > 1) {
    findings.note("extra-white-space");
  }
  return word;
}

// tag = 1*<any ASTRING-CHAR except "+">                         RFC 9051 sec 9
// A tag that cannot be used is none: the answer to it is untagged.
// Where there is none at all, nobody can say what the rest is.
void read_tag(std::string_view& text, Command& command, Findings& findings) {
  if (text.empty() || ascii::is_space(text.front())) {
    findings.refuse(ascii::trim(text).empty() ? "empty-line" : "missing-tag");
    text = {};
    return;
  }
  const std::string_view tag = take_word(text, findings);
  if (std::all_of(tag.begin(), tag.end(), is_tag_char)) {
    command.tag = tag;
  } else {
    findings.refuse("bad-tag");
  }
}

void set_verb(std::string_view word, Command& command, Findings& findings) {
  const Verb verb = verb_of(word);
  if (verb == Verb::unknown || (command.by_uid() && !can_be_by_uid(verb))) {
    const bool is_word = std::all_of(word.begin(), word.end(), ascii::is_alnum);
    return findings.refuse(is_word ? "unknown-verb" : "garbled-verb");
  }
  command.verb = verb;
}

// uid = "UID" SP (copy / move / fetch / search / store)         RFC 9051 sec 9
// What is left of `text` are the arguments, with the white space before them.
void read_verb(std::string_view& text, Command& command, Findings& findings) {
  const char* const begin = text.data();
  if (text.empty()) return findings.refuse("missing-verb");
  std::string_view behind = text;
  Findings unused;  // white space behind the verb is its arguments'
  std::string_view word = take_word(behind, unused);
  if (ascii::equal_ignoring_case(word, "UID") && !behind.empty()) {
    word = take_word(text, findings);
    command.numbering = Numbering::uid;
    behind = text;
    word = take_word(behind, unused);
  }
  const auto size = static_cast<std::size_t>(word.data() + word.size() - begin);
  command.verb_text = std::string_view(begin, size);
  text.remove_prefix(static_cast<std::size_t>(word.data() - text.data()) + word.size());
  set_verb(word, command, findings);
}

}  // namespace

// command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF
//                                                               RFC 9051 sec 9
Command parse_command(const Utterance& utterance, Encoding names) {
  Command command;
  Findings findings;
  // C programs lose the rest of such a line: what was meant is not plain.
  if (has_nul(utterance)) findings.refuse("nul-byte");
  if (!utterance.texts.empty()) command.line = utterance.texts.front();
  std::string_view text = command.line;
  read_tag(text, command, findings);
  if (!text.empty() || !command.tag.empty()) read_verb(text, command, findings);
  command.argument = text.substr(text.empty() ? 0 : 1);
  if (findings.fault.empty()) {
    Reader reader(utterance, command.line.size() - text.size(), names, findings);
    command.arguments = productions.at(static_cast<std::size_t>(command.verb))(reader, command);
    reader.expect_end();
  }
  if (!findings.fault.empty()) command.arguments = {};
  command.deviations = std::move(findings.deviations);
  command.fault = findings.fault;
  return command;
}

}  // namespace postiche::imap
