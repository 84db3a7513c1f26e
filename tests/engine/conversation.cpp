// SPDX-License-Identifier: MIT
#include "tests/engine/conversation.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/judge/expectations.h"

namespace postiche::testing {
namespace {

namespace fs = std::filesystem;
using transcript::TextLine;
using Kind = TextLine::Kind;

constexpr std::string_view inline_head =
    "postiche: 1\nscenario: test.inline\nrev: 1\ntitle: A test\nwhy: To see it.\n";

[[noreturn]] void fail(const std::string& path, const TextLine& line, const std::string& what) {
  throw std::runtime_error(path + ":" + std::to_string(line.line) + ": " + what);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : ascii::split(text, '\n')) lines.emplace_back(line);
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace

std::vector<std::string> transcript_files() {
  std::vector<std::string> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(POSTICHE_SOURCE_DIR "/tests/transcripts")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

Conversation::Conversation(std::string path)
    : Conversation(std::move(path), [](const Player& player, const Conversation& conversation) {
        std::vector<std::string> lines;
        for (const auto& verdict : judge::judge(*conversation.scenario(), player.events())) {
          lines.push_back(verdict.id + " " + std::string(judge::name(verdict.outcome)));
        }
        return lines;
      }) {}

Conversation::Conversation(std::string path, Verdicts verdicts)
    : path_(std::move(path)), text_(read_file(path_)), verdicts_(std::move(verdicts)) {
  auto read = transcript::read_text(text_, path_);
  if (!read) throw std::runtime_error(read.error().text());
  lines_ = std::move(*read);
  load();
}

void Conversation::load() {
  std::string name = "honest", yaml;
  scenario::Parameters set;
  const auto is_top = [](const Line& line) {
    const bool setting = line.name == "scenario" || line.name == "with" || line.name == "yaml" ||
                         line.name == "secrets" || line.name == "service" || line.name == "role" ||
                         line.name == "tls";
    return line.kind == Kind::comment || (line.kind == Kind::header && setting);
  };
  const auto end = std::find_if_not(lines_.begin(), lines_.end(), is_top);
  // The file's own numbers: neighbouring client lines may be joined in lines_.
  top_ = end == lines_.end() ? 0 : static_cast<std::size_t>(end->line) - 1;
  for (auto line = lines_.begin(); line != end; ++line) {
    if (line->name == "scenario") name = line->text;
    if (line->name == "secrets") secrets_ = transcript::Secrets::shown;
    if (line->name == "service") service_ = line->text;
    if (line->name == "role") profile_.role = judge::find_role(line->text).value();
    if (line->name == "tls") profile_.tls = judge::find_tls_profile(line->text).value();
    if (line->name == "yaml") yaml += line->text + "\n";
    if (line->name != "with") continue;
    const std::size_t equals = line->text.find('=');
    if (equals == std::string::npos) fail(path_, *line, "write with: name=value");
    set[line->text.substr(0, equals)] = line->text.substr(equals + 1);
  }
  scenario_ = yaml.empty() ? library_scenario(name, set)
                           : text_scenario(std::string(inline_head) + yaml, set);
  lines_.erase(lines_.begin(), end);
}

// --- playing ---

// "lmtp", or with the port that clients come to: "lmtp 25".
void Conversation::listen(Player& player, std::string_view service) {
  const std::size_t space = std::min(service.find(' '), service.size());
  const auto port = ascii::parse_number(service.substr(std::min(space + 1, service.size())));
  player.listen_as(service.substr(0, space), static_cast<std::uint16_t>(port.value_or(0)));
}

void Conversation::play(Player& player, Segments segments) {
  segments_ = segments;
  unsaid_.clear();
  ahead_.clear();
  actions_.clear();
  client_ = 1;
  listen(player, service_);
  player.connect(1);
  for (const Line& line : lines_) act(player, line);
  flush(player);
}

void Conversation::act(Player& player, const Line& line) {
  const bool speaks = line.kind == Kind::client || line.kind == Kind::server ||
                      (line.kind == Kind::event && !line.text.starts_with("closed by client"));
  if (!speaks) flush(player);
  if (line.connection != client_) {
    client_ = line.connection;
    if (!player.connected(client_)) player.connect(client_);
  }
  if (line.kind == Kind::advance) player.advance(line.time);
  if (line.kind == Kind::event && line.text == "closed by client (fin)") player.fin(client_);
  if (line.kind == Kind::event && line.text == "closed by client (rst)") player.rst(client_);
  if (line.kind == Kind::header && line.name != "verdict") do_and_note(player, line);
  if (line.kind != Kind::client) return;
  std::string_view rest = line.text;
  std::string& ahead = ahead_[client_];
  const std::size_t known = std::min(ahead.size(), rest.size());
  if (rest.substr(0, known) != ahead.substr(0, known)) {
    fail(path_, line, "this is not what was said ahead");
  }
  ahead.erase(0, known);
  unsaid_ += rest.substr(known);
  if (segments_ == Segments::lines) flush(player);
}

void Conversation::flush(Player& player) {
  if (!unsaid_.empty()) player.say(client_, unsaid_);
  unsaid_.clear();
}

void Conversation::do_and_note(Player& player, const Line& line) {
  actions_[transcript::text_lines(player.events(), secrets_).size()].push_back(line);
  if (line.name == "ahead") {
    const auto bytes = unescape(line.text);
    if (!bytes) fail(path_, line, "a backslash begins no known escape");
    ahead_[client_] += *bytes;
    player.say(client_, *bytes);
  } else if (line.name == "service") {
    listen(player, line.text);
  } else if (line.name == "answer") {
    player.answer(client_, line.text);
  } else if (line.name == "exits") {
    exit(player, line);
  } else if (line.name == "client" && line.text == "fin") {
    player.fin(client_);
  } else if (line.name == "client" && line.text == "cut") {
    player.cut(client_);
  } else if (line.name == "client" && line.text.starts_with("tls")) {
    end_handshake(player, std::string_view(line.text).substr(3));
  } else {
    fail(path_, line, "no such header: " + line.name);
  }
}

// A status, and behind a blank what the program has written.
void Conversation::exit(Player& player, const Line& line) const {
  const std::size_t space = std::min(line.text.find(' '), line.text.size());
  const auto output = unescape(std::string_view(line.text).substr(space));
  if (!output) fail(path_, line, "a backslash begins no known escape");
  player.exit(std::string_view(line.text).substr(0, space), *output);
}

// "", " TLSv1.2", " TLSv1.2 mx.example.com"; " failed: why".
void Conversation::end_handshake(Player& player, std::string_view how) const {
  constexpr std::string_view failed = " failed: ";
  if (how.starts_with(failed)) return player.fail_tls(client_, how.substr(failed.size()));
  const auto words = ascii::split(how, ' ');
  player.secure(client_, words.size() > 1 ? words[1] : "TLSv1.3", words.size() > 2 ? words[2] : "");
}

// --- comparing ---

std::vector<std::string> Conversation::body(const Player& player) const {
  std::vector<std::string> out;
  const auto actual = transcript::text_lines(player.events(), secrets_);
  for (std::size_t i = 0; i <= actual.size(); ++i) {
    if (const auto here = actions_.find(i); here != actions_.end()) {
      for (const Line& line : here->second) out.push_back(line.written());
    }
    if (i < actual.size()) out.push_back(actual[i].written());
  }
  for (const std::string& line : verdicts_(player, *this)) {
    out.push_back("verdict: " + line);
  }
  return out;
}

std::string Conversation::written(const Player& player) const {
  std::string out;
  const auto old = lines_of(text_);
  for (std::size_t i = 0; i < top_; ++i) out += old[i] + "\n";
  for (const std::string& line : body(player)) out += line + "\n";
  return out;
}

std::string Conversation::difference(const Player& player) const {
  const auto wanted = lines_of(text_);
  const auto got = lines_of(written(player));
  std::size_t at = 0;
  while (at < wanted.size() && at < got.size() && wanted[at] == got[at]) ++at;
  if (at == wanted.size() && at == got.size()) return {};
  std::string out = path_ + ":" + std::to_string(at + 1) + ": the conversation went another way\n";
  for (std::size_t i = at - std::min<std::size_t>(at, 3); i < at; ++i) {
    out += "           " + wanted[i] + "\n";
  }
  out += "  expected " + (at < wanted.size() ? wanted[at] : "nothing more") + "\n";
  out += "  but got  " + (at < got.size() ? got[at] : "nothing more") + "\n";
  return out + "  POSTICHE_UPDATE=1 writes the file anew.";
}

}  // namespace postiche::testing
