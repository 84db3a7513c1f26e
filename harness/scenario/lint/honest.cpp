// SPDX-License-Identifier: MIT
// What is offered where a scenario says nothing. Tests hold it against the servers themselves.

#include "harness/scenario/lint/lint.h"

namespace postiche::scenario {

std::span<const std::string_view> honest_capabilities(Protocol protocol) {
  constexpr static std::string_view of_imap[] = {"IMAP4rev1",
                                                 "IMAP4rev2",
                                                 "STARTTLS",
                                                 "SASL-IR",
                                                 "LITERAL+",
                                                 "ENABLE",
                                                 "ID",
                                                 "IDLE",
                                                 "NAMESPACE",
                                                 "CHILDREN",
                                                 "UIDPLUS",
                                                 "UNSELECT",
                                                 "MOVE",
                                                 "ESEARCH",
                                                 "SEARCHRES",
                                                 "WITHIN",
                                                 "SORT",
                                                 "SORT=DISPLAY",
                                                 "THREAD=ORDEREDSUBJECT",
                                                 "THREAD=REFERENCES",
                                                 "CONDSTORE",
                                                 "QRESYNC",
                                                 "LIST-EXTENDED",
                                                 "LIST-STATUS",
                                                 "SPECIAL-USE",
                                                 "CREATE-SPECIAL-USE",
                                                 "STATUS=SIZE",
                                                 "BINARY",
                                                 "MULTIAPPEND",
                                                 "CATENATE",
                                                 "APPENDLIMIT",
                                                 "REPLACE",
                                                 "QUOTA",
                                                 "QUOTA=RES-STORAGE",
                                                 "QUOTA=RES-MESSAGE",
                                                 "METADATA",
                                                 "METADATA-SERVER",
                                                 "NOTIFY",
                                                 "OBJECTID",
                                                 "SAVEDATE",
                                                 "PREVIEW",
                                                 "UTF8=ACCEPT",
                                                 "COMPRESS=DEFLATE",
                                                 "UNAUTHENTICATE"};
  constexpr static std::string_view of_pop3[] = {
      "TOP",        "UIDL",           "USER",   "SASL", "STLS", "PIPELINING",
      "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE", "UTF8", "LANG", "IMPLEMENTATION"};
  if (protocol == Protocol::pop3) return of_pop3;
  if (protocol == Protocol::imap) return of_imap;
  constexpr static std::string_view words[] = {
      "PIPELINING", "SIZE",     "8BITMIME",  "CHUNKING",
      "BINARYMIME", "STARTTLS", "AUTH",      "ENHANCEDSTATUSCODES",
      "DSN",        "SMTPUTF8", "DELIVERBY", "MT-PRIORITY",
      "REQUIRETLS", "RRVS",     "LIMITS",    "NO-SOLICITING",
      "ETRN",       "ATRN",     "EXPN",      "VRFY",
      "HELP"};
  return words;
}

}  // namespace postiche::scenario
