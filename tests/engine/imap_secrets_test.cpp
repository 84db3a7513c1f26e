// SPDX-License-Identifier: MIT
// No password of IMAP is written down, in whatever way a client says it.

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "harness/transcript/json_lines.h"
#include "tests/engine/player.h"

namespace postiche::testing {
namespace {

std::string written_of(scenario::ScenarioPtr scenario, std::string_view said, Cuts::Kind cuts) {
  Player player(std::move(scenario), {cuts, 1});
  player.listen_as("imap");
  player.connect(1);
  player.say(said);
  player.shut();
  std::string out;
  for (const transcript::Event* const event : player.events()) {
    transcript::write_event(out, *event, transcript::Secrets::masked);
  }
  return out;
}

std::string written_of(std::string_view said, Cuts::Kind cuts) {
  return written_of(library_scenario("honest", {}), said, cuts);
}

}  // namespace

TEST_CASE("a password is masked inline, as a literal, behind one, refused or cut short") {
  for (const std::string& said : std::vector<std::string>{
           "a LOGIN ann pencil\r\n",
           "a LOGIN ann {6}\r\npencil\r\n",
           "a LOGIN ann {6+}\r\npencil\r\n",
           "a LOGIN {3}\r\nann pencil\r\n",
           "a LOGIN {3+}\r\nann {6+}\r\npencil\r\n",
           "a LOGIN ann pencil {3}\r\nann\r\n",
           "a LOGIN {3}\r\nann pencil {1}\r\nx\r\n",
           "a LOGIN {70000+}\r\nann pencil",
           "a LOGIN ann pencil",
           "a LOGIN ann {60}\r\npencil",
           "a LOGIN {3}\r\nann pencil",
           "a LOGIN " + std::string(70'000, 'x') + " {6+}\r\npencil\r\n",
           "a AUTHENTICATE PLAIN pencil\r\n",
           "a AUTHENTICATE PLAIN\r\npencil\r\n",
           "a AUTHENTICATE PLAIN\r\npencil",
           "a AUTHENTICATE PLAIN {6+}\r\npencil\r\n",
       }) {
    CAPTURE(said);
    for (const Cuts::Kind cuts : {Cuts::Kind::whole, Cuts::Kind::bytewise}) {
      const std::string written = written_of(said, cuts);
      CHECK_MESSAGE(written.find("pencil") == std::string::npos, written);
    }
  }
}

TEST_CASE("a dialogue that a login does not fit quotes no password") {
  for (const std::string& script : std::vector<std::string>{
           "[{S: OK hi}, {C: '{t} LOGIN bob *'}]",
           "[{S: OK hi}, {C: '{t} LOGIN {{*}}'}, {S: + go on}, {C: 'bob {password}'}]",
           "[{S: OK hi}, {C: '{t} LOGIN ann {{*}}'}, {S: + go on}, {C: pen}]",
       }) {
    CAPTURE(script);
    const std::string yaml =
        "postiche: 1\nscenario: test\nimap: {dialogue: {else: honest, lines: " + script + "}}\n";
    for (const std::string said :
         {"a LOGIN {3}\r\nann {6}\r\npencil\r\n", "a LOGIN ann {6}\r\npencil\r\n"}) {
      const std::string written = written_of(text_scenario(yaml), said, Cuts::Kind::whole);
      CHECK_MESSAGE(written.find("pencil") == std::string::npos, written);
      CHECK_MESSAGE(written.find("dialogue-miss") != std::string::npos, written);
    }
  }
}

TEST_CASE("what is no password is written as it was said") {
  const std::string written =
      written_of("a CREATE {6+}\r\npencil\r\nb NOOP pencil x\r\n", Cuts::Kind::whole);
  CHECK(written.find("pencil") != written.rfind("pencil"));
}

}  // namespace postiche::testing
