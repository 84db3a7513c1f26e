// SPDX-License-Identifier: MIT
#pragma once
// Python's reference to a running server.

#include <pybind11/pybind11.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

#include "bindings/run.h"
#include "bindings/unlocked.h"
#include "harness/server/server.h"

namespace postiche::bindings {

// Python's reference to a server. A fork has a copy of it without the thread behind it: there it
// answers nothing, and its end joins nobody.
class Server : public Run {
 public:
  explicit Server(server::Options options) : process_(getpid()) {
    auto started = start_unlocked(std::move(options));
    if (!started) throw pybind11::value_error(started.error().text());
    server_ = std::move(*started);
  }
  ~Server() override {
    if (process_ != getpid()) {
      // Given up on purpose: the thread to be joined exists only in the parent.
      static_cast<void>(server_.release());
      return;
    }
    const WithoutGil unlocked;
    server_.reset();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const server::Evidence& evidence() const override { return get(); }
  Result<std::uint32_t> deliver(const server::Parcel& parcel) override {
    return get().deliver(parcel);
  }
  VirtualTime virtual_now() const override { return get().virtual_now(); }
  void advance_clock(Duration by) override { get().advance_clock(by); }
  void reset() override { get().reset(); }
  void answer_call(const server::HookCall& call, const std::string& json,
                   const std::string& problem) override {
    get().answer_call(call, json, problem);
  }
  server::Server& get() const {
    if (process_ != getpid()) {
      throw std::runtime_error(
          "this server belongs to the process that started it, not to its fork");
    }
    return *server_;
  }
  void stop() {
    if (process_ != getpid()) return;
    stopped_ = true;
    server_->stop();
  }

  bool stopped() const { return stopped_ || process_ != getpid(); }

  // Waits in short turns, so that Ctrl-C and the end of the server are heard. Without the GIL asks
  // `wait` whether it came true within the time given.
  template <typename Wait>
  bool wait_in_turns(Duration timeout, Wait wait) const {
    constexpr Duration turn = Duration::milliseconds(100);
    for (;;) {
      const Duration now = std::clamp(timeout, Duration{}, turn);
      {
        const WithoutGil unlocked;
        if (wait(get(), now)) return true;
      }
      if (PyErr_CheckSignals() != 0) throw pybind11::error_already_set();
      timeout = timeout - now;
      if (timeout <= Duration{} || stopped_) return false;
    }
  }

 private:
  static Result<std::unique_ptr<server::Server>> start_unlocked(server::Options options) {
    const WithoutGil unlocked;
    return server::Server::start(std::move(options));
  }

  pid_t process_;
  std::atomic<bool> stopped_ = false;
  std::unique_ptr<server::Server> server_;
};

}  // namespace postiche::bindings
