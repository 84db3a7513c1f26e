// SPDX-License-Identifier: MIT
#pragma once
// The HTTP control interface of a running server, for testers whose tools speak HTTP. Loopback
// unless told otherwise; it can look and move the clock, never send mail.
//
//   GET  /status                    JSON: scenario, endpoints, virtual time, counts
//   GET  /messages                  JSON: envelope and size of each message
//   GET  /messages/1                the content of one, as it was sent
//   GET  /verdicts                  JSON
//   GET  /transcript  .jsonl        C:/S: text, or JSON Lines
//   POST /clock/advance?by=5m       moves virtual time forward
//   POST /clock/speed?to=60         virtual seconds per real second
//   POST /outage?kind=refuse&for=10s    or reset, stop: the whole server can't be reached
//   POST /resume                    ends that
//   POST /reset                     no mail, no memory, an empty transcript

#include <memory>
#include <string>

#include "harness/base/result.h"
#include "harness/server/server.h"

namespace postiche::control {

class Interface {
 public:
  // The server outlives it. Error: the address is in use or malformed.
  static Result<std::unique_ptr<Interface>> start(server::Server& server,
                                                  const std::string& address);
  ~Interface();
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;

  const std::string& address() const;  // "127.0.0.1:8025"

 private:
  class Impl;
  explicit Interface(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::control
