// SPDX-License-Identifier: MIT
#include "harness/transport/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <memory>

#include "harness/transport/hub.h"
#include "harness/transport/peer.h"

namespace postiche::transport {
namespace {

// How long the client is still heard after we ended our direction. Closing at once would answer its
// next octet with RST, which can destroy a reply that it has not read yet.
constexpr Duration linger_time = Duration::seconds(2);
// A client that does not read its replies is not asked for more commands.
constexpr std::size_t unread_limit = 256 * 1024;
// So much of it is said at a time.
constexpr int most_rounds = 16;

struct Write {
  uv_write_t request{};
  std::string bytes;
};

Connection* owner(const void* data) { return static_cast<Connection*>(const_cast<void*>(data)); }

}  // namespace

bool Connection::accept(uv_stream_t* listener, const std::string& listener_name,
                        std::uint16_t port) {
  uv_loop_t* const loop = listener->loop;
  const bool is_tcp = listener->type == UV_TCP;
  if (is_tcp) {
    uv_tcp_init(loop, &stream_.tcp);
  } else {
    uv_pipe_init(loop, &stream_.pipe, 0);
  }
  uv_timer_init(loop, &timer_);
  stream_.as_handle.data = timer_.data = this;
  handles_ = 2;
  if (uv_accept(listener, stream()) != 0) {
    destroy();
    return false;
  }
  uv_os_fd_t descriptor = -1;
  uv_fileno(&stream_.as_handle, &descriptor);
  if (!hub_.has_room_for(descriptor)) {
    destroy();
    return false;
  }
  engine::Peer peer;
  peer.address = "unix";
  if (is_tcp) {
    peer = peer_of(stream_.tcp);
  }
  peer.listener = listener_name;
  peer.at = port;
  guarded([&] {
    session_.emplace(hub_.world(), std::move(peer));
    session_->on_connect(hub_.now());
    pump();
  });
  return !closed_;
}

void Connection::on_read(ssize_t size, const char* data) {
  guarded([&] {
    unanswered_ = true;
    if (size > 0) {
      const std::string_view bytes(data, static_cast<std::size_t>(size));
      filter_ ? hear(bytes) : feed(bytes);
      pump();
      // A client that writes a literal and the end of its command apart waits for our ACK between
      // the two, and the kernel for our answer, which comes behind both.
      if (!closed_ && unanswered_) acknowledge();
      return;
    } else if (size == UV_EOF) {
      reading_ = false;
      uv_read_stop(stream());
      if (lingering_) return gone("fin");
      hear_end();
    } else if (size < 0) {
      return gone(size == UV_ECONNRESET ? "rst" : "error");
    }
    pump();
  });
}

void Connection::acknowledge() {
  if (stream_.as_handle.type != UV_TCP) return;
  const int now = 1;
  uv_os_fd_t socket{};
  uv_fileno(&stream_.as_handle, &socket);
  setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
}

void Connection::feed(std::string_view bytes) {
  const std::size_t taken = session_->on_bytes(bytes, hub_.now());
  if (taken < bytes.size()) overflow_.append(bytes.substr(taken));
}

void Connection::hear_end() {
  if (filter_) {
    filter_->hear_end();
    mind_filter();
  }
  if (!closed_) session_->on_eof(hub_.now());
}

void Connection::pump() {
  // Before the client hears of it: its next connection finds the outage that this one has caused.
  hub_.mind_outage();
  hub_.mind_errands();
  if (!pull_effects()) return;
  if (!overflow_.empty() && session_->hungry()) {
    std::string again;
    again.swap(overflow_);
    feed(again);
    return pump();
  }
  if (!unheard_.empty() && overflow_.empty() && session_->hungry()) {
    std::string again;
    again.swap(unheard_);
    hear(again);
    return pump();
  }
  hub_.mind_idling(this, session_->is_idling());
  mind_reading();
  arm();
}

// Until there is none, or the client has enough to read: what it does not take is not made yet.
// False: the connection is closed.
bool Connection::pull_effects() {
  for (int round = 0; round < most_rounds; ++round) {
    clogged_ = uv_stream_get_write_queue_size(stream()) >= unread_limit;
    if (clogged_) return true;
    auto effect = session_->next_effect();
    while (effect) {
      perform(*effect);
      if (closed_) return false;
      if (unflushed_ >= unread_limit) break;
      effect = session_->next_effect();
    }
    flush();
    if (closed_) return false;
    if (!effect) return true;
  }
  // However fast it reads, others have their turn.
  clogged_ = true;
  start_timer(hub_.now());
  return true;
}

void Connection::perform(const engine::Effect& effect) {
  using Kind = engine::Effect::Kind;
  switch (effect.kind) {
    case Kind::send:
      unflushed_ += effect.bytes.size();
      if (effect.apart) flush();
      filter_ ? filter_->say(effect.bytes) : gather(effect.bytes);
      if (effect.apart) flush();
      return;
    case Kind::half_close:
      return end_direction(false);
    case Kind::close:
      if (filter_ && !effect.abrupt) filter_->close_notify();
      return end_direction(true);
    case Kind::begin_tls:
      return begin_tls(effect);
    case Kind::break_tls:
      return break_tls(*effect.tls->breaks);
    case Kind::finish:
      if (filter_) filter_->close_notify();
      flush();
      finishing_ = true;
      if (!closed_ && uv_stream_get_write_queue_size(stream()) == 0) gone("fin");
      return;
    case Kind::call:
      return hub_.ask(session_->call(), this);
    case Kind::reset:
      return reset();
    case Kind::compress:
      return;  // the session has seen to it
  }
}

void Connection::reset() {
  flush();
  if (closed_) return;
  if (stream_.as_handle.type == UV_TCP) {
    // Linger 0 makes the close below a reset, on every path that leads there.
    const linger now{1, 0};
    uv_os_fd_t socket{};
    uv_fileno(&stream_.as_handle, &socket);
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  gone("rst");
}

void Connection::gather(std::string_view bytes) {
  if (gathered_.empty()) {
    gathered_ = bytes;
    return;
  }
  if (joined_.empty()) joined_ = gathered_;
  joined_ += bytes;
  gathered_ = joined_;
}

void Connection::flush() {
  if (closed_) return;
  unflushed_ = 0;
  if (filter_) {
    joined_ = filter_->take_ciphertext();
    gathered_ = joined_;
  }
  if (gathered_.empty()) return;
  unanswered_ = false;
  std::string_view bytes = gathered_;
  if (uv_stream_get_write_queue_size(stream()) == 0) {
    const uv_buf_t buffer =
        uv_buf_init(const_cast<char*>(bytes.data()), static_cast<unsigned>(bytes.size()));
    const int written = uv_try_write(stream(), &buffer, 1);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  // An error shows again at the queued write, in its callback.
  if (!bytes.empty()) queue_write(bytes);
  gathered_ = {};
  joined_.clear();
}

void Connection::queue_write(std::string_view bytes) {
  auto write = std::make_unique<Write>();
  write->bytes = bytes;
  write->request.data = write.get();
  const uv_buf_t buffer =
      uv_buf_init(write->bytes.data(), static_cast<unsigned>(write->bytes.size()));
  const auto done = [](uv_write_t* request, int status) {
    const std::unique_ptr<Write> finished(static_cast<Write*>(request->data));
    Connection* const self = owner(request->handle->data);
    if (self->closed_ || status == UV_ECANCELED) return;
    self->guarded([&] {
      if (status < 0) return self->gone(status == UV_ECONNRESET ? "rst" : "error");
      const bool drained = uv_stream_get_write_queue_size(self->stream()) == 0;
      if (self->finishing_ && drained) return self->gone("fin");
      if (!self->clogged_ || self->finishing_) return self->mind_reading();
      self->session_->on_time(self->hub_.now());
      self->pump();
    });
  };
  if (uv_write(&write->request, stream(), &buffer, 1, done) == 0) {
    write.release();  // NOLINT(bugprone-unused-return-value): the loop has it now
  }
}

void Connection::end_direction(bool linger) {
  flush();
  if (closed_) return;
  lingering_ = linger;
  shutdown_.data = this;
  const int refused =
      uv_shutdown(&shutdown_, stream(), [](uv_shutdown_t*, int) { /* the read side tells */ });
  if (refused != 0 && linger) return gone("fin");
  if (linger) start_timer(hub_.now() + linger_time);
}

void Connection::mind_reading() {
  const bool has_room = overflow_.empty() && unheard_.empty();
  const bool wanted = session_->hungry() && has_room && !finishing_ && !clogged_ &&
                      uv_stream_get_write_queue_size(stream()) < unread_limit;
  if (wanted == reading_) return;
  if (!wanted) {
    reading_ = false;
    uv_read_stop(stream());
    return;
  }
  const auto give_room = [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
    *buffer = owner(handle->data)->hub_.read_buffer();
  };
  const auto on_bytes = [](uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    owner(stream->data)->on_read(size, buffer->base);
  };
  reading_ = uv_read_start(stream(), give_room, on_bytes) == 0;
}

void Connection::arm() {
  if (lingering_ || closed_) return;
  const auto deadline = session_->deadline();
  // A timer that fires too early costs one look; moving it at every read would cost more.
  if (!deadline || *deadline >= armed_) return;
  start_timer(*deadline);
}

void Connection::start_timer(Instant due) {
  armed_ = due;
  const std::int64_t ns = std::max<std::int64_t>(0, (due - hub_.now()).ns);
  const auto ms = static_cast<std::uint64_t>((ns + 999'999) / 1'000'000);
  uv_update_time(timer_.loop);
  uv_timer_start(
      &timer_, [](uv_timer_t* timer) { owner(timer->data)->on_time(); }, ms, 0);
}

void Connection::on_time() {
  if (closed_ || !session_) return;
  guarded([&] {
    if (lingering_ && hub_.now() >= armed_) return gone("fin");
    if (lingering_) return start_timer(armed_);
    armed_ = Instant::never();
    session_->on_time(hub_.now());
    pump();
  });
}

void Connection::on_answer(std::uint64_t id, const scenario::Answer& answer) {
  if (closed_) return;
  guarded([&] {
    session_->on_answer(id, answer, hub_.now());
    pump();
  });
}

void Connection::tell_fault(std::string what) { hub_.report_fault(std::move(what)); }

void Connection::shut() {
  if (closed_) return;
  session_ ? gone("shutdown") : destroy();
}

void Connection::gone(std::string_view how) {
  if (closed_) return;
  session_->on_gone(how, hub_.now());
  destroy();
}

void Connection::destroy() {
  if (closed_) return;
  closed_ = true;
  const auto on_closed = [](uv_handle_t* handle) {
    Connection* const self = owner(handle->data);
    if (--self->handles_ == 0) self->hub_.forget(self);
  };
  uv_close(&stream_.as_handle, on_closed);
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_), on_closed);
}

}  // namespace postiche::transport
