// SPDX-License-Identifier: MIT
// TLS between the socket and the session: what is read goes through the filter to the session, what
// that says goes through it to the socket.

#include "harness/transport/connection.h"
#include "harness/transport/hub.h"

namespace postiche::transport {

using engine::Effect;
using State = tls::Filter::State;
using Fate = tls::Filter::Fate;

void Connection::begin_tls(const Effect& effect) {
  flush();  // what was said so far is in clear
  if (closed_) return;
  if (effect.as_client) {
    filter_ = std::make_unique<tls::Filter>(hub_.tls(), *effect.tls, tls::Filter::Client());
  } else {
    filter_ = std::make_unique<tls::Filter>(hub_.tls(), *effect.tls);
  }
  hear(effect.bytes);
}

void Connection::hear(std::string_view ciphertext) {
  for (;;) {
    const std::size_t before = ciphertext.size();
    filter_->hear(ciphertext);
    mind_filter();
    if (closed_) return;
    const std::string plaintext = filter_->take_plaintext();
    if (!plaintext.empty()) feed(plaintext);
    const bool moved = ciphertext.size() < before || !plaintext.empty();
    if (ciphertext.empty() || !moved || !session_->hungry() || !overflow_.empty()) break;
  }
  unheard_.append(ciphertext);
}

// Tells the session what has become of TLS, in the order of its states.
void Connection::mind_filter() {
  const State state = filter_->state();
  if (state == filter_state_) return;
  const bool opened = filter_state_ == State::handshake &&
                      (state == State::open || state == State::ended || state == State::cut);
  filter_state_ = state;
  const Instant now = hub_.now();
  if (opened) session_->on_secured(filter_->facts(), now);
  if (state == State::ended) {
    const std::string rest = filter_->take_plaintext();
    if (!rest.empty()) feed(rest);
    session_->on_eof(now);
  } else if (state == State::cut) {
    session_->on_cut(now);
  } else if (state == State::failed) {
    session_->on_tls_failed(filter_->trouble(), Effect::Kind::finish, now);
  } else if (state == State::broken) {
    std::optional<Effect::Kind> how = Effect::Kind::finish;
    if (filter_->fate() == Fate::reset) how = Effect::Kind::reset;
    if (filter_->fate() == Fate::stall) how.reset();
    session_->on_tls_failed(filter_->trouble(), how, now);
  }
}

// Once all is open: a step of a rule has ended the session so.
void Connection::break_tls(const tls::Break& how) {
  using How = tls::Break::How;
  if (how.how == How::reset) return reset();
  if (filter_ && how.how == How::alert) {
    filter_->say_alert(tls::Filter::Level::fatal, how.alert);
  } else if (filter_ && how.how == How::garbage) {
    filter_->say_raw(how.bytes);
  } else if (filter_ && how.how == How::truncate) {
    // Nobody can tell what the half of a record would have said.
    filter_->say_half("250 2.0.0 Ok\r\n");
  }
  end_direction(true);
}

}  // namespace postiche::transport
