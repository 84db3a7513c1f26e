// SPDX-License-Identifier: MIT
// After "The PROXY protocol, Versions 1 & 2" of HAProxy: sec 2.1 is the line, sec 2.2 the block.

#include "harness/wire/proxy_header.h"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "harness/base/ascii.h"

namespace postiche::wire {

namespace {

constexpr std::string_view line_start = "PROXY ";
constexpr std::string_view block_start("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t longest_line = 107;  // CRLF included
constexpr std::size_t block_head = 16;     // the start, version and command, family, length

unsigned octet(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool begins_alike(std::string_view heard, std::string_view start) {
  return start.starts_with(heard.substr(0, start.size()));
}

bool is_address(int family, const std::string& text) {
  in6_addr octets{};
  return inet_pton(family, text.c_str(), &octets) == 1;
}

// Decimal, without a sign or a leading zero.
bool is_port(std::string_view text) {
  const auto number = ascii::parse_number(text);
  return number && *number <= 65535 && (text == "0" || !text.starts_with('0'));
}

}  // namespace

ProxyHeader::State ProxyHeader::take(std::string_view& bytes) {
  while (state_ == State::more && !bytes.empty()) {
    raw_ += bytes.front();
    bytes.remove_prefix(1);
    look();
  }
  return state_;
}

void ProxyHeader::fail(std::string_view why) {
  state_ = State::wrong;
  fault_ = why;
}

void ProxyHeader::look() {
  if (begins_alike(raw_, line_start)) {
    look_at_line();
  } else if (begins_alike(raw_, block_start)) {
    look_at_block();
  } else {
    fail("it begins with something else");
  }
}

// "PROXY" SP ( "TCP4" / "TCP6" ) SP source SP destination SP port SP port CRLF, or "PROXY UNKNOWN"
// and whatever stands behind it up to CRLF.
void ProxyHeader::look_at_line() {
  if (!raw_.ends_with('\n')) {
    if (raw_.size() >= longest_line) fail("its line is over-long");
    return;
  }
  if (!raw_.ends_with("\r\n")) return fail("its line does not end in CRLF");
  const auto words = ascii::split(std::string_view(raw_).substr(0, raw_.size() - 2), ' ');
  if (words[1] == "UNKNOWN") {
    version_ = 1;
    state_ = State::done;
    return;
  }
  if (words[1] != "TCP4" && words[1] != "TCP6")
    return fail("its protocol is none of TCP4, TCP6 and UNKNOWN");
  const int family = words[1] == "TCP4" ? AF_INET : AF_INET6;
  if (words.size() != 6) return fail("it needs two addresses and two ports");
  if (!is_address(family, std::string(words[2])) || !is_address(family, std::string(words[3]))) {
    return fail("an address is none of its protocol");
  }
  if (!is_port(words[4]) || !is_port(words[5])) return fail("a port is none");
  version_ = 1;
  client_ = words[2];
  port_ = static_cast<std::uint16_t>(*ascii::parse_number(words[4]));
  state_ = State::done;
}

void ProxyHeader::look_at_block() {
  if (raw_.size() < block_head) return;
  const std::size_t length = octet(raw_, 14) << 8 | octet(raw_, 15);
  if (raw_.size() == block_head) {
    if (octet(raw_, 12) >> 4 != 2) return fail("its version is not 2");
    if ((octet(raw_, 12) & 15) > 1) return fail("its command is none of LOCAL and PROXY");
  }
  if (raw_.size() < block_head + length) return;
  version_ = 2;
  state_ = State::done;
  // LOCAL: the proxy itself has called, to see whether we live.
  if ((octet(raw_, 12) & 15) == 0) return;
  const char* const addresses = raw_.data() + block_head;
  const unsigned family = octet(raw_, 13) >> 4;
  if (family == 1) {
    if (length < 12) return fail("its block has no room for two addresses");
    take_address(AF_INET, addresses, addresses + 8);
  } else if (family == 2) {
    if (length < 36) return fail("its block has no room for two addresses");
    take_address(AF_INET6, addresses, addresses + 32);
  }
}

void ProxyHeader::take_address(int family, const char* address, const char* port) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family, address, text, sizeof text);
  client_ = text;
  port_ = static_cast<std::uint16_t>(static_cast<unsigned char>(port[0]) << 8 |
                                     static_cast<unsigned char>(port[1]));
}

}  // namespace postiche::wire
