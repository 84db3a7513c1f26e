// SPDX-License-Identifier: MIT
#include "harness/store/maildir.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/store/names.h"

namespace postiche::store {

namespace {

struct MaildirLetter {
  char letter;
  Flag flag;
};
constexpr std::array<MaildirLetter, 5> maildir_letters = {{{'D', Flags::draft},
                                                           {'F', Flags::flagged},
                                                           {'R', Flags::answered},
                                                           {'S', Flags::seen},
                                                           {'T', Flags::deleted}}};

// What stands behind ":2,"; "" where there is none.
std::string_view letters_of(std::string_view name) {
  for (const std::string_view mark : {":2,", ";2,"}) {
    const std::size_t at = name.rfind(mark);
    if (at != std::string_view::npos) return name.substr(at + mark.size());
  }
  return {};
}

// Seconds, and behind the dot "M" and millionths, if they are there.
std::optional<VirtualTime> delivered_at(std::string_view name) {
  const auto parts = ascii::split(name.substr(0, name.find_first_of(":;,")), '.');
  const auto seconds = ascii::parse_number(parts.front());
  if (!seconds || *seconds > 9'000'000'000) return std::nullopt;
  std::int64_t micros = 0;
  if (parts.size() > 1 && parts[1].starts_with('M')) {
    const std::string_view digits =
        parts[1].substr(1, parts[1].find_first_not_of("0123456789", 1) - 1);
    micros = static_cast<std::int64_t>(
        std::min<std::uint64_t>(ascii::parse_number(digits).value_or(0), 999'999));
  }
  return VirtualTime{static_cast<std::int64_t>(*seconds) * 1'000'000'000 + micros * 1000};
}

}  // namespace

MaildirName parse_maildir_name(std::string_view name) {
  MaildirName out;
  const std::string_view text = letters_of(name);
  for (const MaildirLetter& each : maildir_letters) {
    if (text.find(each.letter) != std::string_view::npos) out.flags = out.flags.with({each.flag});
  }
  out.is_forwarded = text.find('P') != std::string_view::npos;
  out.delivered_at = delivered_at(name);
  return out;
}

std::optional<std::string> mailbox_of_maildir_folder(std::string_view directory) {
  if (!directory.starts_with('.')) return std::nullopt;
  const auto levels = ascii::split(directory.substr(1), '.');
  const auto is_wrong = [](std::string_view level) {
    return level.empty() || level.find(separator) != std::string_view::npos;
  };
  if (std::any_of(levels.begin(), levels.end(), is_wrong)) return std::nullopt;
  std::string name;
  for (const std::string_view level : levels) {
    if (!name.empty()) name += separator;
    name += level;
  }
  return canonical(name);
}

}  // namespace postiche::store
