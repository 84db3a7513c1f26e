// SPDX-License-Identifier: MIT
#include "harness/scenario/vocabulary.h"

#include <algorithm>
#include <array>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

constexpr std::array smtp_verbs = {
    WordRow{"EHLO", "RFC 5321 sec 4.1.1.1"},  WordRow{"HELO", "RFC 5321 sec 4.1.1.1"},
    WordRow{"MAIL", "RFC 5321 sec 4.1.1.2"},  WordRow{"RCPT", "RFC 5321 sec 4.1.1.3"},
    WordRow{"DATA", "RFC 5321 sec 4.1.1.4"},  WordRow{"RSET", "RFC 5321 sec 4.1.1.5"},
    WordRow{"VRFY", "RFC 5321 sec 4.1.1.6"},  WordRow{"EXPN", "RFC 5321 sec 4.1.1.7"},
    WordRow{"HELP", "RFC 5321 sec 4.1.1.8"},  WordRow{"NOOP", "RFC 5321 sec 4.1.1.9"},
    WordRow{"QUIT", "RFC 5321 sec 4.1.1.10"}, WordRow{"STARTTLS", "RFC 3207 sec 4"},
    WordRow{"AUTH", "RFC 4954 sec 4"},        WordRow{"BDAT", "RFC 3030 sec 2"},
    WordRow{"ETRN", "RFC 1985 sec 5"},        WordRow{"ATRN", "RFC 2645 sec 5.2.1"},
    WordRow{"TURN", "RFC 821 sec 3.8"},       WordRow{"SEND", "RFC 821 sec 3.4"},
    WordRow{"SOML", "RFC 821 sec 3.4"},       WordRow{"SAML", "RFC 821 sec 3.4"},
    WordRow{"LHLO", "RFC 2033 sec 4.1"},      WordRow{"XCLIENT", "Postfix"},
    WordRow{"XFORWARD", "Postfix"},
};

constexpr std::array smtp_capabilities = {
    WordRow{"SIZE", "RFC 1870"},          WordRow{"PIPELINING", "RFC 2920"},
    WordRow{"8BITMIME", "RFC 6152"},      WordRow{"SMTPUTF8", "RFC 6531"},
    WordRow{"STARTTLS", "RFC 3207"},      WordRow{"ENHANCEDSTATUSCODES", "RFC 2034"},
    WordRow{"AUTH", "RFC 4954"},          WordRow{"DSN", "RFC 3461"},
    WordRow{"CHUNKING", "RFC 3030"},      WordRow{"BINARYMIME", "RFC 3030"},
    WordRow{"DELIVERBY", "RFC 2852"},     WordRow{"MT-PRIORITY", "RFC 6710"},
    WordRow{"REQUIRETLS", "RFC 8689"},    WordRow{"LIMITS", "RFC 9422"},
    WordRow{"FUTURERELEASE", "RFC 4865"}, WordRow{"RRVS", "RFC 7293"},
    WordRow{"ETRN", "RFC 1985"},          WordRow{"ATRN", "RFC 2645"},
    WordRow{"TURN", "RFC 821"},           WordRow{"NO-SOLICITING", "RFC 3865"},
    WordRow{"MTRK", "RFC 3885"},          WordRow{"CHECKPOINT", "RFC 1845"},
    WordRow{"BURL", "RFC 4468"},          WordRow{"CONPERM", "RFC 4141"},
    WordRow{"CONNEG", "RFC 4141"},        WordRow{"HELP", "RFC 5321"},
    WordRow{"VRFY", "RFC 5321"},          WordRow{"EXPN", "RFC 5321"},
    WordRow{"XCLIENT", "Postfix"},        WordRow{"XFORWARD", "Postfix"},
};

