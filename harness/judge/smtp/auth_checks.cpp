// SPDX-License-Identifier: MIT
// AUTH, and the commands that only those who have logged in may use.

#include "harness/base/ascii.h"
#include "harness/base/base64.h"
#include "harness/judge/check.h"
#include "harness/judge/clear_text.h"
#include "harness/judge/lines.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/domain.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

template <typename Look>
void for_each_auth(const SmtpConversation& conversation, Look look) {
  for_each(conversation, {Verb::auth}, look);
}

bool sends_secret(const SmtpAct& act) {
  return act.is(Verb::auth) && tells_secret(act.command.mechanism);
}

void credentials_in_tls(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* auth = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    if (act.kind == SmtpAct::Kind::command) auth = sends_secret(act) ? &act : nullptr;
    const bool is_response = act.kind == SmtpAct::Kind::response;
    const bool has_secret = auth && (is_response || act.command.initial_response);
    if (!has_secret) continue;
    judge_secret(*act.event, act.is_secured, finder);
    auth = nullptr;
  }
}

// RFC 4954 sec 4
void only_listed(const SmtpConversation& conversation, Finder& finder) {
  for_each_auth(conversation, [&](const SmtpAct& act) {
    const bool listed = act.offer && act.offer->lists("AUTH", act.command.mechanism);
    finder.expect(listed, *act.event,
                  "AUTH " + std::string(act.command.mechanism) + " was not offered",
                  act.command.mechanism);
  });
}

void no_repeat(const SmtpConversation& conversation, Finder& finder) {
  for_each_auth(conversation, [&](const SmtpAct& act) {
    finder.expect(!act.is_authenticated, *act.event, "AUTH came behind a successful AUTH");
  });
}

void empty_as_equals(const SmtpConversation& conversation, Finder& finder) {
  for_each_auth(conversation, [&](const SmtpAct& act) {
    const std::string_view line = act.command.line;
    const bool ends_in_space = !line.empty() && ascii::is_space(line.back());
    const auto& response = act.command.initial_response;
    const bool quoted = response && (*response == "\"\"" || *response == "''");
    if (ends_in_space || quoted) {
      return finder.breach(*act.event, "an empty initial response is not written as =");
    }
    if (response == "=") finder.good(*act.event);
  });
}

// RFC 4954 sec 4: base64 of RFC 4648 sec 4, on one line.
void strict_base64(const SmtpConversation& conversation, Finder& finder) {
  const auto look = [&](const Event& event, std::string_view text) {
    if (text == "=" || text == "*" || is_masked(text)) return;
    finder.expect(base64::decode(text).has_value(), event, "a response is no base64", text);
  };
  for (const SmtpAct& act : conversation.acts) {
    if (act.is(Verb::auth) && act.command.initial_response) {
      look(*act.event, *act.command.initial_response);
    }
    if (act.kind != SmtpAct::Kind::response) continue;
    const std::string_view line = act.event->bytes;
    look(*act.event, line.substr(0, line.find_last_not_of("\r\n") + 1));
  }
}

bool is_single_round(const SmtpAct& act) {
  constexpr std::string_view names[] = {"PLAIN", "EXTERNAL", "XOAUTH2", "OAUTHBEARER", "ANONYMOUS"};
  return act.command.initial_response &&
         ascii::contains_ignoring_case(names, act.command.mechanism);
}

void last_in_group(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* auth = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    if (auth && auth->reply) {
      finder.expect(!act.is_early, *act.event, "octets were sent behind AUTH before its reply");
    }
    auth = act.is(Verb::auth) && !is_single_round(act) ? &act : nullptr;
  }
}

// RFC 1985 sec 5
void etrn_outside(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::etrn}, [&](const SmtpAct& act) {
    finder.expect(!act.transaction, *act.event, "ETRN came within a transaction");
  });
}

void etrn_argument(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::etrn}, [&](const SmtpAct& act) {
    const std::string_view name = act.command.argument;
    const bool one = !name.empty() && name.find(' ') == name.npos;
    const bool known = name.starts_with('#') || name.find('.') != name.npos;
    finder.expect(one && known, *act.event, "ETRN does not name one node", name);
  });
}

// RFC 2645 sec 5.2.1
void atrn_after_auth(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::atrn}, [&](const SmtpAct& act) {
    finder.expect(act.is_authenticated, *act.event, "ATRN came before AUTH");
  });
}

void atrn_domains(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::atrn}, [&](const SmtpAct& act) {
    mail::Findings odd;
    if (!act.command.argument.empty()) {
      for (const std::string_view domain : ascii::split(act.command.argument, ',')) {
        mail::check_domain(domain, odd);
      }
    }
    finder.expect(odd.deviations.empty(), *act.event, "ATRN has no list of domains",
                  act.command.argument);
  });
}

constexpr SmtpCheck auth_table[] = {
    {"smtp.credentials.only-inside-tls", credentials_in_tls, for_all, Excuse::none},
    {"smtp.auth.only-listed-mechanisms", only_listed},
    {"smtp.auth.no-repeat-after-success", no_repeat},
    {"smtp.auth.empty-initial-response-as-equals", empty_as_equals},
    {"smtp.auth.strict-base64-responses", strict_base64},
    {"smtp.auth.last-in-pipelined-group", last_in_group},
    {"smtp.etrn.not-inside-transaction", etrn_outside},
    {"smtp.etrn.one-node-name-argument", etrn_argument},
    {"smtp.atrn.only-after-auth", atrn_after_auth},
    {"smtp.atrn.domain-list-syntax", atrn_domains},
};

}  // namespace

std::span<const SmtpCheck> smtp_auth_checks() { return auth_table; }

}  // namespace postiche::judge
