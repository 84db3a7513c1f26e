# SPDX-License-Identifier: MIT
"""What real clients are known to do wrong, and no verdict may say more.

Each was looked up in the RFC that `postiche explain ID` names, and seen in the client's octets.
Another version of a client may have other faults, so a row is of one version. Names are those of
the report, behind the protocol.
"""

from __future__ import annotations

# Whoever hands a letter on as it is, and whatever the server offers, sends all of these.
_HANDED_ON = frozenset(
    {
        "smtp.8bitmime.no-8bit-unless-offered",
        "smtp.binarymime.no-binary-unless-accepted",
        "smtp.smtputf8.utf8-header-only-when-offered",
    }
)
_ADDRESS_IN_UTF8 = frozenset(
    {
        "smtp.line.printable-ascii-only",
        "smtp.smtputf8.utf8-mailbox-only-when-offered",
    }
)
_BARE_CR = frozenset({"smtp.smuggling.no-lookalike-end-of-data"})
_COMMAND_IN_ADDRESS = frozenset({"message.injection.no-extra-smtp-commands"})
_PARAMETER_IN_ADDRESS = frozenset({"message.injection.no-smuggled-esmtp-parameters"})
_KNOWS_250_ONLY = frozenset({"smtp.reply.unknown-code-by-first-digit"})
_NO_QUIT = frozenset({"smtp.quit.before-closing"})  # after an error, or always
_LONG_AUTH = frozenset({"smtp.auth.initial-response-fits-line"})
_ANSWERS_ANYTHING = frozenset({"smtp.auth.cancel-undecodable-challenge"})
_SHORT_CHALLENGES_ONLY = frozenset({"smtp.auth.long-challenges-handled"})
_CAPITALS_ONLY = frozenset({"smtp.ehlo.keywords-case-insensitive"})

SMTP: dict[str, frozenset[str]] = {
    "swaks 20201014.0": _HANDED_ON
    | _ADDRESS_IN_UTF8
    | _BARE_CR
    | _COMMAND_IN_ADDRESS
    | _PARAMETER_IN_ADDRESS
    | _KNOWS_250_ONLY
    | _LONG_AUTH
    | _ANSWERS_ANYTHING
    | {"smtp.data.no-extra-blank-line", "smtp.smtputf8.declared-when-needed"},
    "swaks 20201014.0, STARTTLS": _NO_QUIT
    | _LONG_AUTH
    | _ANSWERS_ANYTHING
    | {"smtp.starttls.discard-injected-replies", "tls.cert.refuse-other-host-name"},
    # It hands on bare LF too, and uses SIZE inside TLS though only offered before.
    "curl 7.88.1": _HANDED_ON
    | _ADDRESS_IN_UTF8
    | _BARE_CR
    | _COMMAND_IN_ADDRESS
    | _PARAMETER_IN_ADDRESS
    | _KNOWS_250_ONLY
    | _NO_QUIT
    | _ANSWERS_ANYTHING
    | _CAPITALS_ONLY,
    "curl 7.88.1, STARTTLS": _NO_QUIT
    | _ANSWERS_ANYTHING
    | {"smtp.params.only-offered-extensions", "smtp.starttls.forget-pre-tls-capabilities"},
    "msmtp 1.8.23": _HANDED_ON
    | _ADDRESS_IN_UTF8
    | _BARE_CR
    | _COMMAND_IN_ADDRESS
    | _KNOWS_250_ONLY
    | _NO_QUIT
    | {"smtp.smtputf8.declared-when-needed"},
    "msmtp 1.8.23, STARTTLS": _NO_QUIT | _LONG_AUTH | _ANSWERS_ANYTHING | _SHORT_CHALLENGES_ONLY,
    "smtplib 3.11.2": _HANDED_ON
    | _BARE_CR
    | _PARAMETER_IN_ADDRESS
    | _KNOWS_250_ONLY
    | _LONG_AUTH
    | _ANSWERS_ANYTHING
    | _SHORT_CHALLENGES_ONLY,
    "smtplib 3.11.2, STARTTLS": _LONG_AUTH | _ANSWERS_ANYTHING | _SHORT_CHALLENGES_ONLY,
    "nodemailer 10.6.1": _HANDED_ON
    | _ADDRESS_IN_UTF8
    | _NO_QUIT
    | _LONG_AUTH
    | _ANSWERS_ANYTHING
    | {"smtp.data.content-only-after-354"},
    "nodemailer 10.6.1, STARTTLS": _NO_QUIT | _LONG_AUTH | _ANSWERS_ANYTHING,
    "Go net/smtp 1.27.3": _HANDED_ON
    | _ADDRESS_IN_UTF8
    | _BARE_CR
    | _PARAMETER_IN_ADDRESS
    | _KNOWS_250_ONLY
    | _NO_QUIT
    | _LONG_AUTH
    | _CAPITALS_ONLY,
}

