// SPDX-License-Identifier: MIT
#pragma once
// The header with which a proxy begins a connection, to tell who the client behind it is: versions
// 1 (a line) and 2 (binary) of HAProxy's PROXY protocol. Knows nothing of any mail protocol.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postiche::wire {

class ProxyHeader {
 public:
  enum class State { more, done, wrong };

  // Eats from the front of `bytes`, and nothing behind the header's end; `more` means that all was
  // eaten.
  State take(std::string_view& bytes);

  // Every octet that was eaten.
  std::string_view raw() const { return raw_; }
  // done: 1 or 2.
  int version() const { return version_; }
  // done: the client's address and port as text and number; empty where the proxy does not tell.
  const std::string& client() const { return client_; }
  std::uint16_t port() const { return port_; }
  // wrong: why.
  std::string_view fault() const { return fault_; }

 private:
  void look();
  void look_at_line();
  void look_at_block();
  void fail(std::string_view why);
  // Without views of what is not kept: "192.0.2.1" for the octets in network order.
  void take_address(int family, const char* address, const char* port);

  std::string raw_;
  State state_ = State::more;
  int version_ = 0;
  std::string client_;
  std::uint16_t port_ = 0;
  std::string_view fault_;  // static
};

}  // namespace postiche::wire