constexpr std::array pop3_verbs = {
    WordRow{"USER", "RFC 1939 sec 7"}, WordRow{"PASS", "RFC 1939 sec 7"},
    WordRow{"APOP", "RFC 1939 sec 7"}, WordRow{"AUTH", "RFC 5034 sec 4"},
    WordRow{"CAPA", "RFC 2449 sec 5"}, WordRow{"STLS", "RFC 2595 sec 4"},
    WordRow{"STAT", "RFC 1939 sec 5"}, WordRow{"LIST", "RFC 1939 sec 5"},
    WordRow{"UIDL", "RFC 1939 sec 7"}, WordRow{"RETR", "RFC 1939 sec 5"},
    WordRow{"TOP", "RFC 1939 sec 7"},  WordRow{"DELE", "RFC 1939 sec 5"},
    WordRow{"NOOP", "RFC 1939 sec 5"}, WordRow{"RSET", "RFC 1939 sec 5"},
    WordRow{"QUIT", "RFC 1939 sec 5"}, WordRow{"UTF8", "RFC 6856 sec 2"},
    WordRow{"LANG", "RFC 6856 sec 3"},
};

constexpr std::array pop3_capabilities = {
    WordRow{"TOP", "RFC 1939"},
    WordRow{"UIDL", "RFC 1939"},
    WordRow{"USER", "RFC 2449"},
    WordRow{"SASL", "RFC 5034"},
    WordRow{"STLS", "RFC 2595"},
    WordRow{"PIPELINING", "RFC 2449"},
    WordRow{"RESP-CODES", "RFC 2449"},
    WordRow{"AUTH-RESP-CODE", "RFC 3206"},
    WordRow{"EXPIRE", "RFC 2449"},
    WordRow{"LOGIN-DELAY", "RFC 2449"},
    WordRow{"UTF8", "RFC 6856"},
    WordRow{"LANG", "RFC 6856"},
    WordRow{"IMPLEMENTATION", "RFC 2449"},
};

constexpr std::array imap_verbs = {
    WordRow{"CAPABILITY", "RFC 9051 sec 6.1.1"},
    WordRow{"NOOP", "RFC 9051 sec 6.1.2"},
    WordRow{"LOGOUT", "RFC 9051 sec 6.1.3"},
    WordRow{"ID", "RFC 2971 sec 3.1"},
    WordRow{"STARTTLS", "RFC 9051 sec 6.2.1"},
    WordRow{"AUTHENTICATE", "RFC 9051 sec 6.2.2"},
    WordRow{"LOGIN", "RFC 9051 sec 6.2.3"},
    WordRow{"ENABLE", "RFC 9051 sec 6.3.1"},
    WordRow{"SELECT", "RFC 9051 sec 6.3.2"},
    WordRow{"EXAMINE", "RFC 9051 sec 6.3.3"},
    WordRow{"CREATE", "RFC 9051 sec 6.3.4"},
    WordRow{"DELETE", "RFC 9051 sec 6.3.5"},
    WordRow{"RENAME", "RFC 9051 sec 6.3.6"},
    WordRow{"SUBSCRIBE", "RFC 9051 sec 6.3.7"},
    WordRow{"UNSUBSCRIBE", "RFC 9051 sec 6.3.8"},
    WordRow{"LIST", "RFC 9051 sec 6.3.9"},
    WordRow{"LSUB", "RFC 3501 sec 6.3.9"},
    WordRow{"NAMESPACE", "RFC 9051 sec 6.3.10"},
    WordRow{"STATUS", "RFC 9051 sec 6.3.11"},
    WordRow{"APPEND", "RFC 9051 sec 6.3.12"},
    WordRow{"IDLE", "RFC 9051 sec 6.3.13"},
    WordRow{"DONE", "RFC 9051 sec 6.3.13"},
    WordRow{"COMPRESS", "RFC 4978 sec 3"},
    WordRow{"UNAUTHENTICATE", "RFC 8437 sec 2"},
    WordRow{"GETQUOTA", "RFC 9208 sec 4.1.2"},
    WordRow{"GETQUOTAROOT", "RFC 9208 sec 4.1.3"},
    WordRow{"SETQUOTA", "RFC 9208 sec 4.1.1"},
    WordRow{"GETMETADATA", "RFC 5464 sec 4.2"},
    WordRow{"SETMETADATA", "RFC 5464 sec 4.3"},
    WordRow{"NOTIFY", "RFC 5465 sec 3.1"},
    WordRow{"CHECK", "RFC 3501 sec 6.4.1"},
    WordRow{"CLOSE", "RFC 9051 sec 6.4.1"},
    WordRow{"UNSELECT", "RFC 9051 sec 6.4.2"},
    WordRow{"EXPUNGE", "RFC 9051 sec 6.4.3"},
    WordRow{"SEARCH", "RFC 9051 sec 6.4.4"},
    WordRow{"SORT", "RFC 5256 sec 3"},
    WordRow{"THREAD", "RFC 5256 sec 3"},
    WordRow{"FETCH", "RFC 9051 sec 6.4.5"},
    WordRow{"STORE", "RFC 9051 sec 6.4.6"},
    WordRow{"COPY", "RFC 9051 sec 6.4.7"},
    WordRow{"MOVE", "RFC 9051 sec 6.4.8"},
    WordRow{"REPLACE", "RFC 8508 sec 3.3"},
    // a rule of the plain one is asked for these too
    WordRow{"UID FETCH", "RFC 9051 sec 6.4.9"},
    WordRow{"UID STORE", "RFC 9051 sec 6.4.9"},
    WordRow{"UID COPY", "RFC 9051 sec 6.4.9"},
    WordRow{"UID MOVE", "RFC 9051 sec 6.4.9"},
    WordRow{"UID SEARCH", "RFC 9051 sec 6.4.9"},
    WordRow{"UID SORT", "RFC 5256 sec 3"},
    WordRow{"UID THREAD", "RFC 5256 sec 3"},
    WordRow{"UID EXPUNGE", "RFC 9051 sec 6.4.9"},
    WordRow{"UID REPLACE", "RFC 8508 sec 3.4"},
};

