// SPDX-License-Identifier: MIT
#include "harness/transport/hub.h"

#include <sys/resource.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <ctime>
#include <utility>

namespace postiche::transport {
namespace {

constexpr std::size_t read_size = 64 * 1024;
constexpr int backlog = 4096;
// Descriptors that stay free for the rest of the process: files, the control interface.
constexpr uv_os_fd_t spare_descriptors = 8;

uv_os_fd_t descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return INT_MAX;
  return static_cast<uv_os_fd_t>(std::min<rlim_t>(limit.rlim_cur, INT_MAX));
}

std::string hint_for(const Address& address, int status) {
  const bool unix_socket = !address.path.empty();
  switch (status) {
    case UV_EADDRINUSE:
      return unix_socket ? "that file is there already: remove it if no program listens on it"
                         : "another program has it: choose another port, or 0 for any free one";
    case UV_EACCES:  // libuv says so too where a folder is missing
      return unix_socket ? "choose a folder that exists and is yours"
                         : "ports below 1024 need root: choose a higher one";
    case UV_EADDRNOTAVAIL:
      return "this machine does not have that address";
    default:
      return "try another address";
  }
}

Error cannot_listen(const Address& address, int status) {
  const std::string what = "cannot listen on " + to_text(address) + ": " + uv_strerror(status);
  return {{}, what, hint_for(address, status)};
}

}  // namespace

struct Hub::Listener {
  Hub* hub;
  std::string name;
  Address address;
  union {
    uv_handle_t as_handle;
    uv_stream_t as_stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
  } stream{};
};

Hub::Hub(engine::World& world) : world_(world), buffer_(read_size) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that is gone is an error of write(), not our end
  uv_loop_init(&loop_);
  async_.data = prepare_.data = turn_timer_.data = world_timer_.data = this;
  uv_async_init(&loop_, &async_, [](uv_async_t* async) {
    auto* const hub = static_cast<Hub*>(async->data);
    if (hub->on_wake_) hub->on_wake_();
  });
  uv_prepare_init(&loop_, &prepare_);
  uv_timer_init(&loop_, &turn_timer_);
  uv_timer_init(&loop_, &world_timer_);
  started_ = uv_hrtime();
}

Hub::~Hub() {
  stop();
  uv_run(&loop_, UV_RUN_DEFAULT);
  uv_loop_close(&loop_);
}

tls::Context& Hub::tls() {
  if (!tls_) {
    const std::string host = world_.scenario->domain.value_or(smtp::Settings().domain);
    // Certificates are for clients, whose clocks are the machine's.
    tls_ = std::make_unique<tls::Context>(tls::Authority::Origin{host, std::time(nullptr)});
  }
  return *tls_;
}

Instant Hub::now() const { return {static_cast<std::int64_t>(uv_hrtime() - started_)}; }

uv_buf_t Hub::read_buffer() {
  return uv_buf_init(buffer_.data(), static_cast<unsigned>(buffer_.size()));
}

Result<Address> Hub::listen(const std::string& name, const Address& address) {
  auto bound = bind(name, address);
  if (!bound) return bound;
  if (auto opened = open(*listeners_.back()); !opened) return opened.error();
  return bound;
}

Result<Address> Hub::bind(const std::string& name, const Address& address) {
  auto listener = std::make_unique<Listener>();
  listener->hub = this;
  listener->name = name;
  listener->stream.as_handle.data = listener.get();
  // Kept from now on: a handle lives until the loop has closed it.
  Listener& kept = *listeners_.emplace_back(std::move(listener));
  auto bound = address.path.empty() ? bind_tcp(kept, address) : bind_unix(kept, address);
  if (bound) kept.address = *bound;
  return bound;
}

Status Hub::open(Listener& listener) {
  const int status =
      uv_listen(&listener.stream.as_stream, backlog, [](uv_stream_t* stream, int failed) {
        auto* const self = static_cast<Listener*>(stream->data);
        self->hub->on_connection(*self, failed);
      });
  if (status != 0) return cannot_listen(listener.address, status);
  return Done{};
}

void Hub::retire(std::unique_ptr<Listener> listener) {
  // The loop has it now, until it has closed it.
  Listener* const last = listener.release();
  uv_close(&last->stream.as_handle, [](uv_handle_t* handle) {
    const std::unique_ptr<Listener> closed(static_cast<Listener*>(handle->data));
  });
}

// --- outages ---

void Hub::mind_errands() {
  while (auto errand = world_.next_errand()) {
    const auto address = parse_address(errand->address);
    if (!address || stopping_) {
      world_.note(now(), {{"note", "no-answer"},
                          {"name", errand->address},
                          {"problem", address ? "the server stops" : address.error().what}});
      continue;
    }
    auto connection = std::make_unique<Connection>(*this);
    Connection* const called = connection.get();
    connections_.emplace(called, std::move(connection));
    called->dial(&loop_, *address, *std::move(errand));
  }
}

void Hub::mind_outage() {
  const auto& outage = world_.outage();
  const bool refuses = outage && outage->kind == engine::Outage::Kind::refuse;
  if (refuses == refusing_ || stopping_) return;
  refusing_ = refuses;
  if (refuses) return refuse_connections();
  for (const auto& listener : listeners_) {
    if (const auto opened = open(*listener); !opened) troubles_.push_back(opened.error());
  }
}

// A socket cannot cease to listen, so another takes its place.
void Hub::refuse_connections() {
  auto former = std::exchange(listeners_, {});
  for (auto& listener : former) {
    const std::string name = listener->name;
    const Address address = listener->address;
    retire(std::move(listener));
    if (const auto bound = bind(name, address); !bound) {
      troubles_.push_back(bound.error());
      retire(std::move(listeners_.back()));
      listeners_.pop_back();
    }
  }
}

