// SPDX-License-Identifier: MIT
#include "harness/engine/session.h"

#include <algorithm>

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// RFC 5321 sec 4.5.3.2.7: a server waits at least five minutes for the next command.
constexpr Duration honest_idle_limit = Duration::minutes(5);

}  // namespace

Session::Session(World& world, Peer peer)
    : world_(world),
      peer_(std::move(peer)),
      log_(world.transcript.open()),
      outbox_(world.transcript, *log_),
      flow_(world, peer_, log_, outbox_) {}

void Session::set_time(Instant now) {
  now_ = now;
  virtual_now_ = world_.clock.at(now);
  flow_.set_time(now, virtual_now_);
  outbox_.set_time(now, virtual_now_);
}

void Session::on_connect(Instant now) {
  world_.on_time(now);
  set_time(now);
  opened_ = last_heard_ = virtual_now_;
  Fields fields;
  fields.add("client", peer_.address);
  if (peer_.port != 0) fields.add("port", peer_.port);
  fields.add("listener", peer_.listener);
  if (!flow_.phase().empty()) fields.add("phase", flow_.phase());
  world_.transcript.append(*log_, Kind::open, Direction::none, now_, virtual_now_, {}, fields);
  if (world_.outage()) return suffer(*world_.outage());
  ++world_.sessions;
  counted_ = true;
  world_.happened(scenario::Event::connect);
  flow_.greet();
  count_out();
}

// The machine does this, and no program: neither rules nor the honest server hear of it. A port
// that refuses resets what it had taken already.
void Session::suffer(const Outage& outage) {
  served_ = false;
  flow_.drop_dialogue();
  world_.transcript.append(*log_, Kind::note, Direction::none, now_, virtual_now_, {},
                           {{"note", "outage"}, {"name", name(outage.kind)}});
  if (outage.kind == Outage::Kind::stop) {
    outbox_.wait(Duration::forever());
  } else {
    outbox_.end(Effect::Kind::reset, "rst", "outage");
  }
}

// Who was told goodbye takes no place any more, however long it lingers.
void Session::count_out() {
  if (!counted_ || !(gone_ || outbox_.ended())) return;
  counted_ = false;
  --world_.sessions;
  world_.happened(scenario::Event::close);
}

std::size_t Session::on_bytes(std::string_view bytes, Instant now) {
  set_time(now);
  mind_timers();
  last_heard_ = virtual_now_;
  quiet_done_ = {};
  digest_held();
  std::string_view rest = bytes;
  if (held_.empty()) digest(rest);
  const std::size_t room = outbox_.paused() ? 0 : held_limit - std::min(held_limit, held_.size());
  const std::string_view held = rest.substr(0, room);
  if (!held.empty() && held_.empty() && !outbox_.has_spoken()) {
    // RFC 5321 sec 4.3.1: a client waits for the greeting before it speaks.
    world_.transcript.append(*log_, Kind::note, Direction::in, now_, virtual_now_, {},
                             {{"note", "early-talker"}});
  }
  held_.append(held);
  note_pending();
  return bytes.size() - rest.size() + held.size();
}

void Session::digest(std::string_view& bytes) {
  while (!bytes.empty()) {
    if (outbox_.ended()) {
      flow_.eat_deaf(bytes);
    } else if (!occupied()) {
      flow_.eat(bytes);
    } else {
      return;
    }
  }
}

void Session::digest_held() {
  if (held_.empty()) return;
  std::string_view rest = held_;
  digest(rest);
  held_.erase(0, held_.size() - rest.size());
}

void Session::note_pending() {
  log_->set_pending(flow_.pending(), held_);
  count_out();
}

void Session::on_eof(Instant now) {
  set_time(now);
  if (eof_ || gone_) return;
  eof_ = true;
  on_time(now);
}

void Session::on_gone(std::string_view how, Instant now) {
  set_time(now);
  if (gone_) return;
  gone_ = true;
  flow_.leave_call();
  leave_unanswered();
  if (eof_) {
    hear_end();
  } else if (!outbox_.ended()) {
    flow_.leave_dialogue();
    record_close(how);
  }
  if (served_) flow_.on_close();
  count_out();
  world_.transcript.close(*log_);
}

