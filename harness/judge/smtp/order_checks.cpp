// SPDX-License-Identifier: MIT
// In which order commands come, what may be on its way together, and how a session ends.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

// RFC 5321 sec 4.1.4. Groups are judged by what was sent: a DATA behind refused recipients is no
// breach where the replies had not been seen.
void mail_rcpt_data(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::rcpt, Verb::data, Verb::bdat}, [&](const SmtpAct& act) {
    const SmtpTransaction* const here = conversation.transaction_of(act);
    if (!here && act.is_early) return;
    if (!here) return finder.breach(*act.event, verb_of(act) + " came without an accepted MAIL");
    const bool wants_recipients = !act.is(Verb::rcpt);
    finder.expect(!wants_recipients || !here->recipients.empty(), *act.event,
                  verb_of(act) + " came without a RCPT");
  });
}

void data_never_empty(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    if (!one.is_whole() || !one.data) continue;
    finder.expect(!one.content.empty(), *one.end, "DATA was ended without any content");
  }
}

// It was to go on with its message; only the end of the connection can take back DATA.
bool is_amid_content(const SmtpConversation& conversation) {
  if (conversation.transactions.empty()) return false;
  const SmtpTransaction& last = conversation.transactions.back();
  return last.data && last.data->code() == "354" && !last.is_whole();
}

// RFC 5321 sec 4.1.1.10. A client that was told 421, or had to give up in TLS, may simply go.
void quit_before_closing(const SmtpConversation& conversation, Finder& finder) {
  bool quit = false, told_to_go = conversation.tls_failed != nullptr;
  for (const SmtpAct& act : conversation.acts) {
    quit = quit || act.is(Verb::quit);
    told_to_go = told_to_go || act.code() == "421" || act.code() == "554";
    // What it waits for does not come.
    if (!act.reply && act.kind == SmtpAct::Kind::command) told_to_go = told_to_go || !quit;
  }
  const bool turned_away =
      conversation.greeting && !conversation.greeting->field("code").value_or("").starts_with('2');
  if (quit) return finder.good(*conversation.acts.back().event);
  if (told_to_go || turned_away || !conversation.greeting || !conversation.client_left_first())
    return;
  if (conversation.acts.empty()) return;  // a port scan is no mail client
  if (is_amid_content(conversation)) return;
  finder.breach(*conversation.client_close, "the connection was closed without QUIT");
}

void quit_is_last(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* quit = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    if (quit) return finder.breach(*act.event, "something came behind QUIT");
    if (act.is(Verb::quit)) quit = &act;
  }
  if (!quit) return;
  for (const Event* const stray : conversation.unanswered) {
    if (stray->sequence > quit->event->sequence) {
      return finder.breach(*stray, "something came behind QUIT");
    }
  }
  finder.good(*quit->event);
}

// RFC 5321 sec 4.3.1, RFC 2920 sec 3.1. What was on its way when the server began TLS, or said what
// is no reply, tells nothing.
void lock_step_unless_offered(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpAct& act : conversation.acts) {
    if (act.kind != SmtpAct::Kind::command) continue;
    const bool offered = act.offer && act.offer->has("PIPELINING");
    if (offered) continue;
    finder.expect(!act.is_early, *act.event,
                  verb_of(act) + " was sent before the reply to what came before it");
  }
}

bool ends_group(Verb verb) {
  switch (verb) {
    case Verb::ehlo:
    case Verb::data:
    case Verb::vrfy:
    case Verb::expn:
    case Verb::turn:
    case Verb::quit:
    case Verb::noop:
      return true;
    default:
      return false;
  }
}

void sync_commands_end_group(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* before = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    const bool judged = before && before->kind == SmtpAct::Kind::command &&
                        ends_group(before->command.verb) && before->reply;
    if (judged) {
      finder.expect(!act.is_early, *act.event,
                    "octets were sent behind " + verb_of(*before) + " before its reply");
    }
    before = &act;
  }
}

// RFC 3207 sec 4
void starttls_has_no_parameter(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::starttls}, [&](const SmtpAct& act) {
    finder.expect(act.command.argument.empty(), *act.event, "STARTTLS has an argument",
                  act.command.argument);
  });
}

// RFC 3207 sec 4
void hello_right_after_220(const SmtpConversation& conversation, Finder& finder) {
  for (const Event* const stray : conversation.unanswered) {
    if (stray->field("unanswered") != "before-tls") continue;
    return finder.breach(*stray, "octets came in clear behind STARTTLS");
  }
  const SmtpAct* begun = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    if (begun && !act.is_secured) {
      return finder.breach(*act.event, "a command came in clear behind 220 to STARTTLS");
    }
    begun = act.is(Verb::starttls) && act.code() == "220" ? &act : nullptr;
  }
  if (conversation.tls) finder.good(*conversation.tls);
}

// RFC 3207 sec 4.2
void ehlo_first_inside_tls(const SmtpConversation& conversation, Finder& finder) {
  bool in_clear = false;
  for (const SmtpAct& act : conversation.acts) {
    if (act.kind != SmtpAct::Kind::command) continue;
    if (!act.is_secured) {
      in_clear = true;
      continue;
    }
    if (!in_clear) return;
    const bool fine = smtp::is_hello(act.command.verb) || act.is(Verb::quit);
    finder.expect(fine, *act.event, verb_of(act) + " was the first command in TLS, not EHLO");
    return;
  }
}

constexpr SmtpCheck order_table[] = {
    {"smtp.transaction.mail-rcpt-data-order", mail_rcpt_data},
    {"smtp.data.never-without-content", data_never_empty},
    {"smtp.quit.before-closing", quit_before_closing},
    {"smtp.quit.is-last-command", quit_is_last},
    {"smtp.pipelining.lock-step-unless-offered", lock_step_unless_offered},
    {"smtp.pipelining.sync-commands-end-group", sync_commands_end_group},
    {"smtp.starttls.no-parameter", starttls_has_no_parameter},
    {"smtp.starttls.clienthello-right-after-220", hello_right_after_220},
    {"smtp.starttls.ehlo-first-inside-tls", ehlo_first_inside_tls},
};

}  // namespace

std::span<const SmtpCheck> smtp_order_checks() { return order_table; }

}  // namespace postiche::judge
