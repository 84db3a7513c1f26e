// SPDX-License-Identifier: MIT
// Handshakes that go wrong on purpose: where, how, and what is said of it.
#include <array>

#include "harness/tls/alert.h"
#include "harness/tls/filter_impl.h"

namespace postiche::tls {
namespace {

// How much of whole records is half of them, and not the end of one: that would be no damage.
std::size_t half_of(std::string_view records) {
  const std::size_t half = records.size() / 2;
  std::size_t end = 0;
  while (end < half && end + 5 <= records.size()) {
    const auto high = static_cast<unsigned char>(records[end + 3]);
    const auto low = static_cast<unsigned char>(records[end + 4]);
    end += 5 + (std::size_t{high} << 8 | low);
  }
  return half > 0 && end == half ? half - 1 : half;
}

std::string_view place_of(Break::At at) {
  constexpr std::array<std::string_view, 4> places = {
      "before the ClientHello", "after the ClientHello", "before the end of the handshake",
      "after the handshake"};
  return places[static_cast<std::size_t>(at)];
}

std::string manner_of(const Break& breaks) {
  using How = Break::How;
  switch (breaks.how) {
    case How::stall:
      return "silence";
    case How::alert:
      return describe_alert(breaks.alert);
    case How::garbage:
      return "octets that are no TLS";
    case How::truncate:
      return "half of what was due";
    case How::close:
      return "the connection is closed";
    case How::reset:
      return "the connection is reset";
  }
  return {};
}

}  // namespace

bool Filter::Impl::breaks_at(Break::At at) const {
  const auto& breaks = profile_->settings().breaks;
  return is_server() && breaks && breaks->at == at;
}

bool Filter::Impl::is_break_due() const {
  return (breaks_at(Break::At::server_hello) && is_before_server_hello(talk_)) ||
         (breaks_at(Break::At::finished) && is_before_last_word(talk_));
}

void Filter::Impl::break_off(std::string_view due) {
  using How = Break::How;
  const Break& breaks = *profile_->settings().breaks;
  state = State::broken;
  trouble = "broken on purpose " + std::string(place_of(breaks.at)) + ": " + manner_of(breaks);
  fate = breaks.how == How::reset                                 ? Fate::reset
         : breaks.how == How::stall || breaks.how == How::garbage ? Fate::stall
                                                                  : Fate::close;
  if (breaks.how == How::alert) say_alert(Level::fatal, breaks.alert);
  if (breaks.how == How::garbage) ciphertext += breaks.bytes;
  if (breaks.how != How::truncate) return;
  const std::size_t before = ciphertext.size();
  if (breaks.at == Break::At::open) write(due);
  if (is_break_due()) finish_flight();
  ciphertext.resize(before + half_of(std::string_view(ciphertext).substr(before)));
}

// All that is said without hearing more.
void Filter::Impl::finish_flight() {
  deaf_ = true;
  while (library_state() != MBEDTLS_SSL_HANDSHAKE_OVER) {
    if (mbedtls_ssl_handshake_step(&talk_) != 0) return;
  }
}

void Filter::Impl::say_half(std::string_view text) {
  if (!may_speak()) return;
  const std::size_t before = ciphertext.size();
  write(text);
  ciphertext.resize(before + half_of(std::string_view(ciphertext).substr(before)));
}

}  // namespace postiche::tls
