// SPDX-License-Identifier: MIT
// The header that is installed, used as somebody else's test would. That a client is served stands
// in tests/packaging, with the library installed.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "harness/facade/postiche.h"

namespace {

using postiche::Options;
using postiche::Server;

Options here() {
  Options options;
  options.folders = {POSTICHE_SOURCE_DIR "/scenarios"};
  return options;
}

std::string refusal_of(const std::string& scenario, const Options& options) {
  try {
    const Server server(scenario, options);
  } catch (const postiche::Refusal& refusal) {
    return refusal.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("a scenario is a name, a path or a text") {
  const std::string path = POSTICHE_SOURCE_DIR "/scenarios/honest.yaml";
  const std::string text = "postiche: 1\nscenario: my.own\nsmtp: {}\n";
  for (const std::string& scenario : {std::string("honest"), path, text}) {
    CAPTURE(scenario);
    const Server server(scenario, here());
    CHECK(server.endpoint("smtp").port != 0);
    CHECK(server.complaint().empty());
  }
}

TEST_CASE("what is wrong with a scenario is told with its place") {
  CHECK(refusal_of("postiche: 1\nscenario: my.own\nsmpt: {}\n", here()).find("<scenario>:3:1: ") ==
        0);
  CHECK(refusal_of("no-such-scenario", here()).find("no-such-scenario") != std::string::npos);
}

TEST_CASE("an address that is nobody's is told, and a service that nobody listens for") {
  Options options = here();
  options.listeners = {{"smtp", "192.0.2.1:0"}};
  CHECK(refusal_of("honest", options).find("192.0.2.1") != std::string::npos);
  const Server server("honest", here());
  CHECK_THROWS_AS(server.endpoint("pop3"), postiche::Refusal);
}

TEST_CASE("listeners are those that were wanted") {
  Options options = here();
  options.listeners = {{"pop3", "127.0.0.1:0"}, {"imap", "[::1]:0"}};
  const Server server("honest", options);
  REQUIRE(server.endpoints().size() == 2);
  CHECK(server.endpoint("pop3").host == "127.0.0.1");
  CHECK(server.endpoint("imap").host == "::1");
}

TEST_CASE("who never came is complained of, with the transcript") {
  const Server server("greylisting", here());
  CHECK_FALSE(server.wait_for_messages(1, std::chrono::milliseconds(1)));
  REQUIRE_FALSE(server.verdicts().empty());
  CHECK(server.verdicts().front().outcome == postiche::Outcome::fail);
  CHECK(server.complaint().find("\nThe transcript:\n") != std::string::npos);
}
