// SPDX-License-Identifier: MIT
#pragma once
// Socket addresses as text. No name is ever looked up.

#include <uv.h>

#include <cstdint>
#include <string>

#include "harness/base/result.h"
#include "harness/engine/scene.h"

namespace postiche::transport {

// Where to listen: an IP address (never a name) and port, or the path of a Unix socket.
struct Address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::string path;        // of a Unix socket, instead of host and port
};

// "1025", "0", "127.0.0.1:25", "[::1]:25", "unix:/path/to/socket".
Result<Address> parse_address(const std::string& text);
std::string to_text(const Address& address);

Address bound_address(const uv_tcp_t& listener);
engine::Peer peer_of(const uv_tcp_t& connection);

}  // namespace postiche::transport
