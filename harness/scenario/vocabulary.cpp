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

constexpr std::array smtp_codes = {
    211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 421, 432, 450, 451,
    452, 453, 454, 455, 458, 459, 500, 501, 502, 503, 504, 521, 523, 524, 525,
    530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556, 557, 558,
};

}  // namespace

std::span<const WordRow> verbs(Protocol protocol) {
  if (protocol == Protocol::pop3) return pop3_verbs;
  return smtp_verbs;
}

std::span<const WordRow> capabilities(Protocol protocol) {
  if (protocol == Protocol::pop3) return pop3_capabilities;
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

namespace {

bool has_word(Protocol protocol, std::string_view word) {
  const auto is = [&](const WordRow& row) { return row.word == word; };
  const auto commands = verbs(protocol);
  const auto offers = capabilities(protocol);
  return std::any_of(commands.begin(), commands.end(), is) ||
         std::any_of(offers.begin(), offers.end(), is);
}

// What two protocols call differently.
struct Pair {
  std::string_view smtp, pop3;
};
constexpr Pair pairs[] = {
    {"STARTTLS", "STLS"}, {"AUTH", "SASL"}, {"SMTPUTF8", "UTF8"}, {"EHLO", "CAPA"}};

}  // namespace

std::string home_of_word(Protocol here, std::string_view word) {
  for (const Protocol other : {Protocol::smtp, Protocol::pop3}) {
    if (other == family_of(here) || !has_word(other, word)) continue;
    std::string hint = "it is of " + ascii::to_upper(name(other));
    for (const Pair& pair : pairs) {
      const bool goes_to_pop3 = here == Protocol::pop3;
      if (word != (goes_to_pop3 ? pair.smtp : pair.pop3)) continue;
      const std::string_view own = goes_to_pop3 ? pair.pop3 : pair.smtp;
      hint += ", and " + ascii::to_upper(name(here)) + " has " + std::string(own);
    }
    return hint;
  }
  return {};
}

bool is_smtp_code(int code) {
  return std::binary_search(smtp_codes.begin(), smtp_codes.end(), code);
}

}  // namespace postiche::scenario
