// SPDX-License-Identifier: MIT
#pragma once
// A session in which we are the client: brings the mail that waits in queues, on a connection that
// was turned round or that we have made. Its octets are on record as all others, with the field
// `role`; so is what becomes of each recipient.

#include <string>
#include <string_view>
#include <vector>

#include "harness/engine/errand.h"
#include "harness/engine/stage.h"
#include "harness/smtp/client.h"
#include "harness/wire/line_cutter.h"

namespace postiche::engine {

class Sender {
 public:
  // Takes the mail out of its queues; what could not be brought goes back. The stage outlives it.
  Sender(Stage& stage, const std::string& domain, const Errand& errand);

  // Eats one line of the receiver off the front of `bytes`; all of it when none is whole.
  void eat(std::string_view& bytes);
  std::string_view pending() const { return cutter_.pending(); }
  void flush_pending();
  void on_secured();
  // The receiver has ended its direction, or the connection is gone.
  void on_eof();
  // Nothing has come for patience().
  void on_time();
  Duration patience() const { return client_.patience(); }

 private:
  void pump();
  void report(const smtp::Client::Report& report);

  Stage& stage_;
  std::vector<std::string> queues_;      // of each message
  std::vector<mail::Message> messages_;  // as they were taken
  smtp::Client client_;
  wire::LineCutter cutter_;
};

}  // namespace postiche::engine
