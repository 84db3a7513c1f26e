// SPDX-License-Identifier: MIT
// The top of a file, its parameters, and the small sections `clock` and `smtp`.

#include <algorithm>
#include <charconv>

#include "harness/base/ascii.h"
#include "harness/scenario/sections.h"

namespace postiche::scenario {

namespace {

// --- clock ---

void load_start(Reader& reader, const Node& node, ClockSettings& out) {
  const auto text = reader.text(node);
  if (!text) return;
  out.start = parse_virtual_time(*text);
  if (!out.start) {
    reader.error(node, "expected a moment in UTC, found '" + *text + "'",
                 "such as 2026-01-01T00:00:00Z");
  }
}
void load_speed(Reader& reader, const Node& node, ClockSettings& out) {
  const auto text = reader.text(node);
  if (!text) return;
  double speed = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, fault] = std::from_chars(text->data(), end, speed, std::chars_format::fixed);
  if (fault != std::errc() || stop != end || !(speed > 0) || speed > 1e6) {
    reader.error(node, "expected a speed above 0 and up to 1000000, found '" + *text + "'",
                 "60 makes a minute of a second");
    return;
  }
  out.speed = speed;
}
constexpr KeyRow<ClockSettings> clock_rows[] = {
    {{"start", "a moment", "What the clock shows at first; without it, the machine's time."},
     load_start},
    {{"speed", "a number", "Virtual seconds for each real second; 1."}, load_speed},
};

// --- smtp ---

void load_greeting(Reader& reader, const Node& node, Smtp& out) {
  auto lines = load_reply_lines(reader, node);
  reader.check_names({});
  if (!lines.empty()) out.greeting = std::move(lines);
}
void load_smtp_offer(Reader& reader, const Node& node, Smtp& out) {
  load_offer(reader, node, out.offer);
}
void load_smtp_rules(Reader& reader, const Node& node, Smtp& out) {
  load_rules(reader, node, out.rules);
}
constexpr KeyRow<Smtp> smtp_rows[] = {
    {{"greeting", "a reply", "What the server says first."}, load_greeting},
    {{"offer", "capabilities", "A list replaces what EHLO says; `add` and `remove` change it."},
     load_smtp_offer},
    {{"rules", "a list of rules", "Asked top to bottom; the first that holds speaks."},
     load_smtp_rules},
};

// --- the head ---

void load_version(Reader& reader, const Node& node, Scenario&) {
  const auto version = reader.number(node);
  if (version && *version != 1) {
    reader.error(node, "language version " + std::to_string(*version) + " is not known",
                 "this program speaks version 1");
  }
}

bool is_id(std::string_view text) {
  const auto is_part = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return (ascii::is_alnum(c) && ascii::lower(c) == c) || c == '-';
    });
  };
  const auto parts = ascii::split(text, '.');
  return std::all_of(parts.begin(), parts.end(), is_part);
}

void load_id(Reader& reader, const Node& node, Scenario& out) {
  const auto id = reader.text(node);
  if (!id) return;
  if (!is_id(*id)) {
    reader.error(node, "'" + *id + "' is no scenario id",
                 "lower-case words joined by dots and hyphens, such as smtp.retry.greylisting");
  }
  out.id = *id;
}
void load_rev(Reader& reader, const Node& node, Scenario& out) {
  if (const auto rev = reader.number(node, 1))
    out.rev = static_cast<int>(std::min<std::uint64_t>(*rev, 1'000'000));
}
void load_title(Reader& reader, const Node& node, Scenario& out) {
  out.title = reader.text(node).value_or("");
}
void load_why(Reader& reader, const Node& node, Scenario& out) {
  out.why = reader.text(node).value_or("");
}
void load_spec(Reader& reader, const Node& node, Scenario& out) { out.spec = reader.texts(node); }
void load_tags(Reader& reader, const Node& node, Scenario& out) { out.tags = reader.texts(node); }
void load_need(Reader& reader, const Node& node, Scenario& out) {
  auto word = reader.text(node);
  if (!word) return;
  Words words;
  for (const WordRow& row : needs()) words.push_back(row.word);
  if (std::find(words.begin(), words.end(), *word) == words.end()) {
    reader.unknown_word(node, "need", *word, words);
  }
  out.needs.push_back(std::move(*word));
}
void load_needs(Reader& reader, const Node& node, Scenario& out) {
  if (node.kind != Node::Kind::list) return load_need(reader, node, out);
  for (const Node* item : node.items) load_need(reader, *item, out);
}
// Read before all else, by load_parameters.
void load_with(Reader&, const Node&, Scenario&) {}
void load_clock(Reader& reader, const Node& node, Scenario& out) {
  load_keys(reader, node, "'clock'", clock_rows, out.clock);
}
void load_domain(Reader& reader, const Node& node, Scenario& out) {
  out.domain = reader.text(node);
}
void load_smtp(Reader& reader, const Node& node, Scenario& out) {
  load_keys(reader, node, "'smtp'", smtp_rows, out.smtp);
}
void load_expect(Reader& reader, const Node& node, Scenario& out) {
  load_expectations(reader, node, out.expect);
}

