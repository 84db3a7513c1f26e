// SPDX-License-Identifier: MIT
#pragma once
// A running conversation for a person: one line an event, `>` from the client, `<` to it.

#include "harness/cli/terminal.h"
#include "harness/transcript/event.h"
#include "harness/transcript/mask.h"

namespace postiche::cli {

class LiveView {
 public:
  LiveView(const Terminal& terminal, transcript::Secrets secrets)
      : terminal_(terminal), secrets_(secrets) {}
  // Called on the server's thread.
  void show(const transcript::Event& event);

 private:
  void show_note(const transcript::Event& event);
  void show_octets(const transcript::Event& event, std::string_view octets);
  void put(const transcript::Event& event, Tone tone, std::string_view mark, std::string_view text);

  const Terminal& terminal_;
  transcript::Secrets secrets_;
};

}  // namespace postiche::cli