Result<Address> Hub::bind_tcp(Listener& listener, const Address& address) {
  uv_tcp_init(&loop_, &listener.stream.tcp);
  sockaddr_storage storage{};
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (uv_ip4_addr(address.host.c_str(), address.port, v4) != 0 &&
      uv_ip6_addr(address.host.c_str(), address.port, v6) != 0) {
    return cannot_listen(address, UV_EINVAL);
  }
  // libuv delays "in use" until listen() or getsockname(); both are asked here.
  const int status = uv_tcp_bind(&listener.stream.tcp, reinterpret_cast<sockaddr*>(&storage), 0);
  if (status != 0) return cannot_listen(address, status);
  // A cut that a scenario makes must reach the wire. Linux hands this on to accepted sockets, which
  // saves each connection a system call.
  uv_tcp_nodelay(&listener.stream.tcp, 1);
  Address bound = bound_address(listener.stream.tcp);
  bound.host = address.host;
  if (bound.port == 0) bound.port = address.port;
  return bound;
}

Result<Address> Hub::bind_unix(Listener& listener, const Address& address) {
  uv_pipe_init(&loop_, &listener.stream.pipe, 0);
  const int status = uv_pipe_bind(&listener.stream.pipe, address.path.c_str());
  if (status != 0) return cannot_listen(address, status);
  return address;
}

void Hub::on_connection(Listener& listener, int status) {
  if (status != 0) {
    ++refused_;
    return;
  }
  auto connection = std::make_unique<Connection>(*this);
  Connection* const raw = connection.get();
  connections_.emplace(raw, std::move(connection));
  raw->accept(&listener.stream.as_stream, listener.name, listener.address.port);
}

// The kernel gives the lowest free number, so a high one says that few are left. Were there none,
// libuv would close what it cannot accept without telling us.
bool Hub::has_room_for(uv_os_fd_t descriptor) {
  if (descriptor < last_descriptor_) return true;
  ++refused_;
  return false;
}

void Hub::forget(Connection* connection) {
  std::erase_if(asked_, [&](const auto& call) { return call.second == connection; });
  idling_.erase(connection);
  connections_.erase(connection);
}

void Hub::ask(const engine::Call& call, Connection* connection) {
  asked_[call.id] = connection;
  on_call(call);
}

void Hub::answer(std::uint64_t id, const scenario::Answer& answer) {
  const auto asked = asked_.find(id);
  if (asked == asked_.end()) return;  // it left meanwhile
  Connection* const connection = asked->second;
  asked_.erase(asked);
  connection->on_answer(id, answer);
}

void Hub::run(std::function<void()> on_wake, std::function<void()> on_turn, Duration turn) {
  on_wake_ = std::move(on_wake);
  on_turn_ = std::move(on_turn);
  last_descriptor_ = descriptor_limit() - spare_descriptors;
  const auto call_turn = [](auto* handle) {
    auto* const hub = static_cast<Hub*>(handle->data);
    hub->mind_world();
    hub->tell_news();
    hub->on_turn_();
  };
  uv_prepare_start(&prepare_, call_turn);
  const auto ms = static_cast<std::uint64_t>(turn.ns / 1'000'000);
  if (ms > 0)
    uv_timer_start(
        &turn_timer_, [](uv_timer_t*) {}, ms, ms);
  uv_run(&loop_, UV_RUN_DEFAULT);
}

void Hub::wake() { uv_async_send(&async_); }

void Hub::stop() {
  if (stopping_) return;
  stopping_ = true;
  for (const auto& listener : listeners_) {
    if (!uv_is_closing(&listener->stream.as_handle)) uv_close(&listener->stream.as_handle, nullptr);
    // libuv unlinks a Unix socket that it has bound when the handle is closed.
  }
  std::vector<Connection*> open;
  for (const auto& [connection, owned] : connections_) open.push_back(connection);
  for (Connection* const connection : open) connection->shut();
  uv_close(reinterpret_cast<uv_handle_t*>(&async_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&prepare_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&turn_timer_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&world_timer_), nullptr);
}

// What the world has planned happens in its time, whoever is connected.
void Hub::mind_world() {
  if (stopping_) return;
  world_.on_time(now());
  mind_outage();
  const Instant due = world_.deadline().value_or(Instant::never());
  if (due == world_due_) return;
  world_due_ = due;
  uv_timer_stop(&world_timer_);
  if (due.is_never()) return;
  const std::int64_t ns = std::max<std::int64_t>(0, (due - now()).ns);
  uv_update_time(&loop_);
  uv_timer_start(
      &world_timer_,
      [](uv_timer_t* timer) { static_cast<Hub*>(timer->data)->world_due_ = Instant::never(); },
      static_cast<std::uint64_t>((ns + 999'999) / 1'000'000), 0);
}

void Hub::mind_idling(Connection* connection, bool idles) {
  if (idles) {
    idling_.insert(connection);
  } else {
    idling_.erase(connection);
  }
}

// All that idle are told in one pass.
void Hub::tell_news() {
  std::vector<Connection*> curious;
  for (Connection* const connection : idling_) {
    if (connection->has_news()) curious.push_back(connection);
  }
  for (Connection* const connection : curious) connection->on_time();
}

void Hub::on_clock_moved() {
  mind_world();
  std::vector<Connection*> open;
  for (const auto& [connection, owned] : connections_) open.push_back(connection);
  for (Connection* const connection : open) connection->on_time();
}

}  // namespace postiche::transport
