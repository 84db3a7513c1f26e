// SPDX-License-Identifier: MIT
#include "harness/mail/opened_message.h"

#include "harness/base/rope_lines.h"

namespace postiche::mail {

namespace {

// Where the header is, without a look at the body.
Range header_of(const Rope& message) {
  RopeLines lines(message, 1);
  std::size_t end = 0;
  while (const auto line = lines.next()) {
    end = line->range.end;
    if (line->text.empty()) break;
  }
  return {0, end};
}

}  // namespace

const std::string& OpenedMessage::header() {
  if (!header_) header_ = octets_->copy(header_of(*octets_));
  return *header_;
}

const Envelope& OpenedMessage::envelope() {
  if (!envelope_) envelope_ = envelope_of(header());
  return *envelope_;
}

const Outline& OpenedMessage::outline() {
  if (!outline_) outline_ = outline_of(*octets_);
  return *outline_;
}

std::optional<Rope> OpenedMessage::section(std::span<const std::uint32_t> number,
                                           SectionText text) {
  const auto range = number.empty() ? whole_section(text) : find_section(outline(), number, text);
  if (!range) return std::nullopt;
  return part_of(octets_, *range);
}

// As find_section() has it, which needs an outline.
std::optional<Range> OpenedMessage::whole_section(SectionText text) {
  switch (text) {
    case SectionText::content:
      return Range{0, octets_->size()};
    case SectionText::header:
      return Range{0, header().size()};
    case SectionText::text:
      return Range{header().size(), octets_->size()};
    case SectionText::mime:
      break;
  }
  return std::nullopt;
}

}  // namespace postiche::mail
