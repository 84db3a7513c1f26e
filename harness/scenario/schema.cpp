// SPDX-License-Identifier: MIT
#include "harness/scenario/schema.h"

#include <nlohmann/json.hpp>
#include <set>

#include "harness/scenario/language.h"
#include "harness/scenario/load/sections.h"
#include "harness/scenario/vocabulary.h"

namespace postiche::scenario {
namespace {

using json = nlohmann::ordered_json;

// What a value looks like, by the words that the tables use for it. "{delay}" can stand for any of
// them.
struct FormRow {
  std::string_view form;
  std::string_view schema;
};

constexpr std::string_view scalar = R"({"$ref": "#/$defs/scalar"})";
constexpr std::string_view scalars = R"({"$ref": "#/$defs/scalars"})";
constexpr std::string_view flag = R"({"type": ["boolean", "string", "null"]})";
constexpr std::string_view pattern = R"({"$ref": "#/$defs/pattern"})";
constexpr std::string_view event = R"({"$ref": "#/$defs/event"})";

constexpr std::string_view messages = R"({"type": "object", "additionalProperties":
    {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/message or messages"}]}})";

constexpr FormRow forms[] = {
    {"", flag},
    {"1", R"({"enum": [1, "1"]})"},
    {"accounts", R"({"anyOf": [
        {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"},
                                                              {"$ref": "#/$defs/accounts"}]}},
        {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/scalar"},
                                              {"$ref": "#/$defs/accounts"}]}}]})"},
    {"addresses", scalars},
    {"a digest", R"({"type": "string", "pattern": "^[0-9a-fA-F]{64}$"})"},
    {"a dialogue's name", scalar},
    {"a domain", scalar},
    {"a kind of certificate", scalar},
    {"an address and port", scalar},
    {"domains and addresses",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}})"},
    {"turn, or how", R"({"anyOf": [{"enum": ["turn"]}, {"$ref": "#/$defs/role"}]})"},
    {"a moment of a handshake", scalar},
    {"a way to break off", scalar},
    {"an alert", scalar},
    {"at, do, alert, garbage", R"({"$ref": "#/$defs/break"})"},
    {"certificate, versions, break", R"({"$ref": "#/$defs/tls"})"},
    {"discard or keep", R"({"enum": ["discard", "keep"]})"},
    {"names", scalars},
    {"nothing, tls or auth", R"({"enum": ["nothing", "tls", "auth"]})"},
    {"services", scalars},
    {"start, or how it differs", R"({"anyOf": [{"enum": ["start", null]},
        {"$ref": "#/$defs/tls"}, {"$ref": "#/$defs/tls as a step"}]})"},
    {"unwanted, asked or demanded", R"({"enum": ["unwanted", "asked", "demanded"]})"},
    {"versions of TLS", scalars},
    {"a form", R"({"$ref": "#/$defs/forms"})"},
    {"a level and a sentence", R"({"$ref": "#/$defs/verdict"})"},
    {"expectations",
     R"({"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/expect"}},
                   {"type": "object", "additionalProperties": {"$ref": "#/$defs/expect"}}]})"},
    {"a list of outcomes", R"({"type": "array", "items": {"$ref": "#/$defs/pick"}})"},
    {"a line or bytes",
     R"({"anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/C as a map"},
                   {"$ref": "#/$defs/send as a map"}]})"},
    {"a list of items", R"({"$ref": "#/$defs/items"})"},
    {"a list of items, or lines and bounds",
     R"({"anyOf": [{"$ref": "#/$defs/items"}, {"$ref": "#/$defs/repeat as a map"}]})"},
    {"a list of items, or lines and else",
     R"({"anyOf": [{"$ref": "#/$defs/items"}, {"$ref": "#/$defs/dialogue as a map"}]})"},
    {"a list of rules", R"({"type": "array", "items": {"$ref": "#/$defs/rules"}})"},
    {"a list of phases", R"({"type": "array", "items": {"$ref": "#/$defs/phases"}})"},
    {"a list of routes", R"({"type": "array", "items": {"$ref": "#/$defs/route"}})"},
    {"a moment", scalar},
    {"a number", scalar},
    {"a path", scalar},
    {"a pattern", pattern},
    {"a rate", scalar},
    {"a reply", R"({"anyOf": [{"$ref": "#/$defs/scalars"}, {"$ref": "#/$defs/reply as a map"}]})"},
    {"a reply or bytes",
     R"({"anyOf": [{"$ref": "#/$defs/scalars"}, {"$ref": "#/$defs/send as a map"}]})"},
    {"a sentence", scalar},
    {"a sentence or two", scalar},
    {"a share", scalar},
    {"a size", scalar},
    {"a text", scalar},
    {"a time", scalar},
    {"a time or forever", scalar},
    {"a time, forever or a spread",
     R"({"anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/wait as a map"}]})"},
    {"a word", scalar},
    {"an address", scalar},
    {"an amount", scalar},
    {"an event", event},
    {"an event, or event and if",
     R"({"anyOf": [{"$ref": "#/$defs/event"}, {"$ref": "#/$defs/seen and never as a map"}]})"},
    {"an id", R"({"type": "string", "pattern": "^[a-z0-9-]+(\\.[a-z0-9-]+)*$"})"},
    {"attempts, connections or an event", scalar},
    {"attributes", scalars},
    {"between and bounds", R"({"$ref": "#/$defs/gap"})"},
    {"by, how", R"({"$ref": "#/$defs/ending"})"},
    {"bytes", R"({"anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/send as a map"}]})"},
    {"bytes in a second", scalar},
    {"bytes, every, rate or join", R"({"$ref": "#/$defs/pace"})"},
    {"capabilities", R"({"anyOf": [{"$ref": "#/$defs/scalars"}, {"$ref": "#/$defs/offer"}]})"},
    {"capabilities or stages", R"({"anyOf": [{"$ref": "#/$defs/scalars"},
                                             {"$ref": "#/$defs/offer with stages"}]})"},
    {"client, server or any", R"({"enum": ["client", "server", "any"]})"},
    {"conditions", R"({"$ref": "#/$defs/conditions"})"},
    {"crlf, lf, cr or none", R"({"enum": ["crlf", "lf", "cr", "none"]})"},
    {"equals, drop, substitute", R"({"$ref": "#/$defs/stream"})"},
    {"domains and messages", messages},
    {"event and bounds", R"({"$ref": "#/$defs/count"})"},
    {"event, after, time", R"({"$ref": "#/$defs/within"})"},
    {"events", R"({"anyOf": [{"$ref": "#/$defs/event"},
                             {"type": "array", "items": {"$ref": "#/$defs/event"}}]})"},
    {"events in order", R"({"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/event"}})"},
    {"false ends", scalars},
    {"flags", scalars},
    {"fail, close or honest", R"({"enum": ["fail", "close", "honest"]})"},
    {"fields and patterns",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/pattern"}})"},
    {"fin, rst, half or no-close-notify",
     R"({"enum": ["fin", "rst", "half", "no-close-notify", null]})"},
    {"greeting, offer, rules", R"({"$ref": "#/$defs/smtp"})"},
    {"greeting, offer, rules of POP3", R"({"$ref": "#/$defs/pop3"})"},
    {"greeting, offer, rules of IMAP", R"({"$ref": "#/$defs/imap"})"},
    {"of, mailbox as a name", R"({"$ref": "#/$defs/store: create"})"},
    {"of, mailbox, to", R"({"$ref": "#/$defs/store: rename"})"},
    {"of, mailbox, uid", R"({"$ref": "#/$defs/store: next-uid"})"},
    {"of, mailbox, uidvalidity", R"({"$ref": "#/$defs/store: renumber"})"},
    {"of, mailbox, messages, add, remove or set", R"({"$ref": "#/$defs/store: flags"})"},
    {"of, mailbox, messages", R"({"$ref": "#/$defs/store: expunge"})"},
    {"all, first, last or a number", R"({"$ref": "#/$defs/scalar"})"},
    {"nothing or tls", R"({"enum": ["nothing", "tls"]})"},
    {"lines", scalars},
    {"ids and what to do",
     R"({"type": "object", "additionalProperties": {"anyOf": [{"enum": ["enforce"]},
                                                              {"$ref": "#/$defs/checks"}]}})"},
    {"names and amounts", R"({"$ref": "#/$defs/finish"})"},
    {"names and lists",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalars"}})"},
    {"names and limits", R"({"$ref": "#/$defs/limits"})"},
    {"names and messages", messages},
    {"lists of items", R"({"type": "array", "items": {"$ref": "#/$defs/items"}})"},
    {"names and dialogues",
     R"({"type": "object", "additionalProperties":
         {"anyOf": [{"$ref": "#/$defs/items"}, {"$ref": "#/$defs/dialogue as a map"}]}})"},
    {"names and values",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}})"},
    {"nothing, or changes",
     R"({"anyOf": [{"type": ["boolean", "string", "null"]}, {"$ref": "#/$defs/honest as a map"}]})"},
    {"median, sigma", R"({"$ref": "#/$defs/log-normal"})"},
    {"pause or resume",
     R"({"anyOf": [{"enum": ["pause", "resume"]}, {"$ref": "#/$defs/read as a map"}]})"},
    {"python or url, timeout", R"({"$ref": "#/$defs/call"})"},
    {"refuse, reset, stop or resume",
     R"({"anyOf": [{"enum": ["refuse", "reset", "stop", "resume"]},
                   {"$ref": "#/$defs/listen as a map"}]})"},
    {"patterns", pattern},
    {"patterns and texts",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}})"},
    {"after, status, text",
     R"({"anyOf": [{"type": ["boolean", "string", "null"]}, {"$ref": "#/$defs/bounce"}]})"},
    {"deliver, lock, unlock or full", R"({"$ref": "#/$defs/store"})"},
    {"to, from, text or file", R"({"$ref": "#/$defs/deliver"})"},
    {"nothing, or until",
     R"({"anyOf": [{"type": ["boolean", "string", "null"]}, {"$ref": "#/$defs/honest as a map"},
                   {"$ref": "#/$defs/honest in a dialogue"}]})"},
    {"quit, fin, rst, timeout or proxy", R"({"enum": ["quit", "fin", "rst", "timeout", "proxy"]})"},
    {"references", scalars},
    {"scenarios",
     R"({"anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/use"},
                   {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/scalar"},
                                                         {"$ref": "#/$defs/use"}]}}]})"},
    {"start, speed", R"({"$ref": "#/$defs/clock"})"},
    {"status, output", R"({"$ref": "#/$defs/client"})"},
    {"steps", R"({"anyOf": [{"$ref": "#/$defs/step"},
                            {"type": "array", "items": {"$ref": "#/$defs/step"}}]})"},
    {"tallies by name",
     R"({"type": "object", "additionalProperties": {"$ref": "#/$defs/a tally"}})"},
    {"text or effect", R"({"enum": ["text", "effect"]})"},
    {"two times", R"({"type": "array", "minItems": 2, "maxItems": 2})"},
    {"two amounts", R"({"type": "array", "minItems": 2, "maxItems": 2})"},
    {"values", scalars},
    {"values, across", R"({"$ref": "#/$defs/same"})"},
    {"what it holds", R"({"$ref": "#/$defs/message"})"},
    {"words", scalars},
    {"yes or no", flag},
};

const FormRow* find_form(std::string_view form) {
  for (const FormRow& row : forms) {
    if (row.form == form) return &row;
  }
  return nullptr;
}

json or_template(json value) {
  return {{"anyOf", {std::move(value), {{"$ref", "#/$defs/template"}}}}};
}

void add_keys(json& object, const SectionDoc& section) {
  for (const KeyDoc& doc : section.keys) {
    const FormRow* const form = find_form(doc.form);
    json value = json::parse(form ? form->schema : scalar);
    if (value.contains("enum")) value = or_template(std::move(value));
    value["description"] = doc.meaning;
    object["properties"][std::string(doc.key)] = std::move(value);
    if (doc.need == Need::required) object["required"].push_back(doc.key);
  }
}

json closed_object() {
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", json::object()}};
}

const SectionDoc& find_section(const std::vector<SectionDoc>& all, std::string_view title) {
  for (const SectionDoc& section : all) {
    if (section.title == title) return section;
  }
  POSTICHE_CHECK(false);
}

// An attribute is a key, a message's field is one with a dot, and three words combine others.
json conditions() {
  json object = closed_object();
  for (const AttributeRow& row : attributes()) {
    json value = json::parse(pattern);
    value["description"] = row.meaning;
    object["properties"][std::string(row.word)] = std::move(value);
  }
  const json own = {{"$ref", "#/$defs/conditions"}};
  for (const char* const word : {"any", "all"}) {
    object["properties"][word] = {{"type", "array"}, {"items", own}};
  }
  object["properties"]["not"] = own;
  object["patternProperties"]["^header\\."] = json::parse(pattern);
  // What the file's own `set` steps remember may stand here too; only the loader can know which
  // names these are, so a slip in an attribute's name is the loader's to find.
  object["additionalProperties"] = json::parse(pattern);
  return object;
}

json event_words() {
  json words = json::array();
  for (const EventRow& row : events()) {
    const bool needs_time = row.event == Event::quiet || row.event == Event::after;
    if (!needs_time) words.push_back(row.word);
  }
  std::set<std::string_view> known;
  for (const Protocol protocol : protocols) {
    for (const WordRow& row : verbs(protocol)) {
      if (known.insert(row.word).second) words.push_back(row.word);
    }
  }
  json data = closed_object();
  data["properties"]["data"] = {{"$ref", "#/$defs/when: data"}};
  for (const char* const word : {"quiet", "after"}) {
    data["properties"][word] = {{"$ref", "#/$defs/scalar"}};
  }
  return {
      {"anyOf",
       {or_template({{"enum", words}}), {{"type", "string"}, {"pattern", "^X[A-Z0-9-]+$"}}, data}}};
}

json step(const std::vector<SectionDoc>& all) {
  json object = closed_object();
  const SectionDoc& steps = find_section(all, "do");
  add_keys(object, steps);
  object["properties"]["if"] = {{"$ref", "#/$defs/conditions"}};
  json words = json::array();
  for (const KeyDoc& doc : steps.keys) words.push_back(doc.key);
  return {{"anyOf", {object, {{"enum", words}}}}};
}

// An item of a dialogue: one of its own words, or a step.
json item(const std::vector<SectionDoc>& all) {
  json object = closed_object();
  json words = json::array();
  for (const char* const title : {"do", "dialogue items"}) {
    const SectionDoc& section = find_section(all, title);
    add_keys(object, section);
    for (const KeyDoc& doc : section.keys) words.push_back(doc.key);
  }
  object["properties"].erase("dialogue");
  object["properties"]["if"] = {{"$ref", "#/$defs/conditions"}};
  return {{"anyOf", {object, {{"enum", words}}}}};
}

json definitions(const std::vector<SectionDoc>& all) {
  json defs;
  defs["scalar"] = {{"type", {"string", "number", "boolean"}}};
  defs["template"] = {{"type", "string"}, {"pattern", "\\{[^{}]+\\}"}};
  defs["scalars"] = json::parse(R"({"anyOf": [{"$ref": "#/$defs/scalar"},
                                {"type": "array", "items": {"$ref": "#/$defs/scalar"}}]})");
  defs["pattern"] = json::parse(R"({"anyOf": [{"$ref": "#/$defs/scalar"}, {"type": "null"},
                                {"type": "array", "items": {"$ref": "#/$defs/pattern"}},
                                {"$ref": "#/$defs/patterns as a map"}]})");
  defs["message or messages"] = json::parse(R"({"anyOf": [{"$ref": "#/$defs/scalar"},
      {"$ref": "#/$defs/messages"}, {"type": "array", "items": {"anyOf": [
          {"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/messages"}]}}]})");
  defs["event"] = event_words();
  defs["conditions"] = conditions();
  defs["step"] = step(all);
  defs["item"] = item(all);
  defs["items"] = {{"type", "array"}, {"items", {{"$ref", "#/$defs/item"}}}};
  for (const SectionDoc& section : all) {
    json object = closed_object();
    add_keys(object, section);
    // Steps may stand in the rule itself.
    if (section.title == "rules") add_keys(object, find_section(all, "do"));
    // The author's own keys.
    if (section.title == "the top of a file") object["patternProperties"]["^x-"] = true;
    defs[std::string(section.title)] = std::move(object);
    if (section.title != "offer") continue;
    json stages = defs["offer"];
    add_keys(stages, find_section(all, "offer: stages"));
    defs["offer with stages"] = std::move(stages);
  }
  return defs;
}

}  // namespace

std::string json_schema() {
  const std::vector<SectionDoc> all = document_all();
  json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "A Postiche scenario"},
                 {"$ref", "#/$defs/the top of a file"}};
  schema["$defs"] = definitions(all);
  return schema.dump(2) + "\n";
}

std::vector<std::string> forms_without_schema() {
  std::vector<std::string> unknown;
  for (const SectionDoc& section : document_all()) {
    for (const KeyDoc& doc : section.keys) {
      if (!find_form(doc.form)) unknown.emplace_back(doc.form);
    }
  }
  return unknown;
}

}  // namespace postiche::scenario