constexpr KeyRow<Scenario> rows[] = {
    {{"postiche", "1", "The version of the language.", Need::required}, load_version},
    {{"scenario", "an id", "Its stable name: lower-case words, dots, hyphens.", Need::required},
     load_id},
    {{"rev", "a number", "Raised when behaviour or judgement changes; 1."}, load_rev},
    {{"title", "a sentence", "What happens."}, load_title},
    {{"why", "a sentence or two", "Why a client should be tried with it."}, load_why},
    {{"spec", "references", "The rules at stake."}, load_spec},
    {{"needs", "words", "What a client must be able to do; without it, it is skipped."},
     load_needs},
    {{"tags", "words", "To choose scenarios by."}, load_tags},
    {{"with", "names and values", "Parameters: {name} in any text; `--set name=value`."},
     load_with},
    {{"clock", "start, speed", "The virtual clock."}, load_clock},
    {{"domain", "a domain", "What the server calls itself; mx.example.com."}, load_domain},
    {{"smtp", "greeting, offer, rules", "How the SMTP server differs from the honest one."},
     load_smtp},
    {{"expect", "a list of expectations", "What the client is expected to do."}, load_expect},
};

// --- parameters ---

void declare_parameter(Reader& reader, const Node::Entry& entry,
                       const std::map<std::string, std::string>& set) {
  const std::string& name = entry.key->text;
  const bool is_name =
      Template::parse("{" + name + "}") && name.find_first_of("{}") == std::string::npos;
  if (!is_name) {
    reader.error(*entry.key, "'" + name + "' is no name for a parameter",
                 "letters, digits, hyphens and dots");
    return;
  }
  for (const WordRow& row : template_names()) {
    if (row.word != name) continue;
    reader.error(*entry.key, "'" + name + "' has a meaning already: " + std::string(row.meaning),
                 "choose another name");
  }
  if (entry.value->kind == Node::Kind::list || entry.value->kind == Node::Kind::map) {
    reader.error(*entry.value,
                 "a parameter is a text, a number or a time, not " + entry.value->describe());
    return;
  }
  const auto given = set.find(name);
  reader.declare(name, given != set.end() ? given->second : entry.value->text, *entry.key);
}

void load_parameters(Reader& reader, const Node* with, const Node& root,
                     const std::map<std::string, std::string>& set) {
  Words declared;
  if (with && expect_map(reader, *with, "'with'")) {
    for (const Node::Entry& entry : with->entries) {
      declare_parameter(reader, entry, set);
      declared.push_back(entry.key->text);
    }
  }
  for (const auto& [name, value] : set) {
    if (std::find(declared.begin(), declared.end(), name) != declared.end()) continue;
    if (declared.empty()) {
      reader.error(with ? *with : root,
                   "can't set '" + name + "': this scenario has no parameters");
    } else {
      reader.unknown_word(*with, "parameter", name, declared);
    }
  }
}

// The names that `set` steps give values, wherever they stand: conditions above may ask for them.
void declare_variables(Reader& reader, const Node& node) {
  for (const Node* item : node.items) declare_variables(reader, *item);
  for (const Node::Entry& entry : node.entries) {
    if (entry.key->text == "set" && entry.value->kind == Node::Kind::map) {
      for (const Node::Entry& value : entry.value->entries) {
        reader.declare_variable(value.key->text);
      }
    }
    declare_variables(reader, *entry.value);
  }
}

}  // namespace

void load_top(Reader& reader, const Node& root, const std::map<std::string, std::string>& set,
              Scenario& out) {
  if (!expect_map(reader, root, "a scenario")) return;
  load_parameters(reader, root.find("with"), root, set);
  declare_variables(reader, root);
  load_keys(reader, root, "a scenario", rows, out);
  reader.warn_unused_parameters();
  out.parameters = reader.parameters();
}

std::vector<SectionDoc> document_top() {
  return {document("the top of a file", rows), document("clock", clock_rows),
          document("smtp", smtp_rows)};
}

}  // namespace postiche::scenario
