// SPDX-License-Identifier: MIT
#include "harness/engine/session.h"

#include <algorithm>
#include <utility>

#include "harness/engine/service.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

Session::Session(World& world, Peer peer, const std::shared_ptr<transcript::Log>& log)
    : stage_{world, std::move(peer), log, Outbox(world.transcript, *log)},
      flow_(make_flow(stage_)) {}

Session::Session(World& world, Peer peer)
    : Session(world, std::move(peer), world.transcript.open()) {}

Session::Session(World& world, Peer peer, const Errand& errand) : Session(world, std::move(peer)) {
  served_ = false;
  flow_->director().drop_dialogue();
  become_sender(errand);
}

void Session::become_sender(const Errand& errand) {
  sender_ = std::make_unique<Sender>(stage_, flow_->director().play().domain, errand);
}

void Session::set_time(Instant now) {
  stage_.now = now;
  stage_.virtual_now = stage_.world.clock.at(now);
  stage_.outbox.set_time(now, stage_.virtual_now);
}

bool Session::occupied() const {
  return stage_.outbox.busy() || stage_.outbox.paused() || flow_->director().is_parked();
}

void Session::on_connect(Instant now) {
  stage_.world.on_time(now);
  set_time(now);
  opened_ = last_heard_ = stage_.virtual_now;
  Fields fields;
  fields.add("client", stage_.peer.address);
  if (stage_.peer.port != 0) fields.add("port", stage_.peer.port);
  fields.add("listener", stage_.peer.listener);
  if (stage_.peer.at != 0) fields.add("at", stage_.peer.at);
  const std::string& phase = flow_->director().play().phase;
  if (!phase.empty()) fields.add("phase", phase);
  if (sender_) fields.add("dialed", "yes");
  stage_.append(Kind::open, Direction::none, {}, fields);
  if (sender_) return;
  if (stage_.world.outage()) return suffer(*stage_.world.outage());
  ++stage_.world.sessions;
  counted_ = true;
  stage_.world.happened(scenario::Event::connect);
  if (flow_->director().play().section.proxy_protocol) {
    served_ = false;  // nobody knows yet whom
    proxy_ = std::make_unique<wire::ProxyHeader>();
  } else {
    welcome();
  }
}

void Session::welcome() {
  if (service_of(stage_.peer.listener).tls_first) {
    greets_inside_ = true;
    flow_->director().begin_tls({});
  } else {
    flow_->greet();
  }
  count_out();
}

// Who was told goodbye takes no place any more, however long it lingers.
void Session::count_out() {
  if (!counted_ || !(gone_ || stage_.outbox.ended())) return;
  counted_ = false;
  flow_->let_go();
  --stage_.world.sessions;
  stage_.world.happened(scenario::Event::close);
}

std::size_t Session::on_bytes(std::string_view bytes, Instant now) {
  set_time(now);
  mind_timers();
  last_heard_ = stage_.virtual_now;
  quiet_done_ = {};
  digest_held();
  if (compression_) return take_deflated(bytes);
  std::string_view rest = bytes;
  if (held_.empty()) digest(rest);
  // The client need not wait for the answer to COMPRESS.
  if (compression_) expand();
  const std::size_t room =
      stage_.outbox.paused() ? 0 : held_limit - std::min(held_limit, held_.size());
  const std::string_view held = rest.substr(0, room);
  if (!held.empty() && held_.empty() && !stage_.outbox.has_spoken()) {
    // RFC 5321 sec 4.3.1: a client waits for the greeting before it speaks.
    stage_.append(Kind::note, Direction::in, {}, {{"note", "early-talker"}});
  }
  held_.append(held);
  note_pending();
  return bytes.size() - rest.size() + held.size();
}

void Session::digest(std::string_view& bytes) {
  while (!bytes.empty()) {
    if (stage_.outbox.ended()) {
      flow_->eat_deaf(bytes);
    } else if (proxy_) {
      take_proxy_header(bytes);
    } else if (!occupied() && sender_) {
      sender_->eat(bytes);
    } else if (!occupied()) {
      flow_->eat(bytes);
      if (const auto errand = flow_->take_errand()) become_sender(*errand);
      if (!compression_ && flow_->compresses()) begin_compression(bytes);
    } else {
      return;
    }
  }
}

void Session::digest_held() {
  if (!held_.empty()) {
    std::string_view rest = held_;
    digest(rest);
    held_.erase(0, held_.size() - rest.size());
  }
  if (compression_) expand();
}

void Session::note_pending() {
  const std::string_view frame = proxy_    ? proxy_->raw()
                                 : sender_ ? sender_->pending()
                                           : flow_->pending();
  stage_.log->set_pending(frame, held_);
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
  flow_->director().leave_call();
  leave_unanswered();
  if (eof_) {
    hear_end();
  } else if (!stage_.outbox.ended()) {
    flow_->leave_dialogue();
    record_close(how);
  }
  if (served_) flow_->on_close();
  count_out();
  stage_.world.transcript.close(*stage_.log);
}

void Session::flush_pending() {
  if (proxy_) {
    record_proxy_header("cut-short");
    proxy_.reset();
  }
  sender_ ? sender_->flush_pending() : flow_->flush_pending();
}

