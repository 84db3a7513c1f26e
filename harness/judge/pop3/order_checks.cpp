// SPDX-License-Identifier: MIT
// Which commands of POP3 come where, and about which messages.

#include "harness/judge/check.h"
#include "harness/judge/clear_text.h"
#include "harness/judge/pop3/acts.h"

namespace postiche::judge {

using pop3::Verb;

namespace {

// RFC 1939 sec 5. What was sent ahead of the answer to a login that failed is no fault.
void transaction_after_login(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation,
           {Verb::stat, Verb::list, Verb::retr, Verb::dele, Verb::noop, Verb::rset, Verb::top,
            Verb::uidl},
           [&](const Pop3Act& act) {
             if (act.is_early && !act.is_authenticated) return;
             finder.expect(act.is_authenticated, *act.event,
                           verb_of(act) + " came before anybody had logged in");
           });
}

void no_credentials_after_login(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::user, Verb::pass, Verb::apop}, [&](const Pop3Act& act) {
    finder.expect(!act.is_authenticated, *act.event, verb_of(act) + " came behind the login");
  });
}

// RFC 1939 sec 6. Who was told no, or was left, may go as he likes.
void quit_commits(const Pop3Conversation& conversation, Finder& finder) {
  const Pop3Act* deletion = nullptr;
  for_each_command(conversation, [&](const Pop3Act& act) {
    if (act.is(Verb::dele) && act.is_accepted()) deletion = &act;
    if (act.is(Verb::rset) && act.is_accepted()) deletion = nullptr;
    if (act.is(Verb::quit) && deletion) finder.good(*act.event);
  });
  if (!deletion || !conversation.client_left_first()) return;
  const Pop3Act& last = conversation.acts.back();
  if (last.is_behind_quit || last.is(Verb::quit) || !last.is_accepted()) return;
  finder.breach(*conversation.client_close,
                "the client left without QUIT, and what it deleted stays");
}

void quit_is_last(const Pop3Conversation& conversation, Finder& finder) {
  const Pop3Act* quit = nullptr;
  for (const Pop3Act& act : conversation.acts) {
    const bool is_bye = act.is(Verb::quit) && act.code() != "-ERR";
    if (is_bye && !quit) finder.good(*act.event);
    if (quit) finder.breach(*act.event, verb_of(act) + " came behind QUIT");
    if (is_bye) quit = &act;
  }
  for (const Event* const event : conversation.unheard) {
    if (quit && event->sequence > quit->event->sequence) {
      finder.breach(*event, "octets came behind QUIT");
    }
  }
}

template <typename Look>
void for_each_numbered(const Pop3Conversation& conversation, Look look) {
  for_each(conversation, {Verb::retr, Verb::list, Verb::dele, Verb::top, Verb::uidl},
           [&](const Pop3Act& act) {
             if (act.is_authenticated && !act.command.argument.empty()) look(act);
           });
}

// RFC 1939 sec 5
void marked_not_reused(const Pop3Conversation& conversation, Finder& finder) {
  bool deletes = false;
  for_each_numbered(conversation, [&](const Pop3Act& act) {
    if (act.is_deleted) {
      return finder.breach(*act.event, verb_of(act) + " names a message that is marked as deleted",
                           act.command.argument);
    }
    if (deletes) finder.good(*act.event);
    deletes = deletes || act.is(Verb::dele);
  });
}

// RFC 1939 sec 4. What the server has never told cannot be too much.
void within_count(const Pop3Conversation& conversation, Finder& finder) {
  for_each_numbered(conversation, [&](const Pop3Act& act) {
    const auto number = act.command.message;
    if (!number) {
      return finder.breach(*act.event, verb_of(act) + " names no number", act.command.argument);
    }
    if (*number != 0 && !act.count) return;
    const bool is_one = *number >= 1 && *number <= act.count.value_or(0);
    const std::string count = act.count ? std::to_string(*act.count) : "some";
    finder.expect(is_one, *act.event,
                  verb_of(act) + " names message " + std::to_string(*number) + " of " + count,
                  act.command.argument);
  });
}

// RFC 6856 sec 2.1
void no_stls_after_utf8(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::stls}, [&](const Pop3Act& act) {
    finder.expect(!act.is_utf8, *act.event, "STLS came behind UTF8");
  });
}

