// SPDX-License-Identifier: MIT
#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/imap/grammar/grammar.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

// sasl-mech = 1*20mech-char; mech-char = %x41-5A / DIGIT / "-" / "_"      RFC 4422 sec 3.1
bool is_mechanism(std::string_view text) {
  return text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
           return ascii::is_alnum(c) || c == '-' || c == '_';
         });
}

}  // namespace

Arguments parse_nothing(Reader&, const Command&) { return {}; }

// Who wants to leave is let go, argument or not.
Arguments parse_logout(Reader& reader, const Command&) {
  if (reader.more()) reader.note("extra-argument");
  reader.skip_all();
  return {};
}

// id = "ID" SP id-params-list                                   RFC 2971 sec 4
// id-params-list = "(" *(string SP nstring) ")" / nil
// At most 30 of them, fields of 30 octets and values of 1024: RFC 2971 sec 3.3.
Arguments parse_id(Reader& reader, const Command&) {
  IdArguments id;
  reader.expect_space();
  if (reader.take_word("NIL")) return id;
  reader.list([&] {
    std::string field = reader.string();
    reader.expect_space();
    auto value = reader.nstring();
    if (id.fields.size() == item_limit) reader.refuse("too-many");
    if (id.fields.size() == 30 || field.size() > 30 || value.value_or("").size() > 1024) {
      reader.note("over-id-limits");
    }
    id.fields.emplace_back(std::move(field), std::move(value));
  });
  return id;
}

// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]  RFC 9051 sec 9
// initial-resp = (base64 / "="): whether it is base64 is the exchange's affair
Arguments parse_authenticate(Reader& reader, const Command&) {
  AuthenticateArguments authenticate;
  reader.expect_space();
  authenticate.mechanism = reader.atom();
  if (!is_mechanism(authenticate.mechanism)) reader.refuse("bad-mechanism-name");
  if (reader.more()) authenticate.initial_response = reader.atom();
  return authenticate;
}

// login = "LOGIN" SP userid SP password; both astring           RFC 9051 sec 9
Arguments parse_login(Reader& reader, const Command&) {
  LoginArguments login;
  reader.expect_space();
  login.user = reader.astring();
  reader.expect_space();
  login.password = reader.astring();
  return login;
}

// enable = "ENABLE" 1*(SP capability)                           RFC 5161 sec 4
Arguments parse_enable(Reader& reader, const Command&) {
  EnableArguments enable;
  reader.expect_space();
  do {
    enable.capabilities.push_back(ascii::to_upper(reader.atom()));
    if (enable.capabilities.size() > item_limit) reader.refuse("too-many");
  } while (reader.more());
  return enable;
}

// compress = "COMPRESS" SP algorithm                            RFC 4978 sec 5
Arguments parse_compress(Reader& reader, const Command&) {
  reader.expect_space();
  return CompressArguments{ascii::to_upper(reader.atom())};
}

}  // namespace postiche::imap
