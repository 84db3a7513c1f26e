// SPDX-License-Identifier: MIT
// CRAM-MD5: a digest of the server's challenge, keyed with the password. RFC 2195.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/sasl/machines.h"
#include "harness/sasl/prepare.h"

namespace postiche::sasl {

namespace {

constexpr std::size_t digest_size = 32;  // in hexadecimal

// A message id with something random and the time: RFC 2195 sec 2.
std::string challenge_of(const Knowledge& knowledge) {
  const std::int64_t seconds = knowledge.now.ns / 1'000'000'000;
  return "<" + knowledge.nonce + "." + std::to_string(seconds) + "@" + knowledge.host + ">";
}

std::string cram_digest_of(std::string_view password, std::string_view challenge) {
  return digest::hex(digest::hmac(digest::Hash::md5, password, challenge));
}

bool is_hex(char c) {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

}  // namespace

Step CramMd5Server::open(Hearing& hearing) const {
  return hearing.challenge(challenge_of(hearing.knowledge));
}

// The name may have spaces in it, the digest can't: the last one parts them.
Step CramMd5Server::hear(std::string_view response, Hearing& hearing) {
  while (response.ends_with('\n') || response.ends_with('\r')) {
    hearing.note("trailing-newline");
    response.remove_suffix(1);
  }
  if (response.ends_with(' ')) hearing.note("extra-space");
  response = ascii::trim(response);
  const std::size_t space = response.rfind(' ');
  if (space == std::string_view::npos) return hearing.malformed("missing-digest");
  const std::string_view digest = response.substr(space + 1);
  const std::string_view user = response.substr(0, space);
  if (user.ends_with(' ')) hearing.note("extra-space");
  hearing.user = prepared_or_same(ascii::trim(user), hearing.deviations);
  if (hearing.user.empty()) return hearing.malformed("empty-user");
  if (digest.size() != digest_size || !std::all_of(digest.begin(), digest.end(), is_hex)) {
    return hearing.malformed("bad-digest");
  }
  // "in lower case": RFC 2195 sec 2.
  if (ascii::to_lower(digest) != digest) hearing.note("upper-case-hex");
  if (hearing.anything_goes()) return hearing.grant();
  const auto known = hearing.account();
  if (!known) return hearing.unknown_user();
  const std::string wanted = cram_digest_of(known->password, challenge_of(hearing.knowledge));
  return ascii::equal_ignoring_case(digest, wanted) ? hearing.grant() : hearing.wrong_password();
}

std::optional<std::string> CramMd5Client::answer(std::string_view challenge, Speaking& speaking) {
  if (speaking.satisfied) return speaking.give_up("the server asks on where all is said");
  if (challenge.empty()) return speaking.give_up("the server's challenge is empty");
  speaking.satisfied = true;
  const Credentials& own = speaking.credentials;
  return own.user + " " + cram_digest_of(own.secret, challenge);
}

}  // namespace postiche::sasl
