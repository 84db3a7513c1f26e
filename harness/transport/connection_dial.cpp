// SPDX-License-Identifier: MIT
// A connection that we make: somebody is called, and a session begins in which we are the client.

#include "harness/transport/connection.h"
#include "harness/transport/hub.h"

namespace postiche::transport {

struct Connection::Dialing {
  uv_connect_t request{};
  Address address;
  engine::Errand errand;
};

Connection::Connection(Hub& hub) : hub_(hub) {}
Connection::~Connection() = default;

void Connection::dial(uv_loop_t* loop, const Address& address, engine::Errand errand) {
  dialing_ = std::make_unique<Dialing>();
  dialing_->address = address;
  dialing_->errand = std::move(errand);
  dialing_->request.data = this;
  const auto done = [](uv_connect_t* request, int status) {
    static_cast<Connection*>(request->data)->on_dialed(status);
  };
  uv_timer_init(loop, &timer_);
  handles_ = 2;
  int refused = 0;
  if (address.path.empty()) {
    uv_tcp_init(loop, &stream_.tcp);
    sockaddr_storage where{};
    if (address.host.find(':') == std::string::npos) {
      refused =
          uv_ip4_addr(address.host.c_str(), address.port, reinterpret_cast<sockaddr_in*>(&where));
    } else {
      refused =
          uv_ip6_addr(address.host.c_str(), address.port, reinterpret_cast<sockaddr_in6*>(&where));
    }
    if (refused == 0) {
      refused = uv_tcp_connect(&dialing_->request, &stream_.tcp,
                               reinterpret_cast<const sockaddr*>(&where), done);
    }
  } else {
    uv_pipe_init(loop, &stream_.pipe, 0);
    uv_pipe_connect(&dialing_->request, &stream_.pipe, address.path.c_str(), done);
  }
  stream_.as_handle.data = timer_.data = this;
  if (refused != 0) on_dialed(refused);
}

void Connection::on_dialed(int status) {
  if (closed_) return;
  const std::unique_ptr<Dialing> dialed = std::move(dialing_);
  if (status != 0) {
    hub_.world().note(hub_.now(), {{"note", "no-answer"},
                                   {"name", to_text(dialed->address)},
                                   {"problem", uv_strerror(status)}});
    return destroy();
  }
  guarded([&] {
    engine::Peer peer;
    peer.address = dialed->address.path.empty() ? dialed->address.host : "unix";
    peer.port = dialed->address.port;
    peer.listener = "dial";
    session_.emplace(hub_.world(), std::move(peer), dialed->errand);
    session_->on_connect(hub_.now());
    pump();
  });
}

}  // namespace postiche::transport
