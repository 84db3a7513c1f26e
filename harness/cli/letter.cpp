// SPDX-License-Identifier: MIT
#include "harness/cli/letter.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "harness/cli/files.h"
#include "harness/cli/terminal.h"

namespace postiche::cli {
namespace {

namespace fs = std::filesystem;

// Nothing in it is odd, so that what is odd on the wire is the client's doing.
constexpr std::string_view plain_letter =
    "From: Ann <ann@client.example>\r\n"
    "To: Bob <bob@example.com>\r\n"
    "Subject: A letter from Postiche\r\n"
    "Date: Thu, 01 Jan 2026 12:00:00 +0000\r\n"
    "Message-ID: <letter@client.example>\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=us-ascii\r\n"
    "\r\n"
    "Dear Bob,\r\n"
    "\r\n"
    ".a line that begins with a dot\r\n"
    "\r\n"
    "Yours, Ann\r\n";

std::string parameter(const scenario::Scenario& scenario, const std::string& name,
                      const std::string& otherwise) {
  const auto own = scenario.parameters.find(name);
  return own == scenario.parameters.end() ? otherwise : own->second;
}

// Who sends it to whom.
Letter envelope_of(const scenario::Scenario& scenario) {
  Letter letter;
  letter.sender = parameter(scenario, "letter-from", "ann@client.example");
  letter.recipient = parameter(scenario, "letter-to", "bob@example.com");
  letter.user = "ann";
  letter.password = parameter(scenario, "login-password", "pencil");
  return letter;
}

std::optional<Letter> letter_in(const std::string& path, Letter letter) {
  letter.path = path;
  letter.content = read_named(path, "the letter");
  if (!letter.content) return std::nullopt;
  return letter;
}

bool wants(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find("{message}") != std::string::npos;
  });
}

}  // namespace

void Letter::name_in(std::map<std::string, std::string>& values) const {
  if (!path.empty()) values["message"] = path;
  values["sender"] = sender;
  values["recipient"] = recipient;
  values["user"] = user;
  values["password"] = password;
}

std::optional<Letter> choose_letter(const LetterChoice& choice, const scenario::Scenario& scenario,
                                    Scratch& scratch) {
  Letter letter = envelope_of(scenario);
  if (!choice.named.empty()) return letter_in(choice.named, letter);
  if (!wants(choice.words)) return letter;
  const std::string own = parameter(scenario, "letter", "");
  if (!own.empty()) {
    return letter_in((fs::path(choice.scenario_file).parent_path() / own).string(), letter);
  }
  const auto path = scratch.file("letter.eml");
  std::ofstream out;
  if (path) out.open(*path, std::ios::binary);
  if (!(out << plain_letter).flush()) {
    complain("cannot write a letter for the client; name one with --message FILE");
    return std::nullopt;
  }
  letter.path = *path;
  letter.content = plain_letter;
  return letter;
}

}  // namespace postiche::cli
