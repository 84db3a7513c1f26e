// SPDX-License-Identifier: MIT
#pragma once
// What a session wants done, in this order, by whoever drives it.

#include <cstdint>
#include <memory>
#include <string_view>

#include "harness/tls/settings.h"

namespace postiche::engine {

struct Effect {
  enum class Kind {
    send,        // these bytes
    half_close,  // end our direction, go on reading
    close,       // end our direction, read what still comes for a moment, then close
    finish,      // close at once: the client is done as well
    reset,       // close with RST
    call,        // ask the session's call() of somebody, then on_answer()
    begin_tls,   // the handshake, then on_secured() or on_tls_failed(); `bytes` are its first ones
    break_tls,   // as `tls` says; then the end, or silence
    compress,    // the session's own: what it says from now on is deflated
  };
  Kind kind = Kind::send;
  std::string_view bytes = {};  // send: kept by the connection's log
  std::uint64_t times = 1;      // send: how often; each next_effect() gives one
  bool apart = false;           // send: by a write of its own, so that the network may show the cut
  bool as_client = false;       // begin_tls
  bool abrupt = false;          // close: without a word to TLS
  std::shared_ptr<const tls::Settings> tls = {};  // begin_tls, break_tls
};

}  // namespace postiche::engine
