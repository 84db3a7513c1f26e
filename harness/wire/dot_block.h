// SPDX-License-Identifier: MIT
#pragma once
// Finds the end of a dot-terminated block (SMTP content, POP3 multi-line answers), takes the
// stuffing dots out and names every sequence that another server might take for the end. Knows
// nothing of commands. RFC 5321 sec 4.5.2, RFC 1939 sec 3.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace postiche::wire {

class DotBlock {
 public:
  // As a careless server: what has this name of a false end is the end of data too. One that ends
  // in CR is known when the next octet is there, which then belongs to what follows. False: no such
  // name.
  bool end_at_too(std::string_view name);

  // Eats from the front of `bytes` and gives the next run of content in it, which may be empty.
  // Nothing means: the end has come, or all of `bytes` is eaten. The content includes what stands
  // behind the final dot, and the dot where it was no stuffing: end_given() octets are to be taken
  // off at the end.
  std::optional<std::string_view> next(std::string_view& bytes);

  // The end has come; `bytes` of next() then begins behind it.
  bool ended() const { return ended_; }
  // The false end that was taken for it; empty where it was CR LF "." CR LF.
  std::string_view end_name() const { return end_name_; }
  std::size_t end_given() const { return given_; }
  // Octets of content before the end, stuffing dots and the final line not counted.
  std::uint64_t size() const { return ended_ ? size_ - given_ : size_; }

  // Names of what was odd, each once: "bare-lf", "bare-cr", "nul-byte" and the false ends of data,
  // "lf-dot-lf", "lf-dot-crlf", "lf-dot-cr", "crlf-dot-lf", "crlf-dot-cr", "cr-dot-lf",
  // "cr-dot-crlf", "cr-dot-cr".
  std::vector<std::string_view> deviations() const;

 private:
  // `behind_end`: the end was before this octet.
  enum class Taken { content, stuffing, end, behind_end };
  Taken take(char byte);
  void name_false_end();

  // The last eight octets, the latest lowest. A block begins behind the CRLF of the command.
  std::uint64_t tail_ = 0x0D0A;
  std::uint64_t size_ = 0;
  unsigned odd_ = 0;         // bits of the deviation table
  unsigned taken_ends_ = 0;  // the same bits
  std::size_t given_ = 2;
  std::string_view end_name_;
  bool ended_ = false;
};

std::vector<std::string_view> names_of_false_ends();
// DotBlock::end_given() of a block that ended in this false end, or in the real one: "".
std::size_t given_of_end(std::string_view name);

}  // namespace postiche::wire
