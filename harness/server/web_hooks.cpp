// SPDX-License-Identifier: MIT
#include "harness/server/web_hooks.h"

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <vector>

namespace postiche::server {
namespace {

constexpr std::size_t most_threads = 8;
// An answer is a few steps; what is longer is no answer.
constexpr std::size_t most_octets = 1024 * 1024;

std::string json_of(const engine::Call& call) {
  nlohmann::json facts = nlohmann::json::object();
  for (const auto& [name, value] : call.facts) facts[name] = value;
  // What a client says need not be UTF-8.
  return facts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// "http://127.0.0.1:8080" and "/path" of it.
std::pair<std::string, std::string> parts_of(const std::string& url) {
  const std::size_t path = url.find('/', std::string_view("http://").size());
  if (path == std::string::npos) return {url, "/"};
  return {url.substr(0, path), url.substr(path)};
}

// What comes of an answer: no more of it is kept than may be meant.
class Body {
 public:
  httplib::ContentReceiverWithProgress receiver() {
    return [this](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
      over_long_ = octets_.size() + size > most_octets;
      if (!over_long_) octets_.append(data, size);
      return !over_long_;
    };
  }
  bool over_long() const { return over_long_; }
  const std::string& octets() const { return octets_; }

 private:
  std::string octets_;
  bool over_long_ = false;
};

scenario::Answer read(const engine::Call& call, const httplib::Result& result, const Body& body) {
  if (body.over_long()) return scenario::no_answer("its answer is too long");
  if (!result) return scenario::no_answer("no answer: " + httplib::to_string(result.error()));
  if (result->status / 100 != 2) {
    return scenario::no_answer("it answered with HTTP status " + std::to_string(result->status));
  }
  return scenario::read_answer(call.url, body.octets(), call.protocol);
}

}  // namespace

class WebHooks::Impl {
 public:
  explicit Impl(Answered answered) : answered_(std::move(answered)) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (httplib::Client* const client : asking_) client->stop();
    }
    waiting_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void ask(const engine::Call& call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call);
    if (idle_ < calls_.size() && threads_.size() < most_threads) {
      threads_.emplace_back([this] { work(); });
    }
    waiting_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      waiting_.wait(lock, [&] { return stopping_ || !calls_.empty(); });
      --idle_;
      if (stopping_) return;
      const engine::Call call = std::move(calls_.front());
      calls_.pop_front();
      ask_of(call, lock);
    }
  }

  // The lock is held at both ends, and not while anybody is asked.
  void ask_of(const engine::Call& call, std::unique_lock<std::mutex>& lock) {
    const auto [host, path] = parts_of(call.url);
    httplib::Client client(host);
    const std::chrono::nanoseconds timeout(call.timeout.ns);
    client.set_connection_timeout(timeout);
    client.set_read_timeout(timeout);
    client.set_write_timeout(timeout);
    asking_.insert(&client);
    lock.unlock();
    Body body;
    httplib::Request request;
    request.method = "POST";
    request.path = path;
    request.headers.emplace("Content-Type", "application/json");
    request.body = json_of(call);
    request.content_receiver = body.receiver();
    const scenario::Answer answer = read(call, client.send(request), body);
    lock.lock();
    asking_.erase(&client);
    if (stopping_) return;
    lock.unlock();
    answered_(call.id, answer);
    lock.lock();
  }

  const Answered answered_;
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::deque<engine::Call> calls_;     // guarded by mutex_, as the rest
  std::set<httplib::Client*> asking_;  // to be stopped
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

WebHooks::WebHooks(Answered answered) : impl_(std::make_unique<Impl>(std::move(answered))) {}
WebHooks::~WebHooks() = default;

void WebHooks::ask(const engine::Call& call) { impl_->ask(call); }

}  // namespace postiche::server
