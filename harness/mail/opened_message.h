// SPDX-License-Identifier: MIT
#pragma once
// A message, and what one learns of it by reading: each thing once, when it is first asked for.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "harness/base/rope.h"
#include "harness/mail/envelope.h"
#include "harness/mail/outline.h"
#include "harness/mail/section.h"

namespace postiche::mail {

class OpenedMessage {
 public:
  explicit OpenedMessage(std::shared_ptr<const Rope> octets) : octets_(std::move(octets)) {}

  const std::shared_ptr<const Rope>& octets() const { return octets_; }
  // With the empty line; finding it does not read the body.
  const std::string& header();
  const Envelope& envelope();
  const Outline& outline();

  // The octets of a section, shared with the message; nothing where there is none. Those of the
  // whole message need no outline.
  std::optional<Rope> section(std::span<const std::uint32_t> number, SectionText text);

 private:
  std::optional<Range> whole_section(SectionText text);

  std::shared_ptr<const Rope> octets_;
  std::optional<std::string> header_;
  std::optional<Envelope> envelope_;
  std::optional<Outline> outline_;
};

}  // namespace postiche::mail
