// SPDX-License-Identifier: MIT
#include "harness/cli/tee.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "harness/base/bug.h"

namespace postiche::cli {
namespace {

constexpr int look_again_ms = 20;

void write_all(int to, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t written = write(to, octets.data(), octets.size());
    if (written <= 0) return;  // whoever read our output is gone
    octets.remove_prefix(static_cast<std::size_t>(written));
  }
}

void close_end(int& end) {
  if (end >= 0) close(end);
  end = -1;
}

}  // namespace

Tee::Tee() {
  // Not inherited by the client except as its two streams.
  for (auto& pipe : pipes_) POSTICHE_CHECK(pipe2(pipe.data(), O_CLOEXEC) == 0);
  thread_ = std::thread([this] { follow(); });
}

Tee::~Tee() {
  finish();
  for (auto& pipe : pipes_) close_end(pipe[0]);
}

std::string Tee::finish() {
  for (auto& pipe : pipes_) close_end(pipe[1]);
  ended_ = true;
  if (thread_.joinable()) thread_.join();
  if (output_.size() > kept) output_.erase(0, output_.size() - kept);
  return std::move(output_);
}

// What the client has started may hold the pipes open for ever: once it has ended itself, only
// what is there already is read.
void Tee::follow() {
  std::array<pollfd, 2> streams{{{pipes_[0][0], POLLIN, 0}, {pipes_[1][0], POLLIN, 0}}};
  for (;;) {
    const bool last_look = ended_;
    if (poll(streams.data(), streams.size(), look_again_ms) <= 0) {
      if (last_look) return;
      continue;
    }
    bool open = false;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].revents == 0) {
        open = open || streams[i].fd >= 0;
      } else if (pass_on(streams[i].fd, i == 0 ? STDOUT_FILENO : STDERR_FILENO)) {
        open = true;
      } else {
        streams[i].fd = -1;  // poll passes over it
      }
    }
    if (!open) return;
  }
}

bool Tee::pass_on(int from, int to) {
  std::array<char, 4096> octets;
  const ssize_t size = read(from, octets.data(), octets.size());
  if (size <= 0) return false;
  const std::string_view heard(octets.data(), static_cast<std::size_t>(size));
  write_all(to, heard);
  output_ += heard;
  if (output_.size() > 2 * kept) output_.erase(0, output_.size() - kept);
  return true;
}

}  // namespace postiche::cli
