// SPDX-License-Identifier: MIT
// LANG: in which language replies are worded; here there is one. RFC 6856 sec 3.

#include "harness/base/ascii.h"
#include "harness/pop3/extensions/list.h"
#include "harness/pop3/server.h"

namespace postiche::pop3::extensions {

namespace {

// lang-response = "+OK" SP language-tag SP description; "*" asks for whatever the server likes.
Reply answer_lang(const Command& command, const Server&) {
  if (command.language.empty()) return listing("Language listing follows", "en English\r\n");
  const bool has = command.language == "*" || ascii::equal_ignoring_case(command.language, "en");
  if (!has) return {Status::err, "", "No such language"};
  return {Status::ok, "", "en English it is"};
}

}  // namespace

constinit const Extension lang = {
    .keyword = "LANG", .line = "LANG", .verb = Verb::lang, .answer = answer_lang};

}  // namespace postiche::pop3::extensions
