// SPDX-License-Identifier: MIT
#include "harness/engine/outbox.h"

#include <algorithm>

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

namespace {

// Without overflow: a pause that long never ends.
Duration times(Duration every, std::uint64_t count) {
  std::int64_t ns = 0;
  return __builtin_mul_overflow(every.ns, count, &ns) ? Duration::forever() : Duration{ns};
}

}  // namespace

void Outbox::set_time(Instant at, VirtualTime virtual_at) {
  now_ = at;
  virtual_now_ = virtual_at;
  release();
  mind_chores();
}

void Outbox::wait(Duration time) { resume_ = std::max(resume_, virtual_now_) + time; }

void Outbox::pace(std::size_t bytes, Duration every, Duration join) {
  piece_ = bytes;
  every_ = every;
  join_ = join;
}

void Outbox::pause_reading(Duration time) {
  if (ended_) return;
  plan({.pause = time});
}

void Outbox::plan(Item item) {
  item.due = resume_ = std::max(resume_, virtual_now_);
  if (item.piece > 0) {
    // What is said behind a paced write comes behind its last piece.
    const std::size_t pieces = (item.effect.bytes.size() - 1) / item.piece + 1;
    const Duration all = times(times(item.every, pieces), item.effect.times);
    resume_ = resume_ + (all.is_forever() ? all : all - item.every);
  }
  planned_.push(std::move(item));
  release();
}

void Outbox::plan_paced(Item item) {
  item.effect.apart = piece_ > 0;
  item.piece = piece_;
  item.every = every_;
  item.join = join_;
  plan(std::move(item));
}

VirtualTime Outbox::next_chore() const {
  return std::min(joined_due_, paused_until_.value_or(VirtualTime::never()));
}

void Outbox::say(std::string_view bytes, ReplyCode code, std::string_view by,
                 std::string_view line) {
  if (ended_ || mute_ || bytes.empty()) return;
  if (code.is_reply()) last_code_ = code;
  if (code.is_negative()) ++negatives_;
  plan_paced({.effect = {.bytes = bytes}, .code = code, .by = by, .line = line});
}

void Outbox::send(std::string_view bytes, std::uint64_t times, std::string_view by,
                  std::string_view line) {
  if (ended_ || mute_ || bytes.empty() || times == 0) return;
  plan_paced({.effect = {.bytes = bytes, .times = times}, .by = by, .line = line});
}

void Outbox::end(Effect how, std::string_view how_name, std::string_view by) {
  if (ended_) return;
  plan({.effect = std::move(how), .by = by, .how = how_name});
}

void Outbox::begin_tls(std::shared_ptr<const tls::Settings> settings, TlsRole role) {
  if (ended_ || mute_) return;
  Effect effect{Effect::Kind::begin_tls};
  effect.tls = std::move(settings);
  effect.as_client = role == TlsRole::client;
  plan({.effect = std::move(effect)});
}

void Outbox::secured() {
  securing_ = false;
  release();
}

VirtualTime Outbox::due() const {
  if (securing_) return VirtualTime::never();
  return planned_.empty() ? resume_ : planned_.front().due;
}

void Outbox::give_up() {
  securing_ = false;
  planned_.clear();
  resume_ = virtual_now_;
}

void Outbox::release() {
  while (!securing_ && !planned_.empty() && planned_.front().due <= virtual_now_) {
    Item& item = planned_.front();
    if (item.pause) {
      set_reading(*item.pause);
      planned_.pop();
    } else if (item.effect.kind == Effect::Kind::send) {
      // Planned before our direction ended, due behind it.
      if (mute_ || release_piece(item)) planned_.pop();
    } else if (item.effect.kind == Effect::Kind::begin_tls) {
      send_joined();
      ready_.push(std::move(item.effect));
      securing_ = true;
      planned_.pop();
    } else if (item.effect.kind == Effect::Kind::compress) {
      send_joined();
      ready_.push(std::move(item.effect));
      planned_.pop();
    } else {
      end_direction(item);
      if (!planned_.empty()) planned_.pop();
    }
  }
}

