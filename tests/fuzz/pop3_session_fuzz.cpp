// SPDX-License-Identifier: MIT
// Invariants of a session (session.h says which) hold for POP3, in whatever scenario, while another
// client reads the same maildrop or brings mail into it.
//
// Input: one octet chooses the scenario; the rest is session.h's.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/engine/player.h"
#include "tests/fuzz/session.h"

namespace {

using namespace postiche;

constexpr std::string_view head =
    "postiche: 1\nscenario: fuzz.pop3\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n";
constexpr std::string_view mail =
    "accounts:\n"
    "  alice: {password: secret, mailboxes: {INBOX: [{generate: 3, size: 300}, \"A: "
    "b\\n\\n.x\"]}}\n"
    "  bob: {password: p, quota: 40, mechanisms: [CRAM-MD5]}\n";

struct Part {
  scenario::ScenarioPtr scenario;
  testing::Services services;
};

Part make(const std::string& yaml, std::string_view second) {
  return {testing::text_scenario(std::string(head) + yaml), {"pop3", second}};
}

const std::array<Part, 6>& parts() {
  static const std::string accounts(mail);
  static const std::array<Part, 6> all{
      make("", "smtp"),
      make(accounts, "pop3"),
      make(accounts + "pop3: {require: tls, passwords-need-tls: yes, offer: {remove: [TOP]}}\n",
           "pop3s"),
      make(accounts +
               "pop3:\n  offer: {add: [LOGIN-DELAY 5, X-ODD word], hide: [UIDL]}\n  rules:\n"
               "    - {when: RETR, every: 2, do: [{wait: 2s}, honest]}\n"
               "    - {when: DELE, if: {message-number: 1}, reply: {text: -ERR no, effect: yes}}\n"
               "    - {when: STAT, also: yes, store: {expunge: {of: alice, messages: first}}}\n"
               "    - {when: NOOP, store: {renumber: {of: alice}}}\n"
               "    - {when: UIDL, reply: [+OK, .1 a, '{unique-id} {size}']}\n"
               "    - {when: TOP, honest: {change: {\"\\r\\n.\\r\\n\": \"\\r\\n\"}}}\n"
               "    - {when: QUIT, times: 1, reply: -ERR stay}\n"
               "    - {when: sasl, times: 1, reply: '+ '}\n",
           "smtp"),
      make(accounts + "pop3:\n  dialogue:\n    else: honest\n    lines:\n"
                      "      - S: +OK ready\n      - C: USER {who}\n      - S: +OK {who}\n"
                      "      - C: PASS *\n      - S: [+OK, in]\n      - honest: {until: RETR}\n"
                      "      - pace: {bytes: 3, every: 1s}\n      - S: -ERR no\n",
           "pop3"),
      make("limits: {commands: 9, errors: 3, sessions: 1, idle: 3s, line: 40}\n", "pop3"),
  };
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Part& part = parts()[data[0] % parts().size()];
  testing::fuzz_session(part.scenario, part.services, data + 1, size - 1);
  return 0;
}
