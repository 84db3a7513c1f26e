// SPDX-License-Identifier: MIT
// Invariants of a session (session.h says which) hold for IMAP, in whatever scenario, while another
// client has the same mailbox open or brings mail into it; and those of one that is compressed
// (deflated_session.h).
//
// Input: one octet chooses the scenario; the rest is session.h's, or deflated_session.h's.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/engine/player.h"
#include "tests/fuzz/deflated_session.h"
#include "tests/fuzz/session.h"

namespace {

using namespace postiche;

constexpr std::string_view head =
    "postiche: 1\nscenario: fuzz.imap\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n";
constexpr std::string_view mail =
    "accounts:\n"
    "  ann: {password: p, mailboxes: {INBOX: [{generate: 3, size: 300}, \"A: b\\n\\n.x\"], W: "
    "[]}}\n"
    "  bob: {password: p, quota: 40, mechanisms: [CRAM-MD5]}\n";
// What is deflated is not what was meant: nothing can be compared octet by octet.
constexpr std::string_view plain = "imap:\n  offer: {remove: [COMPRESS=DEFLATE]";

struct Part {
  scenario::ScenarioPtr scenario;
  testing::Services services;
};

Part make(const std::string& yaml, std::string_view second) {
  return {testing::text_scenario(std::string(head) + yaml), {"imap", second}};
}

const std::array<Part, 6>& parts() {
  static const std::string accounts = std::string(mail) + std::string(plain);
  static const std::array<Part, 6> all{
      make(accounts + "}\n", "imap"),
      make(accounts + "}\n  greeting: PREAUTH ann\n", "smtp"),
      make(accounts + "}\n  require: tls\n  passwords-need-tls: yes\n", "imaps"),
      make(accounts +
               ", add: [APPENDLIMIT=90, X-ODD], hide: [UIDPLUS]}\n  rules:\n"
               "    - {when: FETCH, every: 2, do: [{wait: 2s}, honest]}\n"
               "    - {when: UID STORE, reply: {text: NO no, effect: yes}}\n"
               "    - {when: STORE, also: yes, store: {expunge: {of: ann, messages: first}}}\n"
               "    - {when: CHECK, store: {renumber: {of: ann}}}\n"
               "    - {when: SEARCH, reply: ['* SEARCH 1 9', 'OK {tag} {message-set} {mailbox}']}\n"
               "    - {when: SELECT, honest: {change: {EXISTS: EXPUNGE, \"\\r\\n\": \"\\n\"}}}\n"
               "    - {when: literal, every: 3, reply: NO none}\n"
               "    - {when: literal, if: {literal.size: '> 200'}, reply: + go on}\n"
               "    - {when: idle, every: 2, reply: '* 9 EXISTS'}\n"
               "    - {when: DONE, every: 2, silence: yes}\n"
               "    - {when: LOGOUT, times: 1, reply: BAD stay}\n"
               "    - {when: sasl, times: 1, reply: '+ '}\n",
           "imap"),
      make(accounts + "}\n  dialogue:\n    else: honest\n    lines:\n"
                      "      - S: '* OK ready'\n      - C: '{t} LOGIN {who} *'\n"
                      "      - S: '{t} OK {who}'\n"
                      "      - maybe: [{C: '* APPEND *{{*}}'}, {S: + go on}, {C: 'A: {b}*'}]\n"
                      "      - maybe: [{C: '* CREATE {{*}}'}, {S: + four}, {C: {bytes: 4}}]\n"
                      "      - honest: {until: FETCH}\n"
                      "      - pace: {bytes: 3, every: 1s}\n      - S: NO no\n",
           "imap"),
      make("limits: {commands: 9, errors: 3, sessions: 1, idle: 3s, line: 40}\n" +
               std::string(plain) + "}\n",
           "imap"),
  };
  return all;
}

const scenario::ScenarioPtr& compressed() {
  static const auto scenario = testing::text_scenario(std::string(head) + std::string(mail));
  return scenario;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t choice = data[0] % (parts().size() + 1);
  if (choice == parts().size()) {
    testing::fuzz_deflated(compressed(), data + 1, size - 1);
    return 0;
  }
  const Part& part = parts()[choice];
  testing::fuzz_session(part.scenario, part.services, data + 1, size - 1);
  return 0;
}
