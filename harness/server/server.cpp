// SPDX-License-Identifier: MIT
#include "harness/server/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <sstream>
#include <thread>

#include "harness/engine/world.h"
#include "harness/judge/expectations.h"
#include "harness/scenario/answer.h"
#include "harness/server/recorder.h"
#include "harness/server/views_of.h"
#include "harness/transcript/json_lines.h"
#include "harness/transcript/text_form.h"
#include "harness/transport/hub.h"

namespace postiche::server {
namespace {

VirtualTime machine_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()};
}

// Every connection is a descriptor: take as many as we are allowed.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return std::to_string(limit.rlim_cur);
}

}  // namespace

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
      auto opened = Recorder::open(options.record_folder, options.scenario->id, machine_time(),
                                   options.secrets);
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
    if (has_hook(call.hook)) {
      calls_.push_back({call.id, call.hook, call.facts});
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
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(Options options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  if (auto opened = impl->open(); !opened) return opened.error();
  impl->start();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::stop() { impl_->stop(); }

scenario::ScenarioPtr Server::scenario() const {
  return impl_->on_loop([this] { return impl_->world.scenario; });
}

void Server::replace_scenario(scenario::ScenarioPtr next) {
  impl_->on_loop([this, &next] {
    impl_->world.replace(std::move(next));
    return true;
  });
}
const std::vector<Endpoint>& Server::endpoints() const { return impl_->endpoints; }
const std::string& Server::record_file() const { return impl_->record_file; }

std::vector<MessageView> Server::messages() const {
  return impl_->on_loop([this] { return messages_of(impl_->world); });
}

std::vector<SessionView> Server::sessions() const {
  return impl_->on_loop([this] { return sessions_of(impl_->world); });
}

std::vector<judge::Verdict> Server::verdicts() const {
  return impl_->on_loop(
      [this] { return judge::judge(*impl_->world.scenario, impl_->world.transcript.events()); });
}

Summary Server::summary() const {
  return impl_->on_loop([this] { return summary_of(impl_->world); });
}

std::string Server::transcript_text() const {
  return impl_->on_loop([this] {
    const auto events = impl_->world.transcript.events();
    return transcript::to_text(transcript::text_lines(events, impl_->options.secrets));
  });
}

std::string Server::transcript_json_lines(transcript::Secrets secrets) const {
  return impl_->on_loop([this, secrets] {
    std::string out;
    transcript::write_header(out, impl_->world.scenario->id);
    for (const auto* const event : impl_->world.transcript.events()) {
      transcript::write_event(out, *event, secrets);
    }
    return out;
  });
}

bool Server::wait_for_messages(std::size_t count, Duration timeout) const {
  return impl_->wait_for([this, count] { return impl_->world.store.messages().size() >= count; },
                         timeout);
}

bool Server::wait_for_sessions(std::size_t closed, Duration timeout) const {
  return impl_->wait_for(
      [this, closed] {
        const auto& transcript = impl_->world.transcript;
        return transcript.connections() - transcript.open_logs().size() >= closed;
      },
      timeout);
}

bool Server::is_finished() const {
  return impl_->on_loop(
      [this] { return impl_->world.is_finished(impl_->world.clock.at(impl_->hub.now())); });
}

bool Server::wait_until_finished(Duration timeout) const {
  const auto is_over = [this] {
    return impl_->world.is_finished(impl_->world.clock.at(impl_->hub.now()));
  };
  // Time alone may be what was missing, and that wakes nobody.
  return impl_->wait_for(is_over, timeout) || impl_->on_loop(is_over);
}

void Server::record_client_end(const ClientEnd& end) {
  impl_->on_loop([&] {
    transcript::Fields fields{{"note", "client-ended"}, {"how", end.how}};
    const std::string status = end.status ? std::to_string(*end.status) : std::string();
    if (end.status) fields.add("status", status);
    if (!end.output.empty()) fields.add("output", end.output);
    impl_->world.note(impl_->hub.now(), fields);
    return true;
  });
}

std::size_t Server::phase() const {
  return impl_->on_loop([this] { return impl_->world.phase(); });
}

void Server::enter_phase(std::size_t index) {
  impl_->on_loop([this, index] {
    impl_->world.enter_phase(index);
    return true;
  });
}

bool Server::arm(const std::string& route) {
  return impl_->on_loop([this, &route] { return impl_->world.arm(route); });
}

VirtualTime Server::virtual_now() const {
  return impl_->on_loop([this] { return impl_->world.clock.at(impl_->hub.now()); });
}

void Server::advance_clock(Duration by) {
  impl_->on_loop([this, by] {
    impl_->world.clock.advance(by);
    impl_->hub.on_clock_moved();
    return true;
  });
}

void Server::set_clock_speed(double speed) {
  impl_->on_loop([this, speed] {
    impl_->world.clock.set_speed(speed, impl_->hub.now());
    impl_->hub.on_clock_moved();
    return true;
  });
}

void Server::reset() {
  impl_->on_loop([this] {
    // What has happened is recorded before it is forgotten.
    if (impl_->recorder) impl_->recorder->follow(impl_->world.transcript, impl_->hub.now());
    impl_->world.reset();
    impl_->hub.mind_world();
    return true;
  });
}

std::optional<HookCall> Server::next_call(Duration timeout) const {
  return impl_->next_call(timeout);
}

void Server::answer_call(const HookCall& call, const std::string& json,
                         const std::string& problem) {
  const scenario::Answer answer =
      problem.empty() ? scenario::read_answer(call.hook, json) : scenario::no_answer(problem);
  impl_->on_loop([&] {
    impl_->hub.answer(call.id, answer);
    return true;
  });
}

std::vector<Error> Server::troubles() const {
  return impl_->on_loop([this] {
    std::vector<Error> list;
    if (impl_->recorder && impl_->recorder->trouble()) list.push_back(*impl_->recorder->trouble());
    if (impl_->recorder && impl_->recorder->lost() > 0) {
      list.push_back({{},
                      std::to_string(impl_->recorder->lost()) + " events are missing in '" +
                          impl_->record_file + "'",
                      "it could not be written for too long, and memory is bounded"});
    }
    for (const Error& trouble : impl_->hub.troubles()) list.push_back(trouble);
    if (!impl_->hub.fault().empty()) {
      list.push_back({{}, impl_->hub.fault(), "this is a fault of postiche: please report it"});
    }
    if (impl_->hub.refused() > 0) {
      list.push_back(
          {{},
           "connections that had to be refused: " + std::to_string(impl_->hub.refused()) +
               "; only " + descriptor_limit() + " file descriptors are allowed",
           "raise the limit with ulimit -n"});
    }
    return list;
  });
}

}  // namespace postiche::server
