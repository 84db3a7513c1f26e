// SPDX-License-Identifier: MIT
#pragma once
// What a server offers in EHLO, and what each extension adds to the commands. An extension is one
// file in extensions/ and one row of the table in extensions.cpp; nothing else knows them by name.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/command.h"
#include "harness/smtp/reply.h"

namespace postiche::smtp {

// What a parameter's value is held against.
struct Circumstances {
  std::size_t message_limit;  // largest message taken, in octets
};

// A parameter of MAIL or RCPT.
struct ParameterRule {
  Verb verb;
  std::string_view keyword;
  // What to say against this value; nothing where it holds.
  std::optional<Reply> (*objection)(const Parameter& parameter, const Circumstances& circumstances);
};

struct Extension {
  std::string_view keyword;
  std::string_view line;            // in the honest server's EHLO; "" where it does not offer it
  std::size_t mail_line_increment;  // octets by which MAIL may be longer
  Verb verb;                        // the command that comes and goes with it, or unknown
  std::span<const ParameterRule> parameters;
};

// All that are known.
std::span<const Extension* const> extensions();

// The lines of one EHLO answer in order. Copies are independent.
class Offer {
 public:
  // What the honest server offers.
  Offer();
  // Exactly these.
  explicit Offer(const std::vector<std::string>& lines);

  // "SIZE 1000"; takes the place of a line with the same keyword. A word nobody knows is offered as
  // it is written.
  void add(std::string_view line);
  // Offers it no longer, and so refuses it. Only the keyword counts. Whether there was one.
  bool remove(std::string_view line);
  // Says it no longer, but takes it all the same. Whether there was one.
  bool hide(std::string_view keyword);

  // Whether it is to be had, said or hidden.
  bool offers(std::string_view keyword) const;
  // What stands behind the keyword, "1000"; nothing where it is not offered.
  std::optional<std::string_view> argument(std::string_view keyword) const;
  // As EHLO says them.
  std::vector<std::string_view> lines() const;
  // Longest line of this command, CRLF included: RFC 5321 sec 4.5.3.1.4.
  std::size_t line_limit(Verb verb) const;
  // The rule of an offered extension for this parameter; null where none is.
  const ParameterRule* parameter_rule(Verb verb, std::string_view keyword) const;
  // False where the verb belongs to an extension that is not offered.
  bool allows(Verb verb) const;

 private:
  struct Entry {
    std::string line;
    const Extension* extension;  // of the table; null for an unknown word
    bool hidden;
  };
  // Where the line with this keyword is; entries_.size() if there is none.
  std::size_t find(std::string_view line) const;

  std::vector<Entry> entries_;
};

}  // namespace postiche::smtp