void credentials_in_tls(const Pop3Conversation& conversation, Finder& finder) {
  const Pop3Act* auth = nullptr;
  for (const Pop3Act& act : conversation.acts) {
    const bool is_command = act.kind == Pop3Act::Kind::command;
    if (is_command) {
      const bool tells = act.is(Verb::auth) && tells_secret(act.command.mechanism);
      auth = tells ? &act : nullptr;
    }
    const bool is_told = auth && (!is_command || act.command.initial_response);
    if (!is_told && !act.is(Verb::pass)) continue;
    judge_secret(*act.event, act.is_secured, finder);
    auth = nullptr;
  }
}

// RFC 5034 sec 3
void only_listed_mechanisms(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::auth}, [&](const Pop3Act& act) {
    const std::string mechanism(act.command.mechanism);
    if (mechanism.empty()) return;  // it only asks
    if (!act.offer) {
      return finder.slip(*act.event, "AUTH " + mechanism + " came without CAPA before it");
    }
    finder.expect(act.offer->lists("SASL", mechanism), *act.event,
                  "AUTH " + mechanism + " was not offered", act.command.mechanism);
  });
}

void no_auth_after_success(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::auth}, [&](const Pop3Act& act) {
    finder.expect(!act.is_authenticated, *act.event, "AUTH came behind the login");
  });
}

// RFC 2449 sec 6.6
void lock_step(const Pop3Conversation& conversation, Finder& finder) {
  const Pop3Act* before = nullptr;
  for_each_command(conversation, [&](const Pop3Act& act) {
    const bool is_second = std::exchange(before, &act) != nullptr;
    const bool offered = act.offer && act.offer->has("PIPELINING");
    if (!is_second || (offered && !act.is_early)) return;
    if (offered) return finder.good(*act.event);
    finder.expect(!act.is_early, *act.event,
                  verb_of(act) + " came ahead of an answer, and PIPELINING was not offered");
  });
}

void need_offer(const Pop3Act& act, std::string_view keyword, Finder& finder) {
  if (!act.offer) return finder.slip(*act.event, verb_of(act) + " came without CAPA before it");
  finder.expect(act.offer->has(keyword), *act.event, verb_of(act) + " was not offered");
}

// RFC 6856 sec 2.1
void bare_utf8_before_login(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::utf8}, [&](const Pop3Act& act) {
    if (act.is_authenticated) return finder.breach(*act.event, "UTF8 came behind the login");
    if (!act.command.argument.empty()) {
      return finder.breach(*act.event, "UTF8 has an argument", act.command.argument);
    }
    need_offer(act, "UTF8", finder);
  });
}

// RFC 6856 sec 3.1, 3.2
void lang_with_one_range(const Pop3Conversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::lang}, [&](const Pop3Act& act) {
    if (!act.command.well_formed()) {
      return finder.breach(*act.event, "LANG has more than one language range",
                           act.command.argument);
    }
    need_offer(act, "LANG", finder);
  });
}

constexpr Pop3Check pop3_order_table[] = {
    {"pop3.state.transaction-commands-after-login", transaction_after_login},
    {"pop3.state.no-credentials-after-login", no_credentials_after_login},
    {"pop3.quit.required-to-commit-deletions", quit_commits},
    {"pop3.quit.is-last-command", quit_is_last},
    {"pop3.dele.marked-numbers-not-reused", marked_not_reused},
    {"pop3.number.within-server-count", within_count},
    {"pop3.stls.not-after-utf8", no_stls_after_utf8},
    {"pop3.credentials.only-inside-tls", credentials_in_tls, for_all, Excuse::none},
    {"pop3.auth.only-listed-mechanisms", only_listed_mechanisms},
    {"pop3.auth.no-repeat-after-success", no_auth_after_success},
    {"pop3.pipelining.lock-step-unless-offered", lock_step},
    {"pop3.utf8.bare-and-only-before-login", bare_utf8_before_login},
    {"pop3.lang.offered-and-one-range", lang_with_one_range},
};

}  // namespace

std::span<const Pop3Check> pop3_order_checks() { return pop3_order_table; }

}  // namespace postiche::judge
