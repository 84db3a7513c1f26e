// SPDX-License-Identifier: MIT
#include "harness/facade/postiche.h"

#include <string_view>
#include <utility>

#include "harness/base/time.h"
#include "harness/judge/verdict.h"
#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"
#include "harness/server/server.h"

namespace postiche {
inline namespace facade {
namespace {

Duration duration(std::chrono::nanoseconds time) { return Duration::nanoseconds(time.count()); }

// Neither names nor sensible paths have lines or "key: value" in them.
bool is_yaml(const std::string& text) {
  return text.find('\n') != std::string::npos || text.find(": ") != std::string::npos;
}

scenario::Loaded read(const std::string& scenario, const Options& options) {
  const scenario::Library library(options.folders);
  const scenario::Finder finder = [&library](std::string_view name) {
    return library.find_name(name);
  };
  if (is_yaml(scenario)) {
    return scenario::load_text(scenario, "<scenario>", options.parameters, finder);
  }
  const auto path = library.find(scenario);
  if (!path) throw Refusal(path.error().text());
  return scenario::load_file(*path, options.parameters, finder);
}

scenario::ScenarioPtr load(const std::string& scenario, const Options& options) {
  const scenario::Loaded loaded = read(scenario, options);
  if (loaded.scenario) return loaded.scenario;
  std::string text;
  for (const scenario::Diagnostic& diagnostic : loaded.diagnostics) {
    text += (text.empty() ? "" : "\n") + diagnostic.text();
  }
  throw Refusal(text);
}

std::unique_ptr<server::Server> start(const std::string& scenario, const Options& options) {
  server::Options inner;
  inner.scenario = load(scenario, options);
  for (const Listener& listener : options.listeners) {
    inner.listeners.push_back({listener.service, listener.address});
  }
  if (inner.listeners.empty()) {
    for (const std::string& service : scenario::services_of(*inner.scenario)) {
      inner.listeners.push_back({service, Listener().address});
    }
  }
  inner.clock_speed = options.clock_speed;
  inner.seed = options.seed;
  inner.record_folder = options.record_folder;
  auto started = server::Server::start(std::move(inner));
  if (!started) throw Refusal(started.error().text());
  return std::move(*started);
}

Outcome outward(judge::Outcome outcome) {
  switch (outcome) {
    case judge::Outcome::pass:
      return Outcome::pass;
    case judge::Outcome::warn:
      return Outcome::warn;
    case judge::Outcome::fail:
      return Outcome::fail;
    case judge::Outcome::info:
      return Outcome::info;
    case judge::Outcome::skip:
      return Outcome::skip;
    case judge::Outcome::unresolved:
      return Outcome::unresolved;
    case judge::Outcome::error:
      break;
  }
  return Outcome::error;
}

// Whether it fails a test: so does a must whose situation never arose.
bool fails(const judge::Verdict& verdict) {
  return verdict.outcome == judge::Outcome::fail || verdict.outcome == judge::Outcome::error ||
         (verdict.outcome == judge::Outcome::unresolved && verdict.level == scenario::Level::must);
}

Session outward(server::SessionView view) {
  Session session{.listener = std::move(view.listener),
                  .client = std::move(view.client),
                  .commands = {},
                  .replies = {},
                  .rules = std::move(view.rules),
                  .closed_by = std::move(view.closed_by),
                  .closed_how = std::move(view.closed_how),
                  .heard = std::move(view.heard),
                  .said = std::move(view.said)};
  for (server::CommandView& command : view.commands) {
    session.commands.push_back(std::move(command.line));
  }
  for (server::ReplyView& reply : view.replies) session.replies.push_back(std::move(reply.text));
  return session;
}

}  // namespace

class Server::Impl {
 public:
  explicit Impl(std::unique_ptr<server::Server> started) : server(std::move(started)) {}
  std::unique_ptr<server::Server> server;
};

Server::Server(const std::string& scenario, Options options)
    : impl_(std::make_unique<Impl>(start(scenario, options))) {}

Server::~Server() = default;

std::vector<Endpoint> Server::endpoints() const {
  std::vector<Endpoint> list;
  for (const server::Endpoint& endpoint : impl_->server->endpoints()) {
    list.push_back({endpoint.name, endpoint.host, endpoint.port, endpoint.path});
  }
  return list;
}

Endpoint Server::endpoint(const std::string& service) const {
  for (Endpoint& endpoint : endpoints()) {
    if (endpoint.service == service) return std::move(endpoint);
  }
  throw Refusal("the server does not listen for " + service + "; name it among the listeners");
}

std::string Server::ca_pem() const { return impl_->server->ca_pem(); }

bool Server::wait_for_messages(std::size_t count, std::chrono::nanoseconds timeout) const {
  return impl_->server->wait_for_messages(count, duration(timeout));
}

bool Server::wait_for_closed_sessions(std::size_t count, std::chrono::nanoseconds timeout) const {
  return impl_->server->wait_for_sessions(count, duration(timeout));
}

std::vector<Message> Server::messages() const {
  std::vector<Message> list;
  for (server::MessageView& view : impl_->server->messages()) {
    list.push_back({std::move(view.reverse_path), std::move(view.recipients),
                    std::move(view.content), std::move(view.helo), std::move(view.client)});
  }
  return list;
}

std::vector<Session> Server::sessions() const {
  std::vector<Session> list;
  for (server::SessionView& view : impl_->server->sessions()) {
    list.push_back(outward(std::move(view)));
  }
  return list;
}

std::vector<Verdict> Server::verdicts() const {
  std::vector<Verdict> list;
  for (judge::Verdict& verdict : impl_->server->verdicts()) {
    list.push_back({std::move(verdict.id), outward(verdict.outcome), std::move(verdict.says),
                    std::move(verdict.measured)});
  }
  return list;
}

std::string Server::complaint() const {
  std::string text;
  for (const judge::Verdict& verdict : impl_->server->verdicts()) {
    if (!fails(verdict)) continue;
    text += std::string(judge::name(verdict.outcome)) + " " + verdict.id + ": " + verdict.says +
            ": " + verdict.measured + "\n";
  }
  return text.empty() ? text : text + "\nThe transcript:\n" + transcript();
}

std::string Server::transcript() const { return impl_->server->transcript_text(); }

void Server::advance_clock(std::chrono::nanoseconds by) {
  impl_->server->advance_clock(duration(by));
}

void Server::set_clock_speed(double speed) { impl_->server->set_clock_speed(speed); }

void Server::reset() { impl_->server->reset(); }

void Server::stop() { impl_->server->stop(); }

}  // namespace facade
}  // namespace postiche
