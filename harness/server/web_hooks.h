// SPDX-License-Identifier: MIT
#pragma once
// Asks the web servers that `call` steps name, on threads of its own: a POST with what rules can
// ask as a JSON object, and the answer as JSON. Connects to nothing but what a scenario names.

#include <functional>
#include <memory>

#include "harness/engine/call.h"
#include "harness/scenario/answer.h"

namespace postiche::server {

class WebHooks {
 public:
  // Told on another thread, once for each question.
  using Answered = std::function<void(std::uint64_t id, const scenario::Answer& answer)>;

  explicit WebHooks(Answered answered);
  // Leaves off, and answers nothing any more.
  ~WebHooks();
  WebHooks(const WebHooks&) = delete;
  WebHooks& operator=(const WebHooks&) = delete;

  // Several at a time; more than that wait for their turn.
  void ask(const engine::Call& call);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::server
