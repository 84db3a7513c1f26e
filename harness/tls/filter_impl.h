// SPDX-License-Identifier: MIT
#pragma once
// The machine inside a filter, for filter.cpp and its helpers alone.
//
// The library pulls: mbedtls_ssl_handshake_step() and mbedtls_ssl_read() ask hear_more() for octets
// and put what is to be written into say_record(), which always has room. So each call from outside
// runs the library until it starves. In between, the library keeps the record that has come in
// part, and we keep whole plaintext.
//
//                 handshake done           close_notify is heard
//   handshake -------------------> open ---------------------------> ended
//       |                           |      the stream ends without it
//       |                           |------------------------------> cut
//       |    a fault or fatal alert of the peer; in a handshake, the end of its stream
//       +---------------------------+------------------------------> failed
//       |    the place of a Break
//       +---------------------------+------------------------------> broken

#include "harness/tls/context_impl.h"
#include "harness/tls/filter.h"

namespace postiche::tls {

class Filter::Impl {
 public:
  Impl(std::shared_ptr<const Profile> profile, const Client* client);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void hear(std::string_view& octets_left);
  void hear_end();
  void say(std::string_view text);
  void close_notify();
  void say_alert(Level level, std::uint8_t number);
  void say_half(std::string_view text);
  std::string session();

  State state = State::handshake;
  Fate fate = Fate::none;
  Facts facts;
  std::string trouble;
  std::string ciphertext, plaintext;

 private:
  static int hear_more(void* self, unsigned char* to, std::size_t size);
  static int say_record(void* self, const unsigned char* from, std::size_t size);

  void begin_as(const Client& client);
  void run();
  void step();
  void read();
  void write(std::string_view text);
  void open();
  int library_state() const { return talk_.MBEDTLS_PRIVATE(state); }
  bool is_server() const { return profile_->role() == Role::server; }
  bool may_speak() const;

  // filter_breaks.cpp
  bool breaks_at(Break::At at) const;
  bool is_break_due() const;
  void break_off(std::string_view due);
  void finish_flight();

  // filter_facts.cpp
  void learn_facts();
  void learn_bindings();
  void learn_client_certificate();
  std::string saved_session() const;

  // filter_trouble.cpp
  void refuse(std::uint8_t alert, std::string_view why);
  void judge_client_certificate();
  void fail(int outcome);
  std::optional<std::uint8_t> alert_heard(int outcome) const;
  std::string explain(int outcome) const;
  std::string peer() const { return is_server() ? "the client" : "the server"; }

  std::shared_ptr<const Profile> profile_;
  Talk talk_;
  std::string_view input_;    // what hear() was given, while it runs
  std::string waiting_;       // said before the handshake was done
  std::string first_heard_;   // as much as tells TLS from anything else
  std::string ticket_;        // of TLS 1.3, for the client
  std::uint8_t refusal_ = 0;  // the alert that was said in clear, in the handshake
  bool alerted_ = false;      // the library has said an alert since it was last called
  bool starved_ = false;      // the library has asked for more than there is
  bool deaf_ = false;         // and is to get no more
  bool is_new_ = false;       // the handshake has brought a certificate of the server
  bool said_close_ = false;
};

}  // namespace postiche::tls
