// SPDX-License-Identifier: MIT
#include "harness/base/base64.h"

#include <doctest/doctest.h>

#include <random>

#include "harness/base/digest.h"

namespace postiche {

// RFC 4648 sec 10
TEST_CASE("base64 is as the RFC's examples say") {
  static constexpr const char* rows[][2] = {{"", ""},
                                            {"f", "Zg=="},
                                            {"fo", "Zm8="},
                                            {"foo", "Zm9v"},
                                            {"foob", "Zm9vYg=="},
                                            {"fooba", "Zm9vYmE="},
                                            {"foobar", "Zm9vYmFy"}};
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(base64::encode(row[0]) == row[1]);
    CHECK(base64::decode(row[1]) == row[0]);
  }
}

TEST_CASE("every other spelling is refused") {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9", "Z", "=",
                           "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_", "=Zg=", "Z=g="}) {
    CAPTURE(text);
    CHECK_FALSE(base64::decode(text));
  }
}

TEST_CASE("any octets survive base64") {
  std::mt19937 random(5);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    while (bytes.size() < size) bytes += static_cast<char>(random() % 256);
    CHECK(base64::decode(base64::encode(bytes)) == bytes);
  }
}

TEST_CASE("SHA-256 of the empty string and of abc") {
  CHECK(digest::sha256_hex("") ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace postiche
