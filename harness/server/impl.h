// SPDX-License-Identifier: MIT
#pragma once
// What a server is made of, and how other threads reach it; for server.cpp alone.

#include <unistd.h>

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
    announce();
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

  // The same, of what those who wait may wait for.
  template <typename Act>
  void change(Act act) {
    on_loop([&] {
      act();
      touched_ = true;
      return true;
    });
  }

  // Until something has happened since `seen` was the revision, or nothing more will.
  void wait_for_change(std::uint64_t seen, Duration timeout) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout.ns);
    ++waiters_;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_until(lock, deadline, [&] { return revision != seen || stopped_; });
    }
    --waiters_;
  }

  // Whoever reads the other end of `descriptor`, which never blocks, is woken by an octet for each
  // change; by one at once where there will be none any more.
  void watch(int descriptor) {
    const std::lock_guard lock(mutex_);
    watchers_.push_back(descriptor);
    ++waiters_;
    if (stopped_) wake(descriptor);
  }

  // Behind this nobody writes there.
  void unwatch(int descriptor) {
    const std::lock_guard lock(mutex_);
    waiters_ -= static_cast<int>(std::erase(watchers_, descriptor));
  }

  template <typename Predicate>
  bool wait_for(Predicate predicate, Duration timeout) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout.ns);
    for (;;) {
      const std::uint64_t seen = revision;
      if (on_loop(predicate)) return true;
      const auto left = deadline - std::chrono::steady_clock::now();
      if (left.count() <= 0 || is_stopped()) return false;
      wait_for_change(seen, {std::chrono::nanoseconds(left).count()});
    }
  }

  const Options options;
  engine::World world;
  transport::Hub hub;
  std::optional<Recorder> recorder;
  std::string record_file;
  std::vector<Endpoint> endpoints;
  // Grows whenever something has happened.
  std::atomic<std::uint64_t> revision = 0;

 private:
  bool is_stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }

  // With the mutex held.
  void announce() {
    changed_.notify_all();
    for (const int descriptor : watchers_) wake(descriptor);
  }

  static void wake(int descriptor) {
    // A full pipe wakes just as well.
    [[maybe_unused]] const auto written = ::write(descriptor, "!", 1);
  }

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
    if (last == announced_ && !touched_) return;
    announced_ = last;
    touched_ = false;
    ++revision;
    if (waiters_ == 0) return;
    const std::lock_guard lock(mutex_);
    announce();
  }

  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable finished_, changed_, called_;
  std::deque<HookCall> calls_;                // guarded by mutex_
  std::vector<std::function<void()>> tasks_;  // guarded by mutex_
  std::vector<int> watchers_;                 // guarded by mutex_
  bool stopping_ = false, stopped_ = false;   // guarded by mutex_
  std::atomic<int> waiters_ = 0;
  bool touched_ = false;         // the loop's
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
