// SPDX-License-Identifier: MIT
#pragma once
// What a session wants done, in this order, by whoever drives it.

#include <string_view>

namespace postiche::engine {

struct Effect {
  enum class Kind {
    send,        // these bytes
    half_close,  // end our direction, go on reading
    close,       // end our direction, read what still comes for a moment, then close
    finish,      // close at once: the client is done as well
    reset,       // close with RST
    call,        // ask the session's call() of somebody, then on_answer()
  };
  Kind kind = Kind::send;
  std::string_view bytes;  // send: kept by the connection's log
  bool apart = false;      // send: by a write of its own, so that the network may show the cut
};

}  // namespace postiche::engine
