// SPDX-License-Identifier: MIT
// The first octet chooses the client's settings, the rest is what a receiver says; octets that no
// reply has are moves (see move()). Invariants. Any bytes lead to an end, and before it every
// message has exactly one result for each recipient, none of them undecided; the last effect is to
// close. Until then something is awaited. Whatever the cut, the effects are the same.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bug.h"
#include "harness/smtp/client.h"

namespace {

using namespace postiche;
using namespace postiche::smtp;

std::vector<mail::Message> messages() {
  mail::Message plain;
  plain.reverse_path = "alice@us.example";
  plain.recipients = {"bob@x", "carol@x"};
  plain.recipient_parameters = {"NOTIFY=NEVER", ""};
  plain.parameters = {"RET=HDRS", "BODY=8BITMIME"};
  plain.content = Rope(".dot\r\ntext\r\n.\r\nno end");
  mail::Message international;
  international.recipients = {"b\xC3\xBC@x"};
  international.content = Rope("A: \xC3\xBC\r\n");
  mail::Message nobody;
  return {plain, international, nobody, plain};
}

Client::Settings settings(unsigned bits) {
  Client::Settings out;
  if ((bits & 1) != 0) out.mode = Mode::lmtp;
  out.encryption = static_cast<Client::Encryption>((bits >> 1) % 3);
  if ((bits & 8) != 0) {
    out.credentials = sasl::Credentials{"tim", "pencil", "", "x", 25, "smtp", "nonce", {}};
  }
  if ((bits & 16) != 0) out.misdeeds.break_off_after = bits >> 5;
  if ((bits & 32) != 0) out.misdeeds.times = 2;
  if ((bits & 64) != 0) out.mechanisms = {"LOGIN", "XOAUTH2", "NTLM", "EXTERNAL"};
  if ((bits & 128) != 0) out.misdeeds.other_domain = "y";
  return out;
}

class Player {
 public:
  Player(const Client::Settings& wanted, std::size_t cut) : client_(wanted, messages()), cut_(cut) {
    for (unsigned i = 0; i < wanted.misdeeds.times; ++i) owed_ += messages().size();
  }

  void hear(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view part = bytes.substr(0, cut_);
      const std::size_t taken = client_.on_bytes(part);
      POSTICHE_CHECK(taken > 0 && taken <= part.size());
      pull();
      // What it left stands behind the change to TLS, and is what it hears next.
      bytes.remove_prefix(taken);
      POSTICHE_CHECK(client_.patience() >= Duration::minutes(2));
    }
  }
  void move(char c) {
    if (c == '\xFE') client_.on_time();
    if (c == '\xFD') client_.on_eof();
    pull();
  }
  const std::string& effects() const { return effects_; }

  void finish() {
    client_.on_eof();
    pull();
    POSTICHE_CHECK(client_.closed());
    POSTICHE_CHECK(owed_ == 0);
    POSTICHE_CHECK(effects_.ends_with("<close>"));
  }

 private:
  void pull() {
    while (auto effect = client_.next_effect()) {
      POSTICHE_CHECK(!effects_.ends_with("<close>"));
      if (auto* const send = std::get_if<Client::Send>(&*effect)) {
        POSTICHE_CHECK(!send->bytes.empty());
        effects_ += send->bytes;
      } else if (auto* const report = std::get_if<Client::Report>(&*effect)) {
        take(*report);
      } else if (std::holds_alternative<Client::BeginTls>(*effect)) {
        effects_ += "<tls>";
        // Nothing is heard in the clear any more.
        POSTICHE_CHECK(client_.on_bytes("250 injected\r\n") == 0);
        client_.on_secured({"unique", "", ""});
      } else {
        effects_ += "<close>";
      }
    }
  }

  void take(const Client::Report& report) {
    POSTICHE_CHECK(owed_ > 0);
    --owed_;
    const auto all = messages();
    POSTICHE_CHECK(report.results.size() == all.at(report.message).recipients.size());
    effects_ += "<" + std::to_string(report.message);
    for (const Result& each : report.results) {
      POSTICHE_CHECK(each.fate != Fate::undecided);
      POSTICHE_CHECK(each.fate != Fate::delivered || each.whose == Whose::receivers);
      effects_ += " " + each.recipient + " " + std::to_string(each.reply.code);
    }
    effects_ += ">";
  }

  Client client_;
  std::size_t cut_;
  std::size_t owed_ = 0;  // reports
  std::string effects_;
};

bool is_move(char c) { return c == '\xFE' || c == '\xFD'; }

std::string play(unsigned bits, std::string_view script, std::size_t cut) {
  Player player(settings(bits), cut);
  while (!script.empty()) {
    std::size_t size = 0;
    while (size < script.size() && !is_move(script[size])) ++size;
    player.hear(script.substr(0, size));
    script.remove_prefix(size);
    if (script.empty()) break;
    player.move(script.front());
    script.remove_prefix(1);
  }
  player.finish();
  return player.effects();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view script(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string bytewise = play(data[0], script, 1);
  POSTICHE_CHECK(play(data[0], script, 3) == bytewise);
  return 0;
}
