// SPDX-License-Identifier: MIT
#pragma once
// What a server is made of, and how other threads reach it; for server.cpp alone.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/engine/world.h"
#include "harness/server/descriptors.h"
#include "harness/server/recorder.h"
#include "harness/server/server.h"
#include "harness/server/views_of.h"
#include "harness/server/web_hooks.h"
#include "harness/transport/hub.h"

namespace postiche::server {

// The world and the hub belong to the loop's thread while it runs. Other threads hand it work and
// wait; nothing but the queue is shared.
class Server::Impl {
 public:
  explicit Impl(Options given)
      : options(std::move(given)),
        world(options.scenario, machine_time(), options.transcript_limit, options.seed),
        hub(world) {
    if (options.clock_speed) world.clock.set_speed(*options.clock_speed, hub.now());
    hub.on_call = [this](const engine::Call& call) { take_call(call); };
  }

  Status open() {
    for (const std::string& hook : scenario::hooks_of(*options.scenario)) {
      if (!has_hook(hook)) return no_such_hook(hook);
    }
    raise_descriptor_limit();
    if (!options.record_folder.empty()) {
      auto opened =
          Recorder::open(options.record_folder, header_of(*options.scenario, options.secrets),
                         machine_time(), options.secrets);
      if (!opened) return opened.error();
      recorder.emplace(std::move(*opened));
      record_file = recorder->file();
    }
    for (const ListenerRequest& request : options.listeners) {
      auto address = transport::parse_address(request.address);
      if (!address) return address.error();
      auto bound = hub.listen(request.name, *address);
      if (!bound) return bound.error();
      const bool unix_socket = !bound->path.empty();
      endpoints.push_back({request.name, unix_socket ? "" : bound->host, bound->port, bound->path});
    }
    return Done{};
  }

  void start() {
    const Duration turn = recorder ? Recorder::flush_interval : Duration{};
    thread_ = std::thread([this, turn] {
      hub.run([this] { work(); }, [this] { on_turn(); }, turn);
      on_turn();
      if (recorder) recorder->finish(world.transcript);
    });
  }

  // Whoever asks first stops it; whoever asks meanwhile waits until it is done.
  void stop() {
    std::unique_lock lock(mutex_);
    if (stopping_) {
      finished_.wait(lock, [&] { return stopped_; });
      return;
    }
    stopping_ = true;
    called_.notify_all();
    tasks_.emplace_back([this] { hub.stop(); });
    hub.wake();
    lock.unlock();
    thread_.join();
    // What was asked too late for the loop is answered here: somebody waits for it.
    for (;;) {
      work();
      lock.lock();
      if (tasks_.empty()) break;
      lock.unlock();
    }
    stopped_ = true;
    changed_.notify_all();
    finished_.notify_all();
  }

  std::optional<HookCall> next_call(Duration timeout) {
    std::unique_lock lock(mutex_);
    called_.wait_for(lock, std::chrono::nanoseconds(timeout.ns),
                     [&] { return stopping_ || !calls_.empty(); });
    if (stopping_ || calls_.empty()) return std::nullopt;
    HookCall call = std::move(calls_.front());
    calls_.pop_front();
    return call;
  }

  // Runs `act` where the world lives and gives what it gives.
  template <typename Act>
  auto on_loop(Act act) -> decltype(act()) {
    std::optional<decltype(act())> result;
    std::unique_lock lock(mutex_);
    if (stopped_) return act();
    bool done = false;
    tasks_.push_back([&] {
      auto value = act();
      const std::lock_guard inner(mutex_);
      result.emplace(std::move(value));
      done = true;
      finished_.notify_all();
    });
    // Once it is stopping, the loop's handle may be gone, and stop() looks at what is left.
    if (!stopping_) hub.wake();
    finished_.wait(lock, [&] { return done; });
    return std::move(*result);
  }

  template <typename Predicate>
  bool wait_for(Predicate predicate, Duration timeout) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout.ns);
    ++waiters_;
    bool met = false;
    for (;;) {
      const std::uint64_t seen = turns_;
      met = on_loop(predicate);
      std::unique_lock lock(mutex_);
      if (met || stopped_) break;
      if (!changed_.wait_until(lock, deadline, [&] { return turns_ != seen || stopped_; })) break;
    }
    --waiters_;
    return met;
  }

  const Options options;
  engine::World world;
  transport::Hub hub;
  std::optional<Recorder> recorder;
  std::string record_file;
  std::vector<Endpoint> endpoints;

 private:
  static VirtualTime machine_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
  }

  bool has_hook(const std::string& hook) const {
    return std::find(options.hooks.begin(), options.hooks.end(), hook) != options.hooks.end();
  }

  static Error no_such_hook(const std::string& hook) {
    return {{},
            "the scenario asks the hook '" + hook + "', and there is none of that name",
            "it is a Python function: postiche.serve(..., hooks={\"" + hook + "\": function})"};
  }

  void take_call(const engine::Call& call) {
    const std::lock_guard lock(mutex_);
    if (!call.url.empty()) return web_hooks_.ask(call);
    if (has_hook(call.hook)) {
      calls_.push_back({call.id, call.protocol, call.hook, call.facts});
      called_.notify_one();
      return;
    }
    // A file that was read anew may ask anybody. Not at once: the session is at work.
    tasks_.push_back([this, id = call.id, hook = call.hook] {
      hub.answer(id, scenario::no_answer(no_such_hook(hook).what));
    });
    hub.wake();
  }

  void work() {
    std::vector<std::function<void()>> batch;
    {
      const std::lock_guard lock(mutex_);
      batch.swap(tasks_);
    }
    for (const auto& task : batch) task();
  }

  void on_turn() {
    const std::uint64_t last = world.transcript.last();
    if (options.watch) {
      for (std::uint64_t next = std::max(watched_ + 1, world.transcript.first()); next <= last;
           ++next) {
        if (const auto* const event = world.transcript.at(next)) options.watch(*event);
      }
      watched_ = last;
    }
    if (recorder) recorder->follow(world.transcript, hub.now());
    if (last == announced_) return;
    announced_ = last;
    if (waiters_ == 0) return;
    const std::lock_guard lock(mutex_);
    ++turns_;
    changed_.notify_all();
  }

  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable finished_, changed_, called_;
  std::deque<HookCall> calls_;                // guarded by mutex_
  std::vector<std::function<void()>> tasks_;  // guarded by mutex_
  bool stopping_ = false, stopped_ = false;   // guarded by mutex_
  std::atomic<std::uint64_t> turns_ = 0;
  std::atomic<int> waiters_ = 0;
  std::uint64_t watched_ = 0;    // the loop's
  std::uint64_t announced_ = 0;  // the loop's
  // Last: its threads end before what they use.
  WebHooks web_hooks_{[this](std::uint64_t id, const scenario::Answer& answer) {
    const std::lock_guard lock(mutex_);
    tasks_.emplace_back([this, id, answer] { hub.answer(id, answer); });
    if (!stopping_) hub.wake();
  }};
};

}  // namespace postiche::server
