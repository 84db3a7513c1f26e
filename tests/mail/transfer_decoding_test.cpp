// SPDX-License-Identifier: MIT
#include "harness/mail/transfer_decoding.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "harness/base/base64.h"
#include "tests/mail/cut_rope.h"

namespace postiche::mail {

namespace {

enum class State { sound, damaged };

struct Case {
  std::string encoded;
  std::string octets;
  State state = State::sound;
};

void check(TransferEncoding encoding, const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    CAPTURE(each.encoded);
    for (std::size_t size = 1; size <= each.encoded.size() + 1; ++size) {
      CAPTURE(size);
      const Rope rope = testing::cut_rope(each.encoded, size);
      const Decoded decoded = decode_range(rope, {0, rope.size()}, encoding, 1000);
      CHECK(decoded.octets == each.octets);
      CHECK(decoded.is_damaged == (each.state == State::damaged));
      CHECK_FALSE(decoded.is_cut);
    }
  }
}

}  // namespace

TEST_CASE("base64 is decoded, whatever stands between its characters") {
  check(TransferEncoding::base64, {{"", ""},
                                   {"aGVsbG8=", "hello"},
                                   {"aGVs\r\nbG8=\r\n", "hello"},
                                   {" aG Vs\nbG8 = ", "hello"},
                                   {"aGVsbA==", "hell"},
                                   {"aGVsbG8", "hello"},
                                   {"a!GVs*bG8=", "hello", State::damaged},
                                   {"aGVsbG8=aGVsbG8=", "hellohello", State::damaged},
                                   {"aGVsb", "hel", State::damaged},
                                   {"aGVsb=", "hel", State::damaged},
                                   {"====", ""},
                                   {"--", "", State::damaged}});
}

TEST_CASE("quoted-printable is decoded, with its soft line breaks") {
  check(TransferEncoding::quoted_printable,
        {{"", ""},
         {"a=3Db=C3=BC", "a=b\xC3\xBC"},
         {"a=3db", "a=b"},
         {"one=\r\ntwo=\nthree", "onetwothree"},
         {"one= \t\r\ntwo", "onetwo"},
         {"one=", "one"},
         {"one= ", "one"},
         {"one  two \t\r\n \r\nthree ", "one  two\r\n\r\nthree"},
         {"one=20\r\n", "one \r\n"},
         {"a =\r\nb", "a b"},
         {"a\rb\n", "a\rb\n"}});
}

TEST_CASE("what is no quoted-printable stays as it is") {
  check(TransferEncoding::quoted_printable, {{"a=b", "a=b", State::damaged},
                                             {"=XY", "=XY", State::damaged},
                                             {"=4", "=4", State::damaged},
                                             {"=4=41", "=4A", State::damaged},
                                             {"==41", "=A", State::damaged},
                                             {"= x", "= x", State::damaged}});
}

TEST_CASE("encodings are known by name") {
  CHECK(find_transfer_encoding("BASE64") == TransferEncoding::base64);
  CHECK(find_transfer_encoding("Quoted-Printable") == TransferEncoding::quoted_printable);
  CHECK(find_transfer_encoding("binary") == TransferEncoding::identity);
  CHECK_FALSE(find_transfer_encoding("x-uuencode").has_value());
  CHECK_FALSE(find_transfer_encoding("").has_value());
}

TEST_CASE("no more than asked for is decoded") {
  const std::string octets(100'000, 'x');
  const std::string encoded = base64::encode(octets);
  for (const std::size_t limit : std::vector<std::size_t>{0, 1, 5000, 99'999}) {
    const Decoded cut =
        decode_range(Rope(encoded), {0, encoded.size()}, TransferEncoding::base64, limit);
    CHECK(cut.octets == octets.substr(0, limit));
    CHECK(cut.is_cut);
  }
  const Decoded whole = decode_range(Rope(encoded), {0, encoded.size()}, TransferEncoding::base64,
                                     static_cast<std::size_t>(-1));
  CHECK(whole.octets == octets);
  CHECK_FALSE(whole.is_cut);
  CHECK(decode_range(Rope("abcdef"), {2, 4}, TransferEncoding::identity, 10).octets == "cd");
}

}  // namespace postiche::mail
