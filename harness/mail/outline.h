// SPDX-License-Identifier: MIT
#pragma once
// The outline of a message: which parts it has (RFC 2045 and 2046), where each stands, and what its
// header says of it. Ranges are octets of the message, which is not copied. Whatever the message
// is, it has an outline.
//
//   0 multipart/mixed                  header 0-120    body 120-900
//   +- 1 text/plain                    header 150-180  body 180-300
//   +- 2 message/rfc822                header 330-360  body 360-800
//      +- 3 text/plain                 header 360-500  body 500-800   the message that 2 carries

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/base/rope.h"
#include "harness/mail/content_fields.h"

namespace postiche::mail {

enum class PartKind : std::uint8_t {
  leaf,
  multipart,  // has one part or more
  message,    // message/rfc822 or message/global (RFC 6532 sec 3.7): has one, the message inside
};

struct Part {
  PartKind kind = PartKind::leaf;
  ContentFields content;
  Range header;           // with the empty line behind it
  Range body;             // without the line ending before a boundary, which is the boundary's
  std::size_t lines = 0;  // of the body: how many line endings it has
  std::vector<std::uint32_t> parts;  // indices into the outline

  // From its header to the end of its body.
  Range whole() const { return {header.begin, body.end}; }
};

struct Outline {
  std::vector<Part> parts;  // never empty; each before those inside it
  std::vector<std::string_view> deviations;

  // The message itself.
  const Part& root() const { return parts.front(); }
};

struct OutlineLimits {
  std::size_t depth = 50;      // of parts inside parts
  std::size_t parts = 10'000;  // and one more for each multipart that is empty
};

// Total, in linear time. Deviations, those of parse_content_fields() among them:
//   bare-lf                     a line that ends in LF alone
//   header-without-end          no empty line behind it
//   multipart-without-boundary  its type names none
//   multipart-without-parts     no boundary was found: it is given an empty part
//   missing-final-boundary      ended by the end of what is around it
//   too-deep, too-many-parts    what goes beyond is one application/octet-stream, RFC 2046 sec 4
Outline outline_of(const Rope& message, OutlineLimits limits = {});

}  // namespace postiche::mail
