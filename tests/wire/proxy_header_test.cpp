// SPDX-License-Identifier: MIT
#include "harness/wire/proxy_header.h"

#include <doctest/doctest.h>

#include <memory>
#include <vector>

namespace postiche::wire {
namespace {

using namespace std::string_literals;

const std::string start = "\r\n\r\n\0\r\nQUIT\n"s;
const std::string four = start + "\x21\x11\0\x0c\xc0\0\x02\x01\xcb\0\x71\x07\x30\x39\0\x19"s;

// "v1 192.0.2.1 12345", "wrong: why", "more"; behind it what is left.
std::string read(const std::string& input, std::size_t piece) {
  ProxyHeader header;
  std::string rest;
  auto state = ProxyHeader::State::more;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    const std::size_t size = std::min(piece, input.size() - at);
    // Of its exact size: a sanitizer sees who reads beyond.
    const auto copy = std::make_unique<char[]>(size);
    input.copy(copy.get(), size, at);
    std::string_view bytes(copy.get(), size);
    if (state == ProxyHeader::State::more) state = header.take(bytes);
    rest += bytes;
  }
  CHECK(std::string(header.raw()) + rest == input);
  if (state == ProxyHeader::State::wrong) return "wrong: " + std::string(header.fault());
  if (state == ProxyHeader::State::more) return "more";
  return "v" + std::to_string(header.version()) + " " + header.client() + " " +
         std::to_string(header.port()) + " | " + rest;
}

struct Row {
  std::string input, outcome;
};

}  // namespace

TEST_CASE("a PROXY header is read however it is cut, and nothing behind it") {
  const std::vector<Row> rows = {
      {"PROXY TCP4 192.0.2.1 203.0.113.7 12345 25\r\nEHLO", "v1 192.0.2.1 12345 | EHLO"},
      {"PROXY TCP6 2001:db8::1 2001:db8::2 65535 0\r\n", "v1 2001:db8::1 65535 | "},
      {"PROXY UNKNOWN\r\nX", "v1  0 | X"},
      {"PROXY UNKNOWN ffff:f...f:ffff what ever 65535\r\n", "v1  0 | "},
      {"PROXY TCP4 192.0.2.1 203.0.113.7 12345 25", "more"},
      {"PROXY TCP4 192.0.2.1 203.0.113.7 12345 25\n", "wrong: its line does not end in CRLF"},
      {"PROXY TCP4 2001:db8::1 203.0.113.7 1 2\r\n", "wrong: an address is none of its protocol"},
      {"PROXY TCP4 192.0.2.1 203.0.113 1 2\r\n", "wrong: an address is none of its protocol"},
      {"PROXY TCP4 192.0.2.1 203.0.113.7 65536 2\r\n", "wrong: a port is none"},
      {"PROXY TCP4 192.0.2.1 203.0.113.7 01 2\r\n", "wrong: a port is none"},
      {"PROXY TCP4 192.0.2.1 203.0.113.7 1\r\n", "wrong: it needs two addresses and two ports"},
      {"PROXY UDP4 192.0.2.1 203.0.113.7 1 2\r\n",
       "wrong: its protocol is none of TCP4, TCP6 and UNKNOWN"},
      {"PROXY \r\n", "wrong: its protocol is none of TCP4, TCP6 and UNKNOWN"},
      {"PROXY UNKNOWN " + std::string(100, 'x') + "\r\n", "wrong: its line is over-long"},
      {"EHLO client\r\n", "wrong: it begins with something else"},
      {"PROXIED", "wrong: it begins with something else"},
      {four + "EHLO", "v2 192.0.2.1 12345 | EHLO"},
      {start + "\x21\x11\0\x0f\xc0\0\x02\x01\xcb\0\x71\x07\x30\x39\0\x19\x04\0\0X"s,
       "v2 192.0.2.1 12345 | X"},
      {start + "\x21\x21\0\x24"s + "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x01" +
           std::string(16, '\0') + "\x30\x39\0\x19"s,
       "v2 2001:db8::1 12345 | "},
      {start + "\x20\0\0\0X"s, "v2  0 | X"},      // LOCAL
      {start + "\x21\0\0\x02zzX"s, "v2  0 | X"},  // of no family that it names
      {start + "\x21\x31\0\0X"s, "v2  0 | X"},    // AF_UNIX
      {start + "\x21\x11\0\x0b"s + std::string(11, 'x'),
       "wrong: its block has no room for two addresses"},
      {start + "\x21\x21\0\x0c"s + std::string(12, 'x'),
       "wrong: its block has no room for two addresses"},
      {start + "\x31\x11\0\x0c"s, "wrong: its version is not 2"},
      {start + "\x22\x11\0\x0c"s, "wrong: its command is none of LOCAL and PROXY"},
      {four.substr(0, 20), "more"},
      {"\r\n\r\nX", "wrong: it begins with something else"},
      {"", "more"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.input);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
      CHECK(read(row.input, piece) == row.outcome);
    }
  }
}

}  // namespace postiche::wire
