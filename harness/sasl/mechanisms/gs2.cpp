// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanisms/gs2.h"

#include "harness/base/ascii.h"

namespace postiche::sasl {

// gs2-header    = gs2-cbind-flag "," [ authzid ] ","               RFC 5802 sec 7
// gs2-cbind-flag = ("p=" cb-name) / "n" / "y"
// authzid       = "a=" saslname
ReadGs2Header read_gs2_header(std::string_view message, Deviations& deviations) {
  const std::size_t first = message.find(',');
  const std::size_t second = first == std::string_view::npos ? first : message.find(',', first + 1);
  if (second == std::string_view::npos) return {std::nullopt, "bad-gs2-header"};
  const std::string_view flag = message.substr(0, first);
  std::string_view identity = message.substr(first + 1, second - first - 1);
  Gs2Header header;
  header.size = second + 1;
  if (flag.starts_with("p=") && flag.size() > 2) {
    header.flag = 'p';
    header.binding = flag.substr(2);
  } else if (flag == "n" || flag == "y") {
    header.flag = flag.front();
  } else {
    return {std::nullopt, "bad-gs2-header"};
  }
  if (!identity.empty()) {
    if (!identity.starts_with("a=") || identity.size() == 2) {
      return {std::nullopt, "bad-gs2-header"};
    }
    auto name = unescape_name(identity.substr(2), deviations);
    if (!name) return {std::nullopt, "bad-escape"};
    header.identity = std::move(*name);
  }
  return {std::move(header), {}};
}

std::string gs2_header(char flag, std::string_view binding, std::string_view identity) {
  std::string out(1, flag);
  if (!binding.empty()) out.append("=").append(binding);
  out += ',';
  if (!identity.empty()) out.append("a=").append(escape_name(identity));
  return out + ',';
}

std::string escape_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ',') {
      out += "=2C";
    } else if (c == '=') {
      out += "=3D";
    } else {
      out += c;
    }
  }
  return out;
}

std::optional<std::string> unescape_name(std::string_view text, Deviations& deviations) {
  std::string out;
  while (!text.empty()) {
    if (text.front() != '=') {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view escape = text.substr(0, 3);
    const bool comma = ascii::equal_ignoring_case(escape, "=2C");
    if (!comma && !ascii::equal_ignoring_case(escape, "=3D")) return std::nullopt;
    if (ascii::to_upper(escape) != escape) note(deviations, "lower-case-escape");
    out += comma ? ',' : '=';
    text.remove_prefix(3);
  }
  return out;
}

}  // namespace postiche::sasl