// What ends with "=" goes with any value.
constexpr std::array imap_capabilities = {
    WordRow{"IMAP4rev1", "RFC 3501"},
    WordRow{"IMAP4rev2", "RFC 9051"},
    WordRow{"LITERAL+", "RFC 7888"},
    WordRow{"LITERAL-", "RFC 7888"},
    WordRow{"SASL-IR", "RFC 4959"},
    WordRow{"LOGINDISABLED", "RFC 9051"},
    WordRow{"STARTTLS", "RFC 9051"},
    WordRow{"AUTH=", "RFC 9051"},
    WordRow{"IDLE", "RFC 2177"},
    WordRow{"NAMESPACE", "RFC 2342"},
    WordRow{"ID", "RFC 2971"},
    WordRow{"CHILDREN", "RFC 3348"},
    WordRow{"UIDPLUS", "RFC 4315"},
    WordRow{"UNSELECT", "RFC 3691"},
    WordRow{"ESEARCH", "RFC 4731"},
    WordRow{"SEARCHRES", "RFC 5182"},
    WordRow{"SORT", "RFC 5256"},
    WordRow{"SORT=DISPLAY", "RFC 5957"},
    WordRow{"THREAD=ORDEREDSUBJECT", "RFC 5256"},
    WordRow{"THREAD=REFERENCES", "RFC 5256"},
    WordRow{"ENABLE", "RFC 5161"},
    WordRow{"CONDSTORE", "RFC 7162"},
    WordRow{"QRESYNC", "RFC 7162"},
    WordRow{"LIST-EXTENDED", "RFC 5258"},
    WordRow{"LIST-STATUS", "RFC 5819"},
    WordRow{"SPECIAL-USE", "RFC 6154"},
    WordRow{"CREATE-SPECIAL-USE", "RFC 6154"},
    WordRow{"MOVE", "RFC 6851"},
    WordRow{"BINARY", "RFC 3516"},
    WordRow{"MULTIAPPEND", "RFC 3502"},
    WordRow{"CATENATE", "RFC 4469"},
    WordRow{"APPENDLIMIT", "RFC 7889"},
    WordRow{"APPENDLIMIT=", "RFC 7889"},
    WordRow{"QUOTA", "RFC 9208"},
    WordRow{"QUOTASET", "RFC 9208"},
    WordRow{"QUOTA=RES-STORAGE", "RFC 9208"},
    WordRow{"QUOTA=RES-MESSAGE", "RFC 9208"},
    WordRow{"STATUS=SIZE", "RFC 8438"},
    WordRow{"UTF8=ACCEPT", "RFC 6855"},
    WordRow{"COMPRESS=DEFLATE", "RFC 4978"},
    WordRow{"METADATA", "RFC 5464"},
    WordRow{"METADATA-SERVER", "RFC 5464"},
    WordRow{"NOTIFY", "RFC 5465"},
    WordRow{"OBJECTID", "RFC 8474"},
    WordRow{"SAVEDATE", "RFC 8514"},
    WordRow{"PREVIEW", "RFC 8970"},
    WordRow{"REPLACE", "RFC 8508"},
    WordRow{"WITHIN", "RFC 5032"},
    WordRow{"UNAUTHENTICATE", "RFC 8437"},
};

