// SPDX-License-Identifier: MIT
#pragma once
// A transcript file as a test: what its clients do is played, and the whole conversation is
// compared with the file. tests/transcripts/README.md says what such a file holds.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/profile.h"
#include "harness/judge/verdict.h"
#include "harness/transcript/mask.h"
#include "harness/transcript/text_form.h"
#include "tests/engine/player.h"

namespace postiche::testing {

// Every *.txt below tests/transcripts, by name.
std::vector<std::string> transcript_files();
std::string read_file(const std::string& path);

// "id PASS" for each verdict that the lines `verdict:` of a file speak of.
using Verdicts = std::function<std::vector<std::string>(const Player&, const class Conversation&)>;

class Conversation {
 public:
  explicit Conversation(std::string path);
  // Judges otherwise than by the expectations of the scenario.
  Conversation(std::string path, Verdicts verdicts);

  // Line by line as the file has it, or all that a client says before time goes on in one segment.
  enum class Segments { lines, joined };
  // What the clients of the file do. Throws where the file makes no sense.
  void play(Player& player, Segments segments);

  scenario::ScenarioPtr scenario() const { return scenario_; }
  // What `role:` and `tls:` on top say of the client.
  const judge::Profile& profile() const { return profile_; }
  // The file as the latest play() would write it.
  std::string written(const Player& player) const;
  // The first difference between the file and what was played, in words; empty where there is none.
  std::string difference(const Player& player) const;

 private:
  using Line = transcript::TextLine;

  void load();
  static void listen(Player& player, std::string_view service);
  void act(Player& player, const Line& line);
  void flush(Player& player);
  void do_and_note(Player& player, const Line& line);
  void exit(Player& player, const Line& line) const;
  void end_handshake(Player& player, std::string_view how) const;
  std::vector<std::string> body(const Player& player) const;

  std::string path_, text_;
  Verdicts verdicts_;
  judge::Profile profile_;
  std::vector<Line> lines_;
  std::size_t top_ = 0;  // how many lines stand above the conversation
  scenario::ScenarioPtr scenario_;
  std::string service_ = "smtp";  // what client 1 comes to
  transcript::Secrets secrets_ = transcript::Secrets::masked;
  Segments segments_ = Segments::lines;
  std::string unsaid_;  // joined: of client_
  std::uint32_t client_ = 1;
  std::map<std::uint32_t, std::string> ahead_;        // said already, before its lines come
  std::map<std::size_t, std::vector<Line>> actions_;  // by how many lines stood above them
};

}  // namespace postiche::testing