void Session::leave_unanswered() {
  flow_.flush_pending();
  if (held_.empty()) return;
  world_.transcript.append(*log_, Kind::bytes, Direction::in, now_, virtual_now_,
                           log_->arena().keep(held_), {{"unanswered", "yes"}});
  held_.clear();
}

void Session::hear_end() {
  if (end_heard_) return;
  end_heard_ = true;
  flow_.flush_pending();
  if (!outbox_.ended()) flow_.leave_dialogue();
  record_close("fin");
}

void Session::record_close(std::string_view how) {
  world_.transcript.append(*log_, Kind::close, Direction::in, now_, virtual_now_, {},
                           {{"by", "client"}, {"how", how}});
}

void Session::on_answer(std::uint64_t id, const scenario::Answer& answer, Instant now) {
  set_time(now);
  if (gone_ || !flow_.is_parked() || flow_.call().id != id) return;
  flow_.on_answer(answer);
  on_time(now);
}

std::optional<Effect> Session::next_effect() {
  if (const auto effect = outbox_.pull()) return effect;
  if (!flow_.take_call()) return std::nullopt;
  return Effect{Effect::Kind::call, {}, false};
}

void Session::on_time(Instant now) {
  set_time(now);
  flow_.mind_call();
  digest_held();
  mind_timers();
  // What was pipelined before the client's end is still answered, unless that would take for ever.
  if (eof_ && outbox_.stuck()) {
    flow_.leave_dialogue();
    outbox_.give_up();
    leave_unanswered();
  }
  if (eof_ && held_.empty()) hear_end();
  if (!outbox_.ended() && !occupied()) {
    if (eof_) {
      outbox_.end(Effect::Kind::finish, "fin", "honest");
    } else if (virtual_now_ >= idle_end()) {
      flow_.time_out();
    }
  }
  note_pending();
}

// Rules that wait for time are asked in its order, each once; what they say comes in its turn.
void Session::mind_timers() {
  if (flow_.is_parked()) return;
  while (!outbox_.ended() && !flow_.is_parked() && after_end() <= virtual_now_) {
    after_done_ = *flow_.rules().next_time(Occasion::Kind::after, after_done_);
    flow_.on_timer(Occasion::Kind::after, after_done_);
  }
  while (!outbox_.ended() && !flow_.is_parked() && quiet_end() <= virtual_now_) {
    quiet_done_ = *flow_.rules().next_time(Occasion::Kind::quiet, quiet_done_);
    flow_.on_timer(Occasion::Kind::quiet, quiet_done_);
  }
}

VirtualTime Session::silent_since() const {
  // The client's time runs from our reply, however late that was, and from when it could be heard.
  return std::max({last_heard_, outbox_.last_said(), outbox_.resumed_at()});
}

VirtualTime Session::idle_end() const {
  return silent_since() + flow_.limits().idle.value_or(honest_idle_limit);
}

VirtualTime Session::quiet_end() const {
  if (eof_ || occupied()) return VirtualTime::never();
  const auto time = flow_.rules().next_time(Occasion::Kind::quiet, quiet_done_);
  return time ? silent_since() + *time : VirtualTime::never();
}

VirtualTime Session::after_end() const {
  if (!served_) return VirtualTime::never();
  const auto time = flow_.rules().next_time(Occasion::Kind::after, after_done_);
  return time ? opened_ + *time : VirtualTime::never();
}

std::optional<Instant> Session::deadline() const {
  if (outbox_.ended()) return std::nullopt;
  VirtualTime due = outbox_.next_chore();
  if (!flow_.is_parked()) due = std::min(due, after_end());
  if (outbox_.busy()) {
    due = std::min(due, outbox_.due());
  } else if (!occupied()) {
    due = std::min({due, idle_end(), quiet_end()});
  }
  const Instant real = std::min(world_.clock.real(due), flow_.call_ends());
  if (real.is_never()) return std::nullopt;
  return real;
}

}  // namespace postiche::engine
