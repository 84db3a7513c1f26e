// SPDX-License-Identifier: MIT
#pragma once
// One side of TLS between two queues of octets: what is heard and said in cipher, and what it means
// in plain. Whatever is heard leads on, to an alert, or to the end, and however it is cut it leads
// there alike. Knows no socket, no clock and nothing of what the octets mean.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/tls/context.h"
#include "harness/tls/facts.h"
#include "harness/tls/settings.h"

namespace postiche::tls {

class Filter {
 public:
  enum class State : std::uint8_t {
    handshake,
    open,
    ended,   // by the peer's close_notify; we may still speak
    cut,     // the peer's stream ended while all was open, without a close_notify
    failed,  // trouble() says why
    broken,  // on purpose
  };
  // What becomes of the connection, once all ciphertext is written.
  enum class Fate : std::uint8_t {
    none,  // it goes on as it is
    close,
    reset,
    stall,  // nothing is said or heard any more
  };

  // What the client's side has besides its settings.
  struct Client {
    std::string server_name;  // asked for, and not checked: we deliver to whomever; empty: none
    std::string session;      // of an earlier filter, to be resumed; empty: none
    Pair pair;                // its certificate; empty: none
  };

  // Of the server's side. `context` outlives the filter.
  Filter(Context& context, const Settings& settings);
  // Of the client's side, which has something to say at once.
  Filter(Context& context, const Settings& settings, const Client& client);
  ~Filter();
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // Eats from the front of what the peer has sent. What it leaves has no room before the plaintext
  // is taken. Behind the end it eats all, and forgets it.
  void hear(std::string_view& ciphertext);
  // The peer's stream has ended.
  void hear_end();
  // Before the handshake is done it waits; behind the end it is forgotten.
  void say(std::string_view plaintext);
  // Says that nothing more will be said: RFC 8446 sec 6.1. To close without, leave it out.
  void close_notify();

  // What is to be written, and what was heard, since the last time.
  std::string take_ciphertext();
  std::string take_plaintext();
  // Octets of plaintext that wait to be taken.
  std::size_t held() const;

  State state() const;
  Fate fate() const;
  // Complete from the end of the handshake on; the server's name from the ClientHello on.
  const Facts& facts() const;
  // Why it failed or where it was broken, in one sentence.
  const std::string& trouble() const;
  // What the client needs to resume this session later; empty where it can't be.
  std::string session();

  // Faults of the moment. They change no state: what comes of them is the peer's affair.
  enum class Level : std::uint8_t { warning = 1, fatal = 2 };
  void say_alert(Level level, std::uint8_t number);
  void say_raw(std::string_view octets);
  // Half of what say() would have written.
  void say_half(std::string_view plaintext);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::tls