void Outbox::end_direction(const Item& item) {
  send_joined();
  Fields fields;
  fields.add("by", "server");
  fields.add("how", item.how);
  fields.add("rule", item.by);
  transcript_.append(log_, Kind::close, Direction::out, now_, virtual_now_, {}, fields);
  ready_.push(item.effect);
  mute_ = true;
  if (item.effect.kind == Effect::Kind::half_close) return;
  // Nothing can be said behind the end.
  ended_ = true;
  securing_ = false;
  paused_until_.reset();
  planned_.clear();
  resume_ = virtual_now_;
}

void Outbox::mind_chores() {
  if (joined_due_ <= virtual_now_) send_joined();
  if (paused_until_ && *paused_until_ <= virtual_now_) set_reading(Duration{});
}

void Outbox::send_joined() {
  joined_due_ = VirtualTime::never();
  while (!joined_.empty()) {
    Item item = joined_.front();
    joined_.pop();
    release_whole(item);
  }
}

void Outbox::set_reading(Duration pause) {
  const bool stops = pause.ns > 0;
  if (stops == paused() && !stops) return;
  if (stops) {
    paused_until_ = virtual_now_ + pause;
  } else {
    paused_until_.reset();
    resumed_at_ = virtual_now_;
  }
  transcript_.append(log_, Kind::note, Direction::none, now_, virtual_now_, {},
                     {{"note", "read"}, {"name", stops ? "pause" : "resume"}});
}

void Outbox::release_whole(Item& item) {
  record(item, item.effect.bytes, Form::whole);
  ready_.push(item.effect);
}

bool Outbox::release_piece(Item& item) {
  const std::string_view all = item.effect.bytes;
  if (item.join.ns == 0) {
    send_joined();
  } else {
    if (joined_.empty()) joined_due_ = virtual_now_ + item.join;
    joined_.push(item);
    return true;
  }
  // Pieces of a million copies that take no time would all be kept at once.
  const bool uncut = item.effect.times > 1 ? item.every.ns == 0
                                           : item.piece >= all.size() && !item.code.is_reply();
  if (item.piece == 0 || uncut) {
    release_whole(item);
    return true;
  }
  if (item.code.is_reply()) {
    record(item, {}, Form::announced);
    item.code = {};
  }
  const std::string_view piece = all.substr(item.cut, item.piece);
  record(item, piece, Form::piece);
  ready_.push(Effect{.bytes = piece, .apart = true});
  item.cut += piece.size();
  if (item.cut < all.size()) {
    item.due = item.due + item.every;
    return false;
  }
  item.cut = 0;
  if (--item.effect.times == 0) return true;
  item.due = item.due + item.every;
  return false;
}

void Outbox::record(Item& item, std::string_view bytes, Form form) {
  spoken_ = true;
  last_said_ = virtual_now_;
  Fields fields;
  const bool is_reply = item.code.is_reply();
  const std::string code = item.code.text();
  if (is_reply) fields.add("code", code);
  if (form == Form::announced) fields.add("paced", "yes");
  if (form == Form::whole && item.effect.times > 1) fields.add("times", item.effect.times);
  if (is_reply || item.by != "honest") fields.add("by", item.by);
  // Once, however many pieces it is cut into: who counts the lines played counts these.
  if (!item.line.empty()) fields.add("dialogue", item.line);
  item.line = {};
  transcript_.append(log_, is_reply ? Kind::reply : Kind::bytes, Direction::out, now_, virtual_now_,
                     bytes, fields);
}

std::optional<Effect> Outbox::pull() {
  if (ready_.empty()) return std::nullopt;
  Effect& first = ready_.front();
  const Effect effect = first;
  if (--first.times == 0) {
    ready_.pop();
  } else {
    last_said_ = virtual_now_;
  }
  return effect;
}

}  // namespace postiche::engine
