// SPDX-License-Identifier: MIT
// RRVS: mail for whoever had the mailbox at a time, and not for who has it since. RFC 7293.

#include "harness/base/ascii.h"
#include "harness/base/time.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// "2026-01-01T00:00:00Z" or "...+02:00", without fractions: RFC 3339 sec 5.6, RFC 7293 sec 3.1
std::optional<VirtualTime> parse_date_time(std::string_view text) {
  const std::string moment = ascii::to_upper(text.substr(0, 19)) + "Z";
  const auto local = parse_virtual_time(moment);
  if (!local || text.size() < 20) return std::nullopt;
  const std::string_view zone = text.substr(19);
  if (zone == "Z" || zone == "z") return local;
  const auto hours = ascii::parse_number(zone.substr(1, 2));
  const auto minutes = ascii::parse_number(zone.substr(std::min<std::size_t>(4, zone.size())));
  const bool signs = zone.front() == '+' || zone.front() == '-';
  const bool holds = signs && zone.size() == 6 && zone[3] == ':' && hours && minutes;
  if (!holds || *hours > 23 || *minutes > 59) return std::nullopt;
  const auto east = Duration::minutes(static_cast<std::int64_t>(*hours * 60 + *minutes));
  return *local + (zone.front() == '+' ? Duration{-east.ns} : east);
}

// rrvs-param = "RRVS=" date-time [ ";" ( "C" / "R" ) ]          RFC 7293 sec 3.1
std::optional<Reply> remark_on_rrvs(const Parameter& parameter, const Command& command,
                                    const Server& server) {
  const std::string_view value = parameter.value.value_or("");
  const std::size_t semicolon = std::min(value.find(';'), value.size());
  const std::string action = ascii::to_upper(value.substr(semicolon));
  const auto since = parse_date_time(value.substr(0, semicolon));
  if (!since || !(action.empty() || action == ";C" || action == ";R")) {
    return bad_value("RRVS is a time as 2026-01-01T00:00:00Z, and perhaps ;C or ;R");
  }
  // RFC 7293 sec 5.1, 15.3. Whose mailbox is as old as the world has had it all the time.
  const auto owned = server.store().owned_since(command.path->address());
  if (!owned || *owned <= *since) return std::nullopt;
  return Reply{550, "5.7.17", "Mailbox owner has changed"};
}

constexpr ParameterRule rrvs_rules[] = {{Verb::rcpt, "RRVS", remark_on_rrvs}};

// RFC 7293 sec 3.1
constexpr Room rrvs_room[] = {{Verb::rcpt, 33}};

}  // namespace

constinit const Extension rrvs = {
    .keyword = "RRVS", .line = "RRVS", .room = rrvs_room, .parameters = rrvs_rules};

}  // namespace postiche::smtp::extensions
