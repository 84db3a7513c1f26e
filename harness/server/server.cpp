// SPDX-License-Identifier: MIT
#include "harness/server/server.h"

#include <algorithm>
#include <sstream>

#include "harness/scenario/answer.h"
#include "harness/server/impl.h"
#include "harness/server/mailroom.h"
#include "harness/server/views_of.h"

namespace postiche::server {
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

std::string Server::ca_pem() const {
  return impl_->on_loop([this] { return impl_->hub.tls().authority().ca_pem(); });
}

std::string Server::crl_pem() const {
  return impl_->on_loop([this] { return impl_->hub.tls().authority().crl_pem(); });
}

std::string Server::client_pem(const std::string& name) const {
  return impl_->on_loop([this, &name] {
    const tls::Pair pair = impl_->hub.tls().authority().client_pair(name);
    return pair.certificates + pair.key;
  });
}

void Server::look(const std::function<void(const engine::World&)>& act) const {
  impl_->on_loop([this, &act] {
    act(impl_->world);
    return true;
  });
}

transcript::Secrets Server::secrets() const { return impl_->options.secrets; }

bool Server::wait_for_messages(std::size_t count, Duration timeout) const {
  return impl_->wait_for([this, count] { return counts_of(impl_->world).messages >= count; },
                         timeout);
}

bool Server::wait_for_sessions(std::size_t closed, Duration timeout) const {
  return impl_->wait_for([this, closed] { return counts_of(impl_->world).closed >= closed; },
                         timeout);
}

std::uint64_t Server::revision() const { return impl_->revision; }

void Server::wait_for_change(std::uint64_t seen, Duration timeout) const {
  impl_->wait_for_change(seen, timeout);
}

void Server::watch(int descriptor) const { impl_->watch(descriptor); }
void Server::unwatch(int descriptor) const { impl_->unwatch(descriptor); }

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
  impl_->change([&] {
    transcript::Fields fields{{"note", "client-ended"}, {"how", end.how}};
    const std::string status = end.status ? std::to_string(*end.status) : std::string();
    if (end.status) fields.add("status", status);
    if (!end.output.empty()) fields.add("output", end.output);
    impl_->world.note(impl_->hub.now(), fields);
  });
}

std::size_t Server::phase() const {
  return impl_->on_loop([this] { return impl_->world.phase(); });
}

void Server::enter_phase(std::size_t index) {
  impl_->change([this, index] { impl_->world.enter_phase(index); });
}

bool Server::arm(const std::string& route) {
  return impl_->on_loop([this, &route] { return impl_->world.arm(route); });
}

Result<std::uint32_t> Server::deliver(const Parcel& parcel) {
  std::optional<Result<std::uint32_t>> put_in;
  impl_->change([&] { put_in.emplace(put(impl_->world, parcel, impl_->hub.now())); });
  return std::move(*put_in);
}

VirtualTime Server::virtual_now() const {
  return impl_->on_loop([this] { return impl_->world.clock.at(impl_->hub.now()); });
}

void Server::advance_clock(Duration by) {
  impl_->change([this, by] {
    impl_->world.clock.advance(by);
    impl_->hub.on_clock_moved();
  });
}

void Server::set_clock_speed(double speed) {
  impl_->change([this, speed] {
    impl_->world.clock.set_speed(speed, impl_->hub.now());
    impl_->hub.on_clock_moved();
  });
}

void Server::reset() {
  impl_->change([this] {
    // What has happened is recorded before it is forgotten.
    if (impl_->recorder) impl_->recorder->follow(impl_->world.transcript, impl_->hub.now());
    impl_->world.reset();
    impl_->hub.mind_world();
  });
}

std::optional<HookCall> Server::next_call(Duration timeout) const {
  return impl_->next_call(timeout);
}

void Server::answer_call(const HookCall& call, const std::string& json,
                         const std::string& problem) {
  const scenario::Answer answer = problem.empty()
                                      ? scenario::read_answer(call.hook, json, call.protocol)
                                      : scenario::no_answer(problem);
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
