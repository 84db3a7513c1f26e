// SPDX-License-Identifier: MIT
#include "harness/base/digest.h"

#include <doctest/doctest.h>

namespace postiche {

using digest::Hash;
using digest::hex;

// RFC 1321 sec A.5, FIPS 180-4
TEST_CASE("digests are as the standards' examples say") {
  CHECK(hex(digest::sum(Hash::md5, "")) == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(hex(digest::sum(Hash::md5, "message digest")) == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(hex(digest::sum(Hash::sha1, "abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(digest::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 2202 sec 2, 3 and RFC 4231 sec 4.3, 4.7
TEST_CASE("HMAC is as the RFCs' examples say") {
  const std::string question = "what do ya want for nothing?";
  CHECK(hex(digest::hmac(Hash::md5, "Jefe", question)) == "750c783e6ab0b503eaa86e310a5db738");
  CHECK(hex(digest::hmac(Hash::sha1, "Jefe", question)) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(hex(digest::hmac(Hash::sha256, "Jefe", question)) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(digest::hmac(Hash::sha256, std::string(131, '\xAA'),
                         "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 6070 sec 2 and RFC 7914 sec 11, the first block of each
TEST_CASE("PBKDF2 is as the RFCs' examples say") {
  CHECK(hex(digest::pbkdf2(Hash::sha1, "password", "salt", 1)) ==
        "0c60c80f961f0e71f3a9b524af6012062fe037a6");
  CHECK(hex(digest::pbkdf2(Hash::sha1, "password", "salt", 4096)) ==
        "4b007901b765489abead49d926f721d065a429c1");
  CHECK(hex(digest::pbkdf2(Hash::sha256, "passwd", "salt", 1)) ==
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
}

}  // namespace postiche
