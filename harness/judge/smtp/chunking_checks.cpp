// SPDX-License-Identifier: MIT
// BDAT: RFC 3030.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

template <typename Look>
void for_each_chunk(const SmtpConversation& conversation, Look look) {
  for_each(conversation, {Verb::bdat}, look);
}

void only_when_offered(const SmtpConversation& conversation, Finder& finder) {
  for_each_chunk(conversation, [&](const SmtpAct& act) {
    finder.expect(act.offer && act.offer->has("CHUNKING"), *act.event,
                  "BDAT was used, and CHUNKING was not offered");
  });
}

// What comes behind a chunk of the wrong size is no command.
void exact_count(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* chunk = nullptr;
  for (const SmtpAct& act : conversation.acts) {
    if (chunk && act.kind == SmtpAct::Kind::command) {
      finder.expect(act.command.verb != Verb::unknown, *act.event,
                    "behind a chunk came what is no command: its octets were more than BDAT said");
    }
    chunk = act.kind == SmtpAct::Kind::chunk ? &act : nullptr;
  }
}

void command_syntax(const SmtpConversation& conversation, Finder& finder) {
  for_each_chunk(conversation, [&](const SmtpAct& act) {
    finder.expect(act.command.well_formed(), *act.event, "BDAT has no size, or more than LAST",
                  act.command.argument);
  });
}

bool is_last(const SmtpAct& act) { return act.command.chunk && act.command.chunk->last; }

// A transaction that is left is begun again by MAIL or ended by QUIT; RSET is the way to do so.
void last_ends(const SmtpConversation& conversation, Finder& finder) {
  const SmtpAct* open = nullptr;
  for_each_command(conversation, [&](const SmtpAct& act) {
    if (act.is(Verb::bdat)) {
      open = is_last(act) || act.is_refused() ? nullptr : &act;
      if (is_last(act)) finder.good(*act.event);
      return;
    }
    const bool leaves = act.is(Verb::quit) || act.is(Verb::mail);
    if (open && leaves) {
      finder.breach(*act.event, verb_of(act) + " came behind chunks without LAST or RSET");
    }
    if (!act.is(Verb::noop)) open = nullptr;
  });
}

void no_mixing(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    if (one.chunks.empty()) continue;
    const Event& shown = one.data ? *one.data->event : *one.chunks.front()->event;
    finder.expect(!one.data, shown, "DATA and BDAT came in one transaction");
  }
}

// RFC 3030 sec 2: the sender must have all the replies before.
void replies_before_chunks(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    if (one.chunks.empty()) continue;
    const SmtpAct& first = *one.chunks.front();
    const bool any = std::any_of(one.recipients.begin(), one.recipients.end(),
                                 [](const SmtpAct* act) { return act->is_accepted(); });
    if (first.is_early) {
      finder.breach(*first.event, "BDAT was sent before the replies to the envelope");
    } else {
      finder.expect(any, *first.event, "BDAT was sent although no recipient was accepted");
    }
  }
}

void binary_by_chunks(const SmtpConversation& conversation, Finder& finder) {
  for (const SmtpTransaction& one : conversation.transactions) {
    const smtp::Parameter* const body = one.mail->command.parameter("BODY");
    if (!body || !ascii::equal_ignoring_case(value_of(*body), "BINARYMIME")) continue;
    if (one.data) {
      finder.breach(*one.data->event, "binary content was sent by DATA");
    } else if (!one.chunks.empty()) {
      finder.good(*one.chunks.front()->event);
    }
  }
}

constexpr SmtpCheck chunking_table[] = {
    {"smtp.chunking.bdat-only-when-offered", only_when_offered},
    {"smtp.chunking.exact-octet-count", exact_count},
    {"smtp.chunking.bdat-command-syntax", command_syntax},
    {"smtp.chunking.last-ends-transaction", last_ends},
    {"smtp.chunking.no-data-bdat-mixing", no_mixing},
    {"smtp.chunking.envelope-replies-before-bdat", replies_before_chunks},
    {"smtp.binarymime.content-by-bdat-only", binary_by_chunks},
};

}  // namespace

std::span<const SmtpCheck> smtp_chunking_checks() { return chunking_table; }

}  // namespace postiche::judge
