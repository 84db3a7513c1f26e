// SPDX-License-Identifier: MIT
// The floor of the bench: the least that an SMTP server on libuv can do. It answers each line by
// its first letters, swallows messages and remembers nothing, so what Postiche costs above it is
// the price of parsing, rules and the transcript.
// Usage: bench_floor [PORT]; prints the ready line that `postiche serve` prints.

#include <uv.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

// One buffer for all: libuv reads and calls back before it reads again.
char shared_buffer[64 * 1024];

struct Connection {
  uv_tcp_t socket{};
  std::string rest;  // the beginning of a line, or of an end of data, that was cut in two
  bool in_message = false;
};

Connection& connection_of(void* handle) {
  return *static_cast<Connection*>(static_cast<uv_handle_t*>(handle)->data);
}

void close_connection(Connection& connection) {
  auto* handle = reinterpret_cast<uv_handle_t*>(&connection.socket);
  if (uv_is_closing(handle) != 0) return;
  uv_close(handle, [](uv_handle_t* closed) { delete &connection_of(closed); });
}

// A reply that does not fit into the socket's buffer is a client that does not read: it is closed.
void write_all(Connection& connection, std::string_view text) {
  if (text.empty()) return;
  const uv_buf_t buffer =
      uv_buf_init(const_cast<char*>(text.data()), static_cast<unsigned int>(text.size()));
  const int sent = uv_try_write(reinterpret_cast<uv_stream_t*>(&connection.socket), &buffer, 1);
  if (sent != static_cast<int>(text.size())) close_connection(connection);
}

std::string_view answer(std::string_view line) {
  const auto is = [line](std::string_view verb) {
    return line.size() >= 4 && strncasecmp(line.data(), verb.data(), 4) == 0;
  };
  if (is("EHLO")) return "250-floor.example\r\n250-PIPELINING\r\n250-SIZE\r\n250 8BITMIME\r\n";
  if (is("DATA")) return "354 Go ahead\r\n";
  if (is("QUIT")) return "221 Bye\r\n";
  if (is("HELO") || is("MAIL") || is("RCPT") || is("RSET") || is("NOOP")) return "250 Ok\r\n";
  return "500 What?\r\n";
}

// Takes the message's bytes off the front of `text`; true when its end was among them.
bool swallow_message(Connection& connection, std::string_view& text) {
  constexpr std::string_view end = "\r\n.\r\n";
  if (!connection.rest.empty()) {
    // The end may begin in the last bytes of the piece before.
    const std::size_t kept = connection.rest.size();
    connection.rest.append(text.substr(0, end.size()));
    const std::size_t at = connection.rest.find(end);
    if (at != std::string::npos) {
      text.remove_prefix(at + end.size() - kept);
      connection.rest.clear();
      return true;
    }
    connection.rest.resize(kept);
  }
  const void* found = memmem(text.data(), text.size(), end.data(), end.size());
  if (found != nullptr) {
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    text.remove_prefix(at + end.size());
    connection.rest.clear();
    return true;
  }
  connection.rest.append(text);
  if (connection.rest.size() > end.size() - 1) {
    connection.rest.erase(0, connection.rest.size() - (end.size() - 1));
  }
  text = {};
  return false;
}

void on_text(Connection& connection, std::string_view text) {
  std::string replies;
  bool quit = false;
  while (!text.empty() && !quit) {
    if (connection.in_message) {
      if (!swallow_message(connection, text)) break;
      connection.in_message = false;
      replies += "250 Ok\r\n";
      continue;
    }
    const void* newline = memchr(text.data(), '\n', text.size());
    if (newline == nullptr) {
      connection.rest.append(text);
      if (connection.rest.size() > 4096) quit = true;
      break;
    }
    const auto length =
        static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
    std::string_view line = text.substr(0, length);
    std::string joined;
    if (!connection.rest.empty()) {
      joined = connection.rest.append(line);
      connection.rest.clear();
      line = joined;
    }
    text.remove_prefix(length);
    const std::string_view reply = answer(line);
    replies += reply;
    quit = reply.starts_with("221");
    connection.in_message = reply.starts_with("354");
    if (connection.in_message) connection.rest = "\r\n";  // a message may be empty: ".\r\n"
  }
  write_all(connection, replies);
  if (quit) close_connection(connection);
}

void on_read(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  Connection& connection = connection_of(stream);
  if (count < 0) {
    close_connection(connection);
  } else {
    on_text(connection, {buffer->base, static_cast<std::size_t>(count)});
  }
}

void on_client(uv_stream_t* listener, int status) {
  if (status < 0) return;
  auto* connection = new Connection;
  connection->socket.data = connection;
  uv_tcp_init(listener->loop, &connection->socket);
  auto* stream = reinterpret_cast<uv_stream_t*>(&connection->socket);
  if (uv_accept(listener, stream) != 0) {
    close_connection(*connection);
    return;
  }
  uv_tcp_nodelay(&connection->socket, 1);
  write_all(*connection, "220 floor.example ESMTP\r\n");
  uv_read_start(
      stream,
      [](uv_handle_t*, std::size_t, uv_buf_t* buffer) {
        *buffer = uv_buf_init(shared_buffer, sizeof shared_buffer);
      },
      on_read);
}

}  // namespace

int main(int argc, char** argv) {
  uv_loop_t* loop = uv_default_loop();
  uv_tcp_t listener{};
  sockaddr_in address{};
  uv_tcp_init(loop, &listener);
  uv_ip4_addr("127.0.0.1", argc > 1 ? std::atoi(argv[1]) : 0, &address);
  uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&address), 0);
  const int status = uv_listen(reinterpret_cast<uv_stream_t*>(&listener), 1024, on_client);
  if (status != 0) {
    std::fprintf(stderr, "bench_floor: cannot listen: %s\n", uv_strerror(status));
    return 2;
  }
  int length = sizeof address;
  uv_tcp_getsockname(&listener, reinterpret_cast<sockaddr*>(&address), &length);
  std::printf("postiche: ready smtp=127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  return uv_run(loop, UV_RUN_DEFAULT);
}
