// SPDX-License-Identifier: MIT
#pragma once
// A client against a script. The lines of the script that begin with "S: " are what the receiver
// says; what the client does about it is written between them, so that a conversation can be
// compared with the script itself:
//
//   S: 220 hello          the receiver says this, CRLF added
//   C: EHLO us            the client did
//   tls                   the client began TLS, and the handshake went well
//   eof, silence          what happened to it instead of an answer
//   0: bob@x delivered 250    what became of a message for one recipient; "ours" where nobody said
//   so close                 the client closed

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/smtp/client.h"

namespace postiche::smtp::testing {

using Script = std::vector<std::string>;

class PlayedClient {
 public:
  explicit PlayedClient(Client client, std::size_t cut = std::string::npos)
      : client_(std::move(client)), cut_(cut) {
    pull();
  }

  const Script& said() const { return said_; }

  void hear(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view part = bytes.substr(0, cut_);
      const std::size_t taken = client_.on_bytes(part);
      pull();
      if (taken < part.size()) return;  // stands before TLS: what is behind it is not heard
      bytes.remove_prefix(part.size());
    }
  }

  // Plays the receiver's side of the script.
  void follow(const Script& script) {
    for (const std::string& line : script) {
      if (line == "eof") {
        said_.push_back(line);
        client_.on_eof();
      } else if (line == "silence") {
        said_.push_back(line);
        client_.on_time();
      } else if (line.starts_with("S: ")) {
        said_.push_back(line);
        hear(line.substr(3) + "\r\n");
      }
      pull();
    }
  }

 private:
  void pull() {
    while (auto effect = client_.next_effect()) {
      if (const auto* const send = std::get_if<Client::Send>(&*effect)) {
        take(send->bytes);
      } else if (const auto* const report = std::get_if<Client::Report>(&*effect)) {
        for (const Result& each : report->results) said_.push_back(text_of(*report, each));
      } else if (std::holds_alternative<Client::Close>(*effect)) {
        said_.push_back("close");
      } else {
        said_.push_back("tls");
        client_.on_secured({"unique", "end-point", ""});
      }
    }
  }

  void take(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find("\r\n");
      said_.push_back("C: " + std::string(bytes.substr(0, end)));
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
    }
  }

  static std::string text_of(const Client::Report& report, const Result& result) {
    static constexpr std::string_view fates[] = {"undecided", "delivered", "deferred", "refused"};
    std::string out = std::to_string(report.message) + ": " + result.recipient + " ";
    out += fates[static_cast<std::size_t>(result.fate)];
    out += " " + std::to_string(result.reply.code);
    if (!result.reply.enhanced.empty()) out += " " + result.reply.enhanced;
    return out + (result.whose == Whose::ours ? " ours" : "");
  }

  Client client_;
  std::size_t cut_;
  Script said_;
};

inline mail::Message message(std::vector<std::string> recipients, std::string content = "Hi\r\n") {
  mail::Message out;
  out.reverse_path = "alice@us.example";
  out.recipients = std::move(recipients);
  out.content = Rope(std::move(content));
  return out;
}

inline Client::Settings settings(Client::Encryption encryption = Client::Encryption::never) {
  Client::Settings out;
  out.domain = "us.example";
  out.encryption = encryption;
  return out;
}

// What the client does is what the script says, however the receiver's bytes are cut.
inline void check(const Client& client, const Script& script) {
  for (const std::size_t cut : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
    PlayedClient played(client, cut);
    played.follow(script);
    CHECK(played.said() == script);
  }
}

inline void check(const Client::Settings& wanted, const mail::Message& one, const Script& script) {
  check(Client(wanted, {one}), script);
}

}  // namespace postiche::smtp::testing