constexpr std::array smtp_codes = {
    211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 421, 432, 450, 451,
    452, 453, 454, 455, 458, 459, 500, 501, 502, 503, 504, 521, 523, 524, 525,
    530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556, 557, 558,
};

}  // namespace

std::span<const WordRow> verbs(Protocol protocol) {
  if (protocol == Protocol::pop3) return pop3_verbs;
  if (protocol == Protocol::imap) return imap_verbs;
  return smtp_verbs;
}

std::span<const WordRow> capabilities(Protocol protocol) {
  if (protocol == Protocol::pop3) return pop3_capabilities;
  if (protocol == Protocol::imap) return imap_capabilities;
  return smtp_capabilities;
}

std::string_view find_verb(std::string_view word) {
  for (const Protocol protocol : protocols) {
    for (const WordRow& row : verbs(protocol)) {
      if (ascii::equal_ignoring_case(row.word, word)) return row.word;
    }
  }
  return {};
}

bool is_capability(const WordRow& row, std::string_view word) {
  if (row.word.ends_with('=')) return ascii::starts_with_ignoring_case(word, row.word);
  return ascii::equal_ignoring_case(row.word, word);
}

bool covers(std::string_view verb, std::string_view said) {
  if (verb == said) return true;
  return said.starts_with(by_uid) && said.substr(by_uid.size()) == verb;
}

namespace {

bool has_word(Protocol protocol, std::string_view word) {
  const auto commands = verbs(protocol);
  const auto offers = capabilities(protocol);
  return std::any_of(commands.begin(), commands.end(),
                     [&](const WordRow& row) { return row.word == word; }) ||
         std::any_of(offers.begin(), offers.end(),
                     [&](const WordRow& row) { return is_capability(row, word); });
}

// What protocols call differently; empty where one has no such thing.
struct Kindred {
  std::string_view smtp, pop3, imap;

  std::string_view in(Protocol protocol) const {
    if (protocol == Protocol::pop3) return pop3;
    return protocol == Protocol::imap ? imap : smtp;
  }
};
constexpr Kindred kindred[] = {
    {"STARTTLS", "STLS", "STARTTLS"},
    {"AUTH", "SASL", "AUTH=PLAIN"},
    {"AUTH", "AUTH", "AUTHENTICATE"},
    {"SMTPUTF8", "UTF8", "UTF8=ACCEPT"},
    {"EHLO", "CAPA", "CAPABILITY"},
    {"QUIT", "QUIT", "LOGOUT"},
    {"", "PASS", "LOGIN"},
    {"", "RETR", "FETCH"},
    {"", "DELE", "STORE"},
    {"SIZE", "", "APPENDLIMIT=1000"},
};

}  // namespace

std::string home_of_word(Protocol here, std::string_view word) {
  for (const Protocol other : {Protocol::smtp, Protocol::pop3, Protocol::imap}) {
    if (other == family_of(here) || !has_word(other, word)) continue;
    std::string hint = "it is of " + ascii::to_upper(name(other));
    std::string_view joint = ", and ";
    for (const Kindred& one : kindred) {
      const std::string_view own = one.in(here);
      if (word != one.in(other) || own.empty() || own == word) continue;
      hint += std::string(joint);
      if (joint != " and ") hint += ascii::to_upper(name(here)) + " has ";
      hint += own;
      joint = " and ";
    }
    return hint;
  }
  return {};
}

bool is_smtp_code(int code) {
  return std::binary_search(smtp_codes.begin(), smtp_codes.end(), code);
}

}  // namespace postiche::scenario
