// SPDX-License-Identifier: MIT
// Invariants of a session (session.h says which) hold for SMTP and LMTP, in whatever scenario.
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
    "postiche: 1\nscenario: fuzz.inline\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "smtp:\n  rules:\n";

// Every kind of item of a dialogue; what does not fit is somebody else's, who may jump back in.
constexpr std::string_view dialogue =
    "postiche: 1\nscenario: fuzz.dialogue\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "smtp:\n"
    "  dialogue:\n    else: honest\n    lines:\n"
    "      - C: EHLO {me}\n      - S: [250-one, 250 two]\n"
    "      - maybe: [C: NOOP, {wait: 1s}, S: 250 OK]\n"
    "      - any-order:\n          - [C: RSET, S: 250 OK]\n          - [C: \"VRFY {who}\", play: "
    "token]\n"
    "      - honest: {until: MAIL}\n"
    "      - repeat: {at-most: 3, lines: [C: \"MAIL {a}:<{b}> *\", S: \"250 {b}\"]}\n"
    "      - C: /DATA|BDAT(?P<rest>.*)/\n      - S: 354 go\n      - message\n      - S: 250 kept\n"
    "      - repeat: [C: \"RCPT TO:<{to}>\", C: NOOP, S: \"250 {to}\", close: half]\n"
    "  dialogues:\n"
    "    token: [S: 334 go, C: {bytes: 3}, C: {until: \"\\r\\n\", at-most: 9}, C: {text: "
    "\"x\\n\"},\n"
    "            message, S: 235 OK]\n"
    "  rules:\n"
    "    - {when: [HELP, message], dialogue: token}\n"
    "    - {when: QUIT, also: true, dialogue: token}\n";

// One that ends the connection at the first line that does not fit.
constexpr std::string_view strict_dialogue =
    "postiche: 1\nscenario: fuzz.strict\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "smtp:\n  dialogue:\n"
    "    - S: 220 hello\n    - S: 250 ahead\n    - pace: {bytes: 3, every: 1s}\n"
    "    - repeat: [C: \"NOOP *\", C: \"* {x}\", S: \"250 {x}\", S: 250- goes on, S: 250 ends]\n"
    "    - C: DATA\n    - S: 354 lines\n    - C: \"{line-one}\"\n    - C: .\n    - S: 250 OK\n"
    "    - honest: {until: message}\n    - S: 451 later\n    - C: QUIT\n";

// Who wants a password, and TLS before it; mechanisms old and new, and rules amid the exchange.
constexpr std::string_view accounts =
    "postiche: 1\nscenario: fuzz.accounts\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "accounts:\n  alice@example.com: {password: secret}\n  bob: {password: \"p\"}\n"
    "smtp:\n  require: auth\n  passwords-need-tls: yes\n"
    "  offer: {plain: {add: [AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5 ANONYMOUS, XCLIENT ADDR "
    "LOGIN]}}\n"
    "  ends-of-data: [lf-dot-lf, cr-dot-cr]\n"
    "  rules:\n"
    "    - {when: sasl, if: {sasl.user: bob}, reply: 454 4.7.0 Later}\n"
    "    - {when: BDAT, every: 3, reply: 451 4.3.0 Not this chunk}\n"
    "    - {when: tls, also: yes, do: [{wait: 1s}]}\n";

constexpr std::string_view proxied =
    "postiche: 1\nscenario: fuzz.proxied\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "smtp:\n  proxy-protocol: yes\n  rules:\n"
    "    - {when: connect, if: {client.ip: 192.0.2.*}, wait: 1s}\n";

constexpr std::string_view lmtp =
    "postiche: 1\nscenario: fuzz.lmtp\nrev: 1\ntitle: A fuzzer\nwhy: To find faults.\n"
    "lmtp:\n  rules:\n"
    "    - {when: message, if: {recipient: b*}, reply: 452 4.2.2 Full}\n"
    "    - {when: message, if: {recipient: c*}, wait: 1s, discard: yes}\n";

const std::array<scenario::ScenarioPtr, 13>& scenarios() {
  static const auto inlined = [](const char* rules) {
    return testing::text_scenario(std::string(head) + rules);
  };
  static const std::array<scenario::ScenarioPtr, 13> all{
      testing::library_scenario("honest", {}),
      testing::library_scenario("greylisting", {}),
      testing::library_scenario("slow-greeting", {}),
      inlined("    - {when: command, do: [{wait: 3s}]}\n"
              "    - {when: message, also: true, do: [{pace: {bytes: 3, every: 1s}}]}\n"),
      inlined("    - {when: {data: {after-bytes: 7}}, also: true, do: [{wait: 2s}, {send: hm}]}\n"
              "    - {when: {data: {after-bytes: 9}}, reply: {text: 451 4.3.0 no, effect: yes}}\n"
              "    - {when: NOOP, do: [{wait: 2s}, {close: half}, {reply: 250 unheard}]}\n"
              "    - {when: RSET, do: [{wait: 1s}, {close: fin}]}\n"),
      inlined("    - {when: EHLO, do: [{pace: {bytes: 5, every: 200ms}}]}\n"
              "    - {when: DATA, reply: 354 go on, if: {state: fresh}}\n"
              "    - {when: garbage, do: [{wait: forever}]}\n"
              "    - {when: VRFY, close: rst}\n"),
      inlined(
          "    - {when: connect, also: true, do: [{pace: {bytes: 2}}]}\n"
          "    - {when: RCPT, if: {recipient: \"/^(?P<u>.*)@/\"}, every: 2, reply: \"550 {u}\"}\n"
          "    - {when: QUIT, times: 1, reply: {text: 221 stay, effect: no}}\n"
          "    - {when: message, per: reverse-path, times: 1, silence: yes}\n"),
      inlined("    - {when: [MAIL, RCPT, DATA], reply: {text: 550 5.0.0 but yes, effect: yes}}\n"
              "    - {when: message, discard: yes}\n"
              "    - {when: unknown, do: [{send: {hex: \"00ff0a0d\"}}, {honest: yes}]}\n"),
      testing::text_scenario(std::string(dialogue)),
      testing::text_scenario(std::string(strict_dialogue)),
      testing::text_scenario(std::string(accounts)),
      testing::text_scenario(std::string(lmtp)),
      testing::text_scenario(std::string(proxied)),
  };
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto& scenario = scenarios()[data[0] % scenarios().size()];
  const bool is_lmtp = scenario->sections.contains(scenario::Protocol::lmtp);
  const std::string_view service = is_lmtp ? "lmtp" : "smtp";
  testing::fuzz_session(scenario, {service, service}, data + 1, size - 1);
  return 0;
}
