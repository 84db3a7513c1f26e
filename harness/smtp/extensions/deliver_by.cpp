// SPDX-License-Identifier: MIT
// DELIVERBY: mail that is worth nothing later. We deliver at once, so every time can be kept.
// RFC 2852.

#include "harness/smtp/extensions/deliver_by.h"

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

// by-value = by-time";"by-mode[by-trace]                        RFC 2852 sec 4
// by-time  = ["-" / "+"]1*9digit
// by-mode  = "N" / "R"; by-trace = "T"
std::optional<DeliverBy> parse_deliver_by(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  std::string_view digits = value.substr(0, semicolon);
  const std::string mode = ascii::to_upper(value.substr(semicolon + 1));
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  const auto number = ascii::parse_number(digits);
  if (!number || digits.size() > 9) return std::nullopt;
  if (mode != "N" && mode != "R" && mode != "NT" && mode != "RT") return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(*number);
  return DeliverBy{negative ? -seconds : seconds, mode.front() == 'R'};
}

namespace {

std::optional<Reply> remark_on_deliver_by(const Parameter& parameter, const Command&,
                                          const Server& server) {
  const auto by = parse_deliver_by(parameter.value.value_or(""));
  if (!by) return bad_value("BY is seconds, ';' and N or R, and perhaps T");
  if (!by->returns) return std::nullopt;
  if (by->seconds <= 0) return bad_value("What is to come back needs a time above 0");
  // RFC 2852 sec 3
  const auto least = ascii::parse_number(server.offer().argument("DELIVERBY").value_or(""));
  if (!least || by->seconds >= static_cast<std::int64_t>(*least)) return std::nullopt;
  return Reply{555, "5.5.4", "BY wants at least " + std::to_string(*least) + " seconds"};
}

constexpr ParameterRule deliver_by_rules[] = {{Verb::mail, "BY", remark_on_deliver_by}};

// RFC 2852 sec 2
constexpr Room deliver_by_room[] = {{Verb::mail, 17}};

}  // namespace

constinit const Extension deliver_by = {.keyword = "DELIVERBY",
                                        .line = "DELIVERBY",
                                        .room = deliver_by_room,
                                        .parameters = deliver_by_rules};

}  // namespace postiche::smtp::extensions
