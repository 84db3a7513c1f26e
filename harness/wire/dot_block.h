// SPDX-License-Identifier: MIT
#pragma once
// Finds the end of a dot-terminated block (SMTP content, POP3 multi-line answers), takes the
// stuffing dots out and names every sequence that another server might take for the end. Knows
// nothing of commands. RFC 5321 sec 4.5.2, RFC 1939 sec 3.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace postiche::wire {

class DotBlock {
 public:
  // Eats from the front of `bytes` and gives the next run of content in it, which may be empty.
  // Nothing means: the end has come, or all of `bytes` is eaten. The content includes the CRLF that
  // stands behind the final dot: its two octets are to be taken off at the end.
  std::optional<std::string_view> next(std::string_view& bytes);

  // CR LF "." CR LF has come; `bytes` of next() then begins behind it.
  bool ended() const { return ended_; }
  // Octets of content before the end, stuffing dots and the final line not counted.
  std::uint64_t size() const { return ended_ ? size_ - 2 : size_; }

  // Names of what was odd, each once: "bare-lf", "bare-cr", "nul-byte" and the false ends of data,
  // "lf-dot-lf", "lf-dot-crlf", "lf-dot-cr", "crlf-dot-lf", "crlf-dot-cr", "cr-dot-lf",
  // "cr-dot-crlf", "cr-dot-cr".
  std::vector<std::string_view> deviations() const;

 private:
  bool take(char byte);  // false: a stuffing dot, not content
  void name_false_end();

  // The last eight octets, the latest lowest. A block begins behind the CRLF of the command.
  std::uint64_t tail_ = 0x0D0A;
  std::uint64_t size_ = 0;
  unsigned odd_ = 0;  // bits of the deviation table
  bool ended_ = false;
};

}  // namespace postiche::wire