_POP3_ANSWERS_ANYTHING = frozenset({"pop3.auth.cancel-undecodable-challenge"})
_POP3_CAPITALS_ONLY = frozenset({"pop3.capa.caseless-and-ignore-unknown"})
_DOT_BETWEEN_LINE_FEEDS = frozenset({"pop3.reply.multiline-ends-at-dot"})

POP3: dict[str, frozenset[str]] = {
    "poplib 3.11.2": _DOT_BETWEEN_LINE_FEEDS | {"pop3.apop.refuse-malformed-timestamp"},
    "poplib 3.11.2, STARTTLS": _POP3_CAPITALS_ONLY,
    "curl 7.88.1": _POP3_ANSWERS_ANYTHING,
    "curl 7.88.1, STARTTLS": _POP3_CAPITALS_ONLY,
    "fetchmail 6.4.37": _DOT_BETWEEN_LINE_FEEDS | _POP3_ANSWERS_ANYTHING,
    "fetchmail 6.4.37, STARTTLS": frozenset(),
    # It says RSET before it has logged in, and passwords in UTF-8 that nobody has agreed upon.
    "getmail 6.20.02": _DOT_BETWEEN_LINE_FEEDS
    | {
        "pop3.line.printable-ascii-only",
        "pop3.state.transaction-commands-after-login",
        "pop3.utf8.non-ascii-login-needs-user",
    },
}

_IMAP_CAPITALS_ONLY = frozenset({"imap.capability.keywords-case-insensitive"})

IMAP: dict[str, frozenset[str]] = {
    # It answers a challenge that it cannot read by its next command.
    "imaplib 3.11.2": _IMAP_CAPITALS_ONLY
    | {
        "imap.auth.strict-base64-responses",
        "imap.injection.ignore-premature-mailbox-data",
        "imap.literal.no-interleaved-commands",
    },
    "imaplib 3.11.2, STARTTLS": _IMAP_CAPITALS_ONLY,
    "curl 7.88.1": _IMAP_CAPITALS_ONLY,
    "curl 7.88.1, STARTTLS": _IMAP_CAPITALS_ONLY
    | {
        "imap.auth.initial-response-only-when-offered",
        "imap.starttls.forget-pre-tls-capabilities",
    },
    "imapflow 2.10.2": frozenset(
        {"imap.append.utf8-form-for-utf8-headers", "imap.id.no-effect-on-behaviour"}
    ),
    "imapflow 2.10.2, STARTTLS": frozenset(),
    "mbsync 1.4.4": _IMAP_CAPITALS_ONLY,
    "mbsync 1.4.4, STARTTLS": _IMAP_CAPITALS_ONLY,
}

FAULTS = {
    f"{protocol} {name}": faults
    for protocol, clients in (("smtp", SMTP), ("pop3", POP3), ("imap", IMAP))
    for name, faults in clients.items()
}
