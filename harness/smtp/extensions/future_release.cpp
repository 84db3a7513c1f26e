// SPDX-License-Identifier: MIT
// FUTURERELEASE: mail that is to wait before it goes on; only for those who submit it. RFC 4865.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/time.h"
#include "harness/smtp/extensions/deliver_by.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// Word `index` of the two limits in EHLO; "" where it is not there.
std::string_view offered_limit(const Server& server, std::size_t index) {
  const auto words = server.offer().words("FUTURERELEASE");
  return index < words.size() ? words[index] : std::string_view();
}

// "MUST include one, and only one, hold-param": RFC 4865 sec 4.1
bool holds_twice(const Command& command) {
  return command.parameter("HOLDFOR") && command.parameter("HOLDUNTIL");
}

// future-release-integer = 1*9DIGIT, and positive               RFC 4865 sec 3
std::optional<Reply> remark_on_for(const Parameter& parameter, const Command& command,
                                   const Server& server) {
  if (holds_twice(command)) return bad_value("HOLDFOR and HOLDUNTIL can't both be");
  const std::string_view text = parameter.value.value_or("");
  const auto seconds = ascii::parse_number(text);
  if (!seconds || *seconds == 0 || text.size() > 9) return bad_value("HOLDFOR takes seconds");
  const auto most = ascii::parse_number(offered_limit(server, 0));
  if (most && *seconds > *most) {
    return bad_value("HOLDFOR takes at most " + std::to_string(*most) + " seconds");
  }
  // RFC 4865 sec 5.2.2
  const Parameter* const by = command.parameter("BY");
  const auto due = parse_deliver_by(by ? by->value.value_or("") : "");
  if (due && due->seconds < static_cast<std::int64_t>(*seconds)) {
    return bad_value("HOLDFOR is longer than BY");
  }
  return std::nullopt;
}

// "2026-01-01T00:00:00Z": then later is greater, as text.
bool is_date_time_utc(std::string_view text) {
  return text.size() == 20 && text.back() == 'Z' && parse_virtual_time(text).has_value();
}

// future-release-date-time = Internet-style-date-time-UTC       RFC 4865 sec 3
std::optional<Reply> remark_on_until(const Parameter& parameter, const Command& command,
                                     const Server& server) {
  if (holds_twice(command)) return bad_value("HOLDFOR and HOLDUNTIL can't both be");
  const std::string until = ascii::to_upper(parameter.value.value_or(""));
  if (!is_date_time_utc(until)) return bad_value("HOLDUNTIL takes a time as 2026-01-01T00:00:00Z");
  const std::string_view last = offered_limit(server, 1);
  if (!is_date_time_utc(last) || until <= last) return std::nullopt;
  return bad_value("HOLDUNTIL is at most " + std::string(last));
}

constexpr ParameterRule future_release_rules[] = {{Verb::mail, "HOLDFOR", remark_on_for},
                                                  {Verb::mail, "HOLDUNTIL", remark_on_until}};

// RFC 4865 sec 3, item 5
constexpr Room future_release_room[] = {{Verb::mail, 34}};

}  // namespace

// "MUST NOT advertise this support on any port other than the submission port": RFC 4865 sec 4.2.
constinit const Extension future_release = {.keyword = "FUTURERELEASE",
                                            .line = "FUTURERELEASE 31536000 2099-12-31T23:59:59Z",
                                            .usual = {.in_smtp = false, .in_lmtp = false},
                                            .room = future_release_room,
                                            .parameters = future_release_rules};

}  // namespace postiche::smtp::extensions
