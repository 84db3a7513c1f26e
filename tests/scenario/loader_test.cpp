// SPDX-License-Identifier: MIT
#include "harness/scenario/loader.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "harness/scenario/library.h"

namespace postiche::scenario {
namespace {

const std::string head = "postiche: 1\nscenario: test\n";
const std::string shelf = std::string(POSTICHE_SOURCE_DIR) + "/scenarios";

ScenarioPtr load(const std::string& text, const Parameters& set = {}) {
  const Loaded loaded = load_text(head + text, "test.yaml", set);
  for (const Diagnostic& one : loaded.diagnostics) FAIL_CHECK(one.text());
  REQUIRE(loaded.scenario);
  return loaded.scenario;
}

Rule load_rule(const std::string& text) {
  return load("smtp:\n  rules:\n    - " + text + "\n")->sections.at(Protocol::smtp).rules.at(0);
}

std::string first_problem(const std::string& text, const Parameters& set = {}) {
  const Loaded loaded = load_text(head + text, "test.yaml", set);
  return loaded.diagnostics.empty() ? "" : loaded.diagnostics[0].text();
}

TEST_CASE("every scenario of the library loads without a word") {
  const Library library({shelf});
  const auto all = library.list();
  CHECK(all.size() >= 140);
  for (const Library::Entry& one : all) {
    CAPTURE(one.path);
    const auto find = [&](std::string_view name) { return library.find_name(name); };
    const Loaded loaded = load_file(one.path, {}, find);
    for (const Diagnostic& problem : loaded.diagnostics) FAIL_CHECK(problem.text());
    REQUIRE(loaded.scenario);
    CHECK_FALSE(loaded.scenario->title.empty());
    CHECK_FALSE(loaded.scenario->why.empty());
    CHECK_FALSE(loaded.scenario->spec.empty());
  }
}

TEST_CASE("greylisting becomes what it says") {
  const Loaded loaded = load_file(shelf + "/smtp/greylisting.yaml", {{"delay", "10s"}});
  REQUIRE(loaded.scenario);
  const Scenario& scenario = *loaded.scenario;
  CHECK(scenario.id == "smtp.retry.greylisting");
  CHECK(scenario.parameters.at("delay") == "10s");
  REQUIRE(scenario.sections.at(Protocol::smtp).rules.size() == 1);
  const Rule& rule = scenario.sections.at(Protocol::smtp).rules[0];
  CHECK(rule.name == "too early");
  CHECK(rule.when.at(0).verb == "RCPT");
  CHECK(rule.per.attributes.size() == 3);
  CHECK(rule.budget.for_time == Duration::seconds(10));
  const auto& reply = std::get<ReplyStep>(rule.steps.at(0).what);
  CHECK(reply.lines.at(0).names() == std::vector<std::string_view>{"left"});
  REQUIRE(scenario.expect.size() == 3);
  CHECK(scenario.expect[1].level == Level::should);
  CHECK(std::get<GapForm>(scenario.expect[1].form).at_least == Duration::seconds(10));
  CHECK(std::get<CountForm>(scenario.expect[2].form).at_most == 1);
}

TEST_CASE("words that YAML 1.1 took for booleans stay text") {
  const auto scenario = load("tags: [NO, on, off, yes]\ntitle: NO\n");
  CHECK(scenario->tags == std::vector<std::string>{"NO", "on", "off", "yes"});
  CHECK(scenario->title == "NO");
}

TEST_CASE("anchors and aliases are one node in two places") {
  const auto scenario = load("title: &t Same\nwhy: *t\n");
  CHECK(scenario->why == "Same");
}

TEST_CASE("steps stand in the rule where their order is plain, else in a list") {
  CHECK(load_rule("{when: RCPT, wait: 1s, reply: 250 2.1.5 OK, close: rst}").steps.size() == 3);
  const Rule rule = load_rule("{when: RCPT, do: [silence, close, {wait: forever}, honest]}");
  REQUIRE(rule.steps.size() == 4);
  CHECK(std::holds_alternative<SilenceStep>(rule.steps[0].what));
  CHECK(std::get<CloseStep>(rule.steps[1].what).how == CloseStep::How::fin);
  CHECK(std::get<WaitStep>(rule.steps[2].what).time.is_forever());
}

TEST_CASE("a reply keeps its lines, each with its code and a space") {
  const Rule rule =
      load_rule("{when: EHLO, reply: [250-mx, 250-SIZE 10, '250 {{x}} {verb}', '250']}");
  const auto& lines = std::get<ReplyStep>(rule.steps.at(0).what).lines;
  REQUIRE(lines.size() == 4);
  const auto expand = [](const Template& line) {
    return line.expand([](std::string_view) { return "EHLO"; });
  };
  CHECK(expand(lines[0]) == "250 mx");
  CHECK(expand(lines[1]) == "250 SIZE 10");
  CHECK(expand(lines[2]) == "250 {x} EHLO");
  CHECK(expand(lines[3]) == "250");
}

TEST_CASE("send gives exact bytes in every notation") {
  struct Case {
    const char* value;
    const char* bytes;
  };
  const Case cases[] = {
      {"\"a\\r\\n\\xFFb\"",
       "a\r\n\xc3\xbf"
       "b"},
      {"{hex: 0d 0a ff}", "\r\n\xff"},
      {"{base64: AP8=}", nullptr},
      {"{text: \"a\\nb\", eol: crlf}", "a\r\nb\r\n"},
      {"{text: \"a\\r\\n\", eol: lf}", "a\n"},
      {"{text: a, eol: cr}", "a\r"},
      {"{text: a, eol: none}", "a"},
      {"{text: '{{a}}'}", "{a}"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.value);
    const Rule rule = load_rule(std::string("{when: RCPT, send: ") + c.value + "}");
    const std::string bytes = std::get<SendStep>(rule.steps.at(0).what).bytes.expand(nullptr);
    CHECK(bytes == (c.bytes ? std::string(c.bytes) : std::string("\0\xff", 2)));
  }
}

TEST_CASE("conditions combine") {
  const Rule rule = load_rule(
      "{when: message, silence: yes, if: {any: [{helo: a}, {not: {helo: b}}], header.Subject: "
      "x*}}");
  REQUIRE(rule.if_.kind == Condition::Kind::all);
  REQUIRE(rule.if_.parts.size() == 2);
  CHECK(rule.if_.parts[0].kind == Condition::Kind::any);
  CHECK(rule.if_.parts[0].parts[1].kind == Condition::Kind::none);
  CHECK(rule.if_.parts[1].attribute == Attribute::header);
  CHECK(rule.if_.parts[1].key == "subject");
}

TEST_CASE("a number may be written with its unit") {
  const Rule rule = load_rule("{when: MAIL, silence: yes, if: {size: 1KB}}");
  CHECK(rule.if_.pattern->matches("1024"));
}

TEST_CASE("a parameter is replaced in every text, in regular expressions too") {
  const std::string text =
      "with: {n: 3, who: bob}\nsmtp:\n  rules:\n"
      "    - {when: RCPT, times: '{n}', if: {recipient: '/^{who}.{2}$/'}, reply: '550 5.1.1 "
      "{who}'}\n";
  const auto scenario = load(text, {{"who", "al"}});
  const Rule& rule = scenario->sections.at(Protocol::smtp).rules.at(0);
  CHECK(rule.budget.times == 3);
  CHECK(rule.if_.pattern->matches("alxx"));
  CHECK_FALSE(rule.if_.pattern->matches("bobxx"));
  CHECK(std::get<ReplyStep>(rule.steps[0].what).lines[0].is_literal());
}

TEST_CASE("a setting that the scenario does not know is an error with a hint") {
  CHECK(first_problem("with: {delay: 5m}\ntitle: '{delay}'\n", {{"dealy", "1s"}}) ==
        "test.yaml:3:7: error: unknown parameter 'dealy' - did you mean 'delay'?");
  CHECK(first_problem("", {{"delay", "1s"}}) ==
        "test.yaml:1:1: error: can't set 'delay': this scenario has no parameters");
}

TEST_CASE("a broken file is never a crash") {
  for (const char* text : {"", "\0", "%", "&", "*a", "{", "[", "? ? ? ?", "- - - -", "\xff\xfe",
                           "!!", "a: !!str", "--- !<tag:x> a", "\"\\x\"", "postiche: {1: 2}"}) {
    CAPTURE(text);
    CHECK(load_text(text, "x").scenario == nullptr);
  }
  CHECK(load_text(std::string(100'000, '['), "x").scenario == nullptr);
  CHECK(load_text(std::string(100'000, '{'), "x").scenario == nullptr);
  CHECK(load_file("no/such/file.yaml").scenario == nullptr);
}

TEST_CASE("names find scenarios, wrong ones find their neighbours") {
  const Library library({shelf, "/nowhere"});
  const std::string path = shelf + "/smtp/greylisting.yaml";
  const auto same = [&](const char* name) {
    const auto found = library.find(name);
    return found && std::filesystem::equivalent(*found, path);
  };
  for (const char* name : {"greylisting", "greylisting.yaml", "smtp/greylisting",
                           "smtp/greylisting.yaml", "smtp.retry.greylisting"}) {
    CAPTURE(name);
    CHECK(same(name));
  }
  CHECK(same(path.c_str()));
  CHECK(library.find("greylistin").error().hint == "did you mean 'greylisting'?");
  CHECK_FALSE(library.find("zzzzzz"));
}

}  // namespace
}  // namespace postiche::scenario
