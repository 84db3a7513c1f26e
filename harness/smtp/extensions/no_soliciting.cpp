// SPDX-License-Identifier: MIT
// NO-SOLICITING: which advertisements are not wanted. The honest server wants all mail and names
// none, so that clients may pass on what they know of theirs. RFC 3865.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/faults.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// word = ALPHA 0*(wordchar)                                     RFC 3865 sec 2.2
// wordchar = ("." / "-" / "_" / ":" / ALPHA / DIGIT)
bool is_word(std::string_view text) {
  const auto is_wordchar = [](char c) {
    return ascii::is_alnum(c) || c == '.' || c == '-' || c == '_' || c == ':';
  };
  return !text.empty() && ascii::is_alpha(text.front()) &&
         std::all_of(text.begin(), text.end(), is_wordchar);
}

// Solicitation-keywords = word 0*("," word), at most 1000 characters   RFC 3865 sec 2.2
bool is_list(std::string_view value) {
  const auto words = ascii::split(value, ',');
  return value.size() <= 1000 && std::all_of(words.begin(), words.end(), is_word);
}

// RFC 3865 sec 2.3, 2.4
std::optional<Reply> remark_on_no_soliciting(const Parameter& parameter, const Command&,
                                             const Server& server) {
  const std::string_view value = parameter.value.value_or("");
  if (!is_list(value)) return bad_value("SOLICIT is a list of keywords");
  const auto unwanted = ascii::split(server.offer().argument("NO-SOLICITING").value_or(""), ',');
  for (const std::string_view word : ascii::split(value, ',')) {
    if (!ascii::contains_ignoring_case(unwanted, word)) continue;
    return Reply{550, "5.7.1", "Not wanted here: SOLICIT=" + std::string(word)};
  }
  return std::nullopt;
}

constexpr ParameterRule no_soliciting_rules[] = {{Verb::mail, "SOLICIT", remark_on_no_soliciting}};

// RFC 3865 sec 4.1
constexpr Room no_soliciting_room[] = {{Verb::mail, 1007}};

}  // namespace

constinit const Extension no_soliciting = {.keyword = "NO-SOLICITING",
                                           .line = "NO-SOLICITING",
                                           .room = no_soliciting_room,
                                           .parameters = no_soliciting_rules};

}  // namespace postiche::smtp::extensions
