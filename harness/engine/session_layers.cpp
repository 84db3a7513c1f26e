// SPDX-License-Identifier: MIT
// What lies below the protocol: the header of a proxy, TLS, and the machine that is out of order.

#include <utility>

#include "harness/engine/service.h"
#include "harness/engine/session.h"

namespace postiche::engine {

using transcript::Direction;
using transcript::Fields;
using transcript::Kind;

// --- the header of a proxy ---

void Session::take_proxy_header(std::string_view& bytes) {
  using State = wire::ProxyHeader::State;
  const State state = proxy_->take(bytes);
  if (state == State::more) return;
  if (state == State::wrong) return hang_up_on_proxy(proxy_->fault());
  Fields fields;
  fields.add("proxy", proxy_->version() == 1 ? "v1" : "v2");
  if (!proxy_->client().empty()) {
    stage_.peer.address = proxy_->client();
    stage_.peer.port = proxy_->port();
    fields.add("client", stage_.peer.address);
    fields.add("port", stage_.peer.port);
  }
  stage_.append(Kind::bytes, Direction::in, stage_.keep(proxy_->raw()), fields);
  proxy_.reset();
  served_ = true;
  welcome();
}

void Session::record_proxy_header(std::string_view cut_short) {
  if (proxy_->raw().empty()) return;
  stage_.append(Kind::bytes, Direction::in, stage_.keep(proxy_->raw()), {{cut_short, "yes"}});
}

// "the receiver MUST NOT try to guess": PROXY protocol sec 2
void Session::hang_up_on_proxy(std::string_view why) {
  record_proxy_header("unanswered");
  stage_.append(Kind::note, Direction::in, {}, {{"note", "no-proxy-header"}, {"name", why}});
  proxy_.reset();
  stage_.outbox.end(Effect::Kind::close, "proxy", Protocol::honest);
}

// --- TLS ---

void Session::on_secured(const tls::Facts& facts, Instant now) {
  set_time(now);
  if (gone_ || !stage_.outbox.is_securing()) return;
  last_heard_ = stage_.virtual_now;
  stage_.tls = facts;
  Fields fields;
  fields.add("version", facts.version);
  fields.add("cipher", facts.cipher);
  if (!facts.server_name.empty()) fields.add("sni", facts.server_name);
  if (!facts.protocol.empty()) fields.add("protocol", facts.protocol);
  if (facts.resumed) fields.add("resumed", "yes");
  if (!facts.client_subject.empty()) fields.add("client", facts.client_subject);
  if (facts.client_trusted) fields.add("client-trusted", "yes");
  stage_.append(Kind::tls, Direction::none, {}, fields);
  stage_.outbox.secured();
  if (sender_) {
    sender_->on_secured();
    return on_time(now);
  }
  flow_->on_secured();
  if (std::exchange(greets_inside_, false)) flow_->greet();
  on_time(now);
}

void Session::on_tls_failed(std::string_view why, std::optional<Effect::Kind> how, Instant now) {
  set_time(now);
  if (gone_ || stage_.outbox.ended()) return;
  stage_.append(Kind::tls, Direction::none, {}, {{"failed", why}});
  if (!how) return;
  flow_->leave_dialogue();
  stage_.outbox.give_up();
  stage_.outbox.end(*how, "tls", Protocol::honest);
  note_pending();
}

void Session::on_cut(Instant now) {
  set_time(now);
  if (gone_ || eof_) return;
  stage_.append(Kind::note, Direction::in, {}, {{"note", "no-close-notify"}});
  on_eof(now);
}

// What the client sent behind the command that asked for TLS. An honest server throws it away:
// RFC 3207 sec 4.2 forgets all that was said in clear. What begins like a handshake is one that
// came early, and is given to TLS.
std::string_view Session::leave_plaintext() {
  if (held_.empty()) return {};
  const std::string octets = std::exchange(held_, {});
  // Behind the header of a proxy, where the handshake belongs.
  if (greets_inside_) return stage_.keep(octets);
  if (octets.starts_with("\x16\x03")) {
    stage_.note({{"note", "early-handshake"}});
    return stage_.keep(octets);
  }
  if (flow_->director().keeps_plaintext()) {
    stage_.note({{"note", "plaintext-kept"}});
    held_ = octets;
    return {};
  }
  stage_.append(Kind::bytes, Direction::in, stage_.keep(octets), {{"unanswered", "before-tls"}});
  return {};
}

// The machine does this, and no program: neither rules nor the honest server hear of it. A port
// that refuses resets what it had taken already.
void Session::suffer(const Outage& outage) {
  served_ = false;
  flow_->director().drop_dialogue();
  stage_.append(Kind::note, Direction::none, {}, {{"note", "outage"}, {"name", name(outage.kind)}});
  if (outage.kind == Outage::Kind::stop) {
    stage_.outbox.wait(Duration::forever());
  } else {
    stage_.outbox.end(Effect::Kind::reset, "rst", "outage");
  }
}

}  // namespace postiche::engine
