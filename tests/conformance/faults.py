# SPDX-License-Identifier: MIT
"""What real clients are known to do wrong, and no verdict may say more.

Each was looked up in the RFC that `postiche explain ID` names, and seen in the client's octets.
Another version of a client may have other faults, so a row is of one version.
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

FAULTS: dict[str, frozenset[str]] = {
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
