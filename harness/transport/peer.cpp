// SPDX-License-Identifier: MIT
#include "harness/transport/peer.h"

#include <array>

#include "harness/base/ascii.h"
#include "harness/base/show.h"

namespace postiche::transport {
namespace {

constexpr std::string_view unix_prefix = "unix:";

Address from_socket(const sockaddr_storage& storage) {
  Address address;
  std::array<char, 64> text{};
  const auto* const generic = reinterpret_cast<const sockaddr*>(&storage);
  uv_ip_name(generic, text.data(), text.size());
  address.host = text.data();
  const bool v6 = storage.ss_family == AF_INET6;
  const auto port = v6 ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                       : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port;
  address.port = ntohs(port);
  return address;
}

bool is_ip(const std::string& host) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  return uv_ip4_addr(host.c_str(), 0, &v4) == 0 || uv_ip6_addr(host.c_str(), 0, &v6) == 0;
}

}  // namespace

Result<Address> parse_address(const std::string& text) {
  Address address;
  if (text.starts_with(unix_prefix)) {
    address.path = text.substr(unix_prefix.size());
    if (!address.path.empty() && address.path.size() < 100) return address;
    return Error{
        {}, "a Unix socket needs a path of 1 to 99 characters", "write unix:/tmp/mail.sock"};
  }
  std::string port = text;
  if (const auto colon = text.rfind(':'); colon != std::string::npos) {
    address.host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
      address.host = address.host.substr(1, address.host.size() - 2);
    }
  }
  const auto number = ascii::parse_number(port);
  if (!number || *number > 65535) {
    return Error{
        {},
        "'" + text + "' is no address to listen on: '" + port + "' is no port (0 to 65535)",
        "write 1025, 127.0.0.1:1025, [::1]:1025 or unix:/path"};
  }
  if (!is_ip(address.host)) {
    return Error{{},
                 "'" + address.host + "' is no IP address; names are not looked up",
                 "write 127.0.0.1 or [::1]"};
  }
  address.port = static_cast<std::uint16_t>(*number);
  return address;
}

std::string to_text(const Address& address) {
  if (!address.path.empty()) return std::string(unix_prefix) + address.path;
  return host_and_port(address.host, address.port);
}

Address bound_address(const uv_tcp_t& listener) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  uv_tcp_getsockname(&listener, reinterpret_cast<sockaddr*>(&storage), &size);
  return from_socket(storage);
}

engine::Peer peer_of(const uv_tcp_t& connection) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  engine::Peer peer;
  if (uv_tcp_getpeername(&connection, reinterpret_cast<sockaddr*>(&storage), &size) != 0) {
    return peer;  // gone already
  }
  Address address = from_socket(storage);
  peer.address = std::move(address.host);
  peer.port = address.port;
  return peer;
}

}  // namespace postiche::transport
