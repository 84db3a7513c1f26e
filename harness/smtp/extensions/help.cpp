// SPDX-License-Identifier: MIT
// HELP, which RFC 5321 sec 4.1.1.8 says a server should have; taken out of the offer, it is gone.

#include "harness/base/ascii.h"
#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// 504 for a topic nobody knows: RFC 5321 sec 4.3.2.
Reply answer_help(const Command& command, const Server& server) {
  const std::string_view topic = ascii::trim(command.argument);
  if (topic.empty()) {
    Reply reply{214, "2.0.0", "Commands:\n"};
    std::string verbs;
    for (std::size_t i = 1; i < verb_count; ++i) {
      const auto verb = static_cast<Verb>(i);
      if (!server.speaks(verb)) continue;
      verbs.append(verbs.empty() ? "" : " ").append(name(verb));
    }
    reply.text += verbs;
    return reply;
  }
  const Verb verb = verb_of(topic);
  if (verb == Verb::unknown || !server.speaks(verb)) {
    return {504, "5.5.4", "No help on that topic"};
  }
  return {214, "2.0.0", std::string(name(verb)) + " is spoken here"};
}

}  // namespace

constinit const Extension help = {
    .keyword = "HELP", .line = "HELP", .verb = Verb::help, .answer = answer_help};

}  // namespace postiche::smtp::extensions
