// SPDX-License-Identifier: MIT
#include "harness/tls/filter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/bug.h"
#include "harness/tls/filter_impl.h"

namespace postiche::tls {
namespace {

// The largest plaintext of a record: RFC 8446 sec 5.1.
constexpr std::size_t record_limit = 16384;
// With this much plaintext waiting to be taken, nothing more is heard.
constexpr std::size_t plaintext_limit = 16 * record_limit;
// Octets before the length of a record: its type and version.
constexpr std::size_t mark_of_tls = 5;

constexpr unsigned char alert_record = 21;
constexpr unsigned char protected_record = 23;
// An alert under TLS 1.3: header, two octets, the hidden type and the tag.
constexpr std::size_t protected_alert_size = 5 + 2 + 1 + 16;

}  // namespace

Filter::Impl::Impl(std::shared_ptr<const Profile> profile, const Client* client)
    : profile_(std::move(profile)) {
  mbedtls_ssl_init(&talk_);
  POSTICHE_CHECK(mbedtls_ssl_setup(&talk_, &profile_->config()) == 0);
  mbedtls_ssl_set_bio(&talk_, this, say_record, hear_more, nullptr);
  if (client != nullptr) {
    begin_as(*client);
  } else if (breaks_at(Break::At::start)) {
    break_off({});
  }
}

Filter::Impl::~Impl() { mbedtls_ssl_free(&talk_); }

void Filter::Impl::begin_as(const Client& client) {
  // A name that can't be one is not asked for; without any, the library wants to be told so.
  if (client.server_name.empty() ||
      mbedtls_ssl_set_hostname(&talk_, client.server_name.c_str()) != 0)
    POSTICHE_CHECK(mbedtls_ssl_set_hostname(&talk_, nullptr) == 0);
  facts.server_name = client.server_name;
  Session session;
  const std::string_view saved = client.session;
  if (!saved.empty() && mbedtls_ssl_session_load(session.get(), octets(saved), saved.size()) == 0) {
    // One that can't be resumed is not.
    static_cast<void>(mbedtls_ssl_set_session(&talk_, session.get()));
  }
  run();
}

int Filter::Impl::hear_more(void* self, unsigned char* to, std::size_t size) {
  Impl& impl = *static_cast<Impl*>(self);
  if (impl.input_.empty() || impl.deaf_) {
    impl.starved_ = true;
    return MBEDTLS_ERR_SSL_WANT_READ;
  }
  const std::string_view taken = impl.input_.substr(0, size);
  impl.input_.remove_prefix(taken.size());
  taken.copy(reinterpret_cast<char*>(to), taken.size());
  const std::size_t known = impl.first_heard_.size();
  if (known < mark_of_tls) impl.first_heard_ += taken.substr(0, mark_of_tls - known);
  return static_cast<int>(taken.size());
}

int Filter::Impl::say_record(void* self, const unsigned char* from, std::size_t size) {
  Impl& impl = *static_cast<Impl*>(self);
  impl.ciphertext += text(from, size);
  const bool in_clear = impl.talk_.MBEDTLS_PRIVATE(transform_out) == nullptr;
  if (from[0] == alert_record || (from[0] == protected_record && size == protected_alert_size)) {
    impl.alerted_ = true;
    if (in_clear) impl.refusal_ = from[size - 1];
  }
  return static_cast<int>(size);
}

void Filter::Impl::run() {
  starved_ = false;
  while (!starved_ && state == State::handshake) step();
  while (!starved_ && state == State::open && plaintext.size() < plaintext_limit) read();
}

void Filter::Impl::step() {
  constexpr std::uint8_t protocol_version = 70;
  if (!profile_->trouble().empty()) return refuse(protocol_version, profile_->trouble());
  if (is_break_due()) return break_off({});
  const int state_before = library_state();
  if (state_before == MBEDTLS_SSL_SERVER_CERTIFICATE) is_new_ = true;
  alerted_ = false;
  const int outcome = mbedtls_ssl_handshake_step(&talk_);
  if (outcome != 0 && outcome != MBEDTLS_ERR_SSL_WANT_READ) return fail(outcome);
  if (is_server() && outcome == 0) {
    mind_keys(talk_, state_before);
    if (state_before == MBEDTLS_SSL_CLIENT_CERTIFICATE) judge_client_certificate();
  }
  if (is_server()) facts.server_name = talk_.server_name;
  if (library_state() == MBEDTLS_SSL_HANDSHAKE_OVER) open();
}

void Filter::Impl::open() {
  state = State::open;
  learn_facts();
  const std::string waiting = std::exchange(waiting_, {});
  if (!waiting.empty()) say(waiting);
}

void Filter::Impl::read() {
  std::array<unsigned char, record_limit> room;
  alerted_ = false;
  const int outcome = mbedtls_ssl_read(&talk_, room.data(), room.size());
  if (outcome > 0) {
    plaintext += text(room.data(), static_cast<std::size_t>(outcome));
  } else if (outcome == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) {
    state = State::ended;
  } else if (is_new_ticket(outcome)) {
    ticket_ = saved_session();
  } else if (outcome != 0 && outcome != MBEDTLS_ERR_SSL_WANT_READ) {
    fail(outcome);  // 0 is a record without content: our stream never ends
  }
}

void Filter::Impl::hear(std::string_view& octets_left) {
  input_ = octets_left;
  if (!input_.empty()) run();
  octets_left = state == State::open ? input_ : std::string_view();
  input_ = {};
}

void Filter::Impl::hear_end() {
  if (state == State::open) {
    state = State::cut;
    trouble = peer() + " closed the connection without a close_notify";
  }
  if (state != State::handshake) return;
  state = State::failed;
  fate = Fate::close;
  trouble = peer() + " closed the connection " +
            (first_heard_.empty()     ? "without a word of TLS"
             : is_server() && is_new_ ? "when it had seen the certificate, without an alert"
                                      : "during the handshake, without an alert");
}

bool Filter::Impl::may_speak() const {
  const bool any = state == State::open || state == State::ended || state == State::cut;
  return any && !said_close_;
}

void Filter::Impl::say(std::string_view text) {
  if (state == State::handshake) waiting_ += text;
  if (!may_speak()) return;
  if (breaks_at(Break::At::open)) return break_off(text);
  write(text);
}

void Filter::Impl::write(std::string_view text) {
  while (!text.empty()) {
    const int written = mbedtls_ssl_write(&talk_, octets(text), text.size());
    if (written <= 0) return fail(written);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Filter::Impl::close_notify() {
  if (!may_speak()) return;
  said_close_ = true;
  POSTICHE_CHECK(mbedtls_ssl_close_notify(&talk_) == 0);
}

void Filter::Impl::say_alert(Level level, std::uint8_t number) {
  const auto severity = static_cast<unsigned char>(level);
  if (talk_.MBEDTLS_PRIVATE(transform_out) == nullptr) {
    // By hand: before the ClientHello the library knows no version to write.
    const std::array<unsigned char, 7> record = {alert_record, 3, 3, 0, 2, severity, number};
    ciphertext += text(record.data(), record.size());
    return;
  }
  POSTICHE_CHECK(mbedtls_ssl_send_alert_message(&talk_, severity, number) == 0);
}

// --- The outside ----------------------------------------------------------------------------

Filter::Filter(Context& context, const Settings& settings)
    : impl_(std::make_unique<Impl>(context.impl_->profile_of(settings), nullptr)) {}

Filter::Filter(Context& context, const Settings& settings, const Client& client)
    : impl_(std::make_unique<Impl>(Profile::of_client(settings, client.pair, context.impl_->random),
                                   &client)) {}

Filter::~Filter() = default;

void Filter::hear(std::string_view& ciphertext) { impl_->hear(ciphertext); }
void Filter::hear_end() { impl_->hear_end(); }
void Filter::say(std::string_view plaintext) { impl_->say(plaintext); }
void Filter::close_notify() { impl_->close_notify(); }

std::string Filter::take_ciphertext() { return std::exchange(impl_->ciphertext, {}); }
std::string Filter::take_plaintext() { return std::exchange(impl_->plaintext, {}); }
std::size_t Filter::held() const { return impl_->plaintext.size(); }

Filter::State Filter::state() const { return impl_->state; }
Filter::Fate Filter::fate() const { return impl_->fate; }
const Facts& Filter::facts() const { return impl_->facts; }
const std::string& Filter::trouble() const { return impl_->trouble; }
std::string Filter::session() { return impl_->session(); }

void Filter::say_alert(Level level, std::uint8_t number) { impl_->say_alert(level, number); }
void Filter::say_raw(std::string_view octets) { impl_->ciphertext += octets; }
void Filter::say_half(std::string_view plaintext) { impl_->say_half(plaintext); }

}  // namespace postiche::tls
