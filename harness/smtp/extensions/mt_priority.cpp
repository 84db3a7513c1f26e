// SPDX-License-Identifier: MIT
// MT-PRIORITY: which mail goes first. Whoever is not known may step back but not push forward.
// RFC 6710.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// priority-value = (["-"] NZDIGIT) / "0"                        RFC 6710 sec 7
bool is_priority(std::string_view text) {
  if (text == "0") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return text.size() == 1 && ascii::is_digit(text[0]) && text[0] != '0';
}

// RFC 6710 sec 4.1
std::optional<Reply> remark_on_mt_priority(const Parameter& parameter, const Command&,
                                           const Server& server) {
  const std::string_view value = parameter.value.value_or("");
  if (!is_priority(value)) return Reply{501, "5.5.2", "MT-PRIORITY is -9 to 9"};
  const bool raised = value != "0" && !value.starts_with('-');
  if (!raised || server.authenticated()) return std::nullopt;
  return Reply{250, "2.3.6", "0 is the priority of mail from strangers"};
}

constexpr ParameterRule mt_priority_rules[] = {{Verb::mail, "MT-PRIORITY", remark_on_mt_priority}};

// RFC 6710 sec 3, item 6
constexpr Room mt_priority_room[] = {{Verb::mail, 15}};

}  // namespace

constinit const Extension mt_priority = {.keyword = "MT-PRIORITY",
                                         .line = "MT-PRIORITY",
                                         .room = mt_priority_room,
                                         .parameters = mt_priority_rules};

}  // namespace postiche::smtp::extensions