void Session::leave_unanswered() {
  flush_pending();
  if (compression_) {
    std::string_view deflated = compression_->heard;
    held_ += compression_->inflater.inflate(deflated, held_limit);
    compression_->heard.clear();
  }
  if (held_.empty()) return;
  stage_.append(Kind::bytes, Direction::in, stage_.keep(held_), {{"unanswered", "yes"}});
  held_.clear();
}

void Session::hear_end() {
  if (end_heard_) return;
  end_heard_ = true;
  flush_pending();
  if (sender_) sender_->on_eof();
  if (!stage_.outbox.ended()) flow_->leave_dialogue();
  record_close("fin");
}

void Session::record_close(std::string_view how) {
  stage_.append(Kind::close, Direction::in, {}, {{"by", "client"}, {"how", how}});
}

void Session::on_answer(std::uint64_t id, const scenario::Answer& answer, Instant now) {
  set_time(now);
  if (gone_ || !flow_->director().is_parked() || flow_->director().call().id != id) return;
  flow_->director().on_answer(answer);
  on_time(now);
}

std::optional<Effect> Session::next_effect() {
  if (auto effect = stage_.outbox.pull()) {
    if (effect->kind == Effect::Kind::begin_tls) effect->bytes = leave_plaintext();
    if (effect->kind == Effect::Kind::compress) {
      compression_->deflates = true;
      return next_effect();
    }
    const bool says = effect->kind == Effect::Kind::send;
    if (says && compression_ && compression_->deflates) {
      effect->bytes = stage_.keep(compression_->deflater.deflate(effect->bytes));
    }
    return effect;
  }
  if (!flow_->director().take_call()) return std::nullopt;
  return Effect{Effect::Kind::call, {}, false};
}

void Session::on_time(Instant now) {
  set_time(now);
  flow_->director().mind_call();
  digest_held();
  mind_timers();
  if (has_news()) flow_->tell_news();
  // What was pipelined before the client's end is still answered, unless that would take for ever.
  if (eof_ && stage_.outbox.stuck()) {
    flow_->leave_dialogue();
    stage_.outbox.give_up();
    leave_unanswered();
  }
  if (eof_ && held_.empty()) hear_end();
  if (stage_.outbox.is_securing() && stage_.virtual_now >= idle_end()) {
    on_tls_failed("the handshake took too long", Effect::Kind::finish, now);
  }
  if (!stage_.outbox.ended() && !occupied()) {
    if (eof_) {
      stage_.outbox.end(Effect::Kind::finish, "fin", Protocol::honest);
    } else if (stage_.virtual_now >= idle_end()) {
      time_out();
    }
  }
  note_pending();
}

void Session::time_out() {
  if (proxy_) return hang_up_on_proxy("it did not come");
  if (!stage_.outbox.is_unread()) {
    sender_ ? sender_->on_time() : flow_->time_out();
    return;
  }
  // It takes nothing of what was said already: it would not read a goodbye either.
  stage_.outbox.drop_unread();
  stage_.outbox.end(Effect::Kind::reset, "timeout", Protocol::honest);
}

// Rules that wait for time are asked in its order, each once; what they say comes in its turn.
void Session::mind_timers() {
  const auto may_ask = [&] { return !stage_.outbox.ended() && !flow_->director().is_parked(); };
  while (may_ask() && after_end() <= stage_.virtual_now) {
    after_done_ = *flow_->director().rules().next_time(Occasion::Kind::after, after_done_);
    flow_->on_timer(Occasion::Kind::after, after_done_);
  }
  while (may_ask() && quiet_end() <= stage_.virtual_now) {
    quiet_done_ = *flow_->director().rules().next_time(Occasion::Kind::quiet, quiet_done_);
    flow_->on_timer(Occasion::Kind::quiet, quiet_done_);
  }
}

VirtualTime Session::silent_since() const {
  // The client's time runs from our reply, however late that was, and from when it could be heard.
  return std::max({last_heard_, stage_.outbox.last_said(), stage_.outbox.resumed_at()});
}

VirtualTime Session::idle_end() const {
  if (sender_) return silent_since() + sender_->patience();
  return silent_since() + flow_->director().limits().idle.value_or(flow_->patience());
}

VirtualTime Session::quiet_end() const {
  if (eof_ || occupied() || proxy_) return VirtualTime::never();
  const auto time = flow_->director().rules().next_time(Occasion::Kind::quiet, quiet_done_);
  return time ? silent_since() + *time : VirtualTime::never();
}

VirtualTime Session::after_end() const {
  if (!served_) return VirtualTime::never();
  const auto time = flow_->director().rules().next_time(Occasion::Kind::after, after_done_);
  return time ? opened_ + *time : VirtualTime::never();
}

std::optional<Instant> Session::deadline() const {
  if (stage_.outbox.ended()) return std::nullopt;
  VirtualTime due = stage_.outbox.next_chore();
  if (!flow_->director().is_parked()) due = std::min(due, after_end());
  if (stage_.outbox.is_securing()) {
    due = std::min(due, idle_end());
  } else if (stage_.outbox.busy()) {
    due = std::min(due, stage_.outbox.due());
  } else if (!occupied()) {
    due = std::min({due, idle_end(), quiet_end()});
  }
  const Instant real = std::min(stage_.world.clock.real(due), flow_->director().call_ends());
  if (real.is_never()) return std::nullopt;
  return real;
}

}  // namespace postiche::engine
