// SPDX-License-Identifier: MIT
#include "harness/mail/text.h"

#include "harness/mail/charset.h"
#include "harness/mail/transfer_decoding.h"

namespace postiche::mail {

std::optional<std::string> text_of(const Rope& message, const Part& part, std::size_t limit) {
  const bool has_text = part.content.type == "text" || part.content.type == "message";
  if (part.kind != PartKind::leaf || !has_text) return std::nullopt;
  const TransferEncoding encoding =
      find_transfer_encoding(part.content.encoding).value_or(TransferEncoding::identity);
  const Decoded decoded = decode_range(message, part.body, encoding, limit);
  if (auto text = to_utf8(decoded.octets, find_parameter(part.content.parameters, "charset"))) {
    return text;
  }
  return repair_utf8(decoded.octets);
}

}  // namespace postiche::mail
