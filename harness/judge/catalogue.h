// SPDX-License-Identifier: MIT
#pragma once
// What standards and good practice ask of mail clients, as far as a server can see it. The rows are
// the files of catalogue/, in the form of a header: a stanza a requirement, "Name: text", folded
// lines begin with white space, "#" begins a comment. They are built into the program.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::judge {

enum class Force : std::uint8_t {
  must,
  should,
  may,
  security,  // judged as a must, whatever the word in the standard
  practice,  // advice: never told as a breach of a standard
};

struct Requirement {
  std::string id;                    // Id: "smtp.line.crlf-only"
  std::string shorthand;             // Shorthand: "SMTP-LINE-01", another name for people
  std::string area;                  // Area: "line"
  Force force = Force::must;         // Level
  std::vector<std::string> sources;  // Source, one each: "RFC 5321 sec 2.3.8"
  std::string says;                  // Says: what is asked, a sentence
  std::string judged;                // Judged: what counts as right and wrong
  std::string provoked;              // Provoked: the situation it takes; "" where any run will do

  bool is_passive() const { return provoked.empty(); }
  // "smtp" of "smtp.line.crlf-only".
  std::string_view subject() const { return std::string_view(id).substr(0, id.find('.')); }
  // "RFC 5321 sec 2.3.8, RFC 5322 sec 2.1".
  std::string source() const;
};

// "must", "should", "may", "security", "practice".
std::string_view name(Force force);

// All, by subject and then in the order of the files.
const std::vector<Requirement>& catalogue();
// By id or shorthand, ignoring case; null where there is none.
const Requirement* find_requirement(std::string_view name);

// The stanzas of one file. Throws std::runtime_error, with the line, where they are none.
std::vector<Requirement> read_catalogue(std::string_view text);

}  // namespace postiche::judge
