// SPDX-License-Identifier: MIT
#pragma once
// The sending side: a correct SMTP or LMTP client that brings messages over one connection, whoever
// opened it. A value without socket or clock; bytes go in, effects are pulled. Total: any bytes
// lead to an answer, to waiting or to the end, and every message gets its results.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/base/queue.h"
#include "harness/base/time.h"
#include "harness/mail/message.h"
#include "harness/sasl/exchange.h"
#include "harness/smtp/content_pieces.h"
#include "harness/smtp/delivery.h"
#include "harness/smtp/mode.h"
#include "harness/smtp/reply_reader.h"

namespace postiche::smtp {

class Client {
 public:
  enum class Encryption { never, opportunistic, required };

  // What a correct client would not do.
  struct Misdeeds {
    std::optional<std::size_t> break_off_after;  // octets of content, then the connection ends
    unsigned times = 1;                          // each message so often
    std::string other_domain;                    // of every recipient; empty: its own
  };

  struct Settings {
    std::string domain = "mx.example.com";  // in EHLO
    Mode mode = Mode::smtp;                 // lmtp: LHLO, and a reply for each recipient
    Encryption encryption = Encryption::opportunistic;
    bool secured = false;  // the connection is encrypted already
    // Authenticates with these, or sends nothing.
    std::optional<sasl::Credentials> credentials;
    // In order of liking; empty: the strongest with a password that is offered. Those that send
    // secrets as they are want an encrypted connection, unless they are named here.
    std::vector<std::string> mechanisms;
    Misdeeds misdeeds;
  };

  struct Send {
    std::string bytes;
  };
  struct BeginTls {};         // then on_secured(), or on_eof() where it fails
  struct Report {             // once for each message and time
    std::size_t message = 0;  // by the order of the constructor
    std::vector<Result> results;
  };
  struct Close {};  // the last effect
  using Effect = std::variant<Send, BeginTls, Report, Close>;

  // Begins by waiting for the receiver's greeting: also after TURN, where the two sides start anew
  // in each other's place (RFC 821 sec 3.8).
  Client(Settings settings, std::vector<mail::Message> messages);

  // Returns how many it took: fewer when it stands before the change to TLS.
  std::size_t on_bytes(std::string_view bytes);
  void on_secured(const sasl::Bindings& bindings);
  // The receiver has ended its direction, or the connection is gone.
  void on_eof();
  // Nothing has come for patience().
  void on_time();
  // Pull until empty, after each of the above. Content comes in pieces, made when they are pulled;
  // what was begun of it comes whole even where the end came first, so that how bytes are cut never
  // shows.
  std::optional<Effect> next_effect();

  // How long to wait for more bytes before on_time(): RFC 5321 sec 4.5.3.2.
  Duration patience() const;
  bool closed() const { return closed_; }
  bool secured() const { return secured_; }
  bool authenticated() const { return authenticated_; }
  // What was odd in replies so far; names as in reply_reader.h, and "unexpected-reply".
  const std::vector<std::string_view>& deviations() const { return deviations_; }

 private:
  // What the next reply answers.
  enum class Awaited : std::uint8_t {
    greeting,
    ehlo,
    helo,
    starttls,
    auth,
    mail,
    rcpt,
    data,
    content,
    rset,
    quit,
  };
  struct Expected {
    Awaited what;
    std::size_t recipient = 0;
  };
  using Planned = std::variant<Effect, ContentPieces>;

  // client.cpp: the session.
  void on_reply(const Reply& reply);
  void answer(Expected expected, const Reply& reply);
  void on_greeting(const Reply& reply);
  void on_hello(const Reply& reply, Awaited what);
  void on_starttls(const Reply& reply);
  void say_hello();
  void go_on();
  void say(std::string_view line, Expected expected);
  void flush();
  void plan(Planned planned);
  // All that is not decided yet comes out like this. fail() says QUIT, end() says nothing more.
  void report_all(const Reply& reply, Whose whose);
  void fail(const Reply& reply, Whose whose);
  void end(const Reply& reply, Whose whose);
  void close();
  void note(std::string_view name);

  // client_auth.cpp
  void begin_auth();
  void answer_auth(const Reply& reply);
  void on_auth(const Reply& reply);
  const sasl::Mechanism* choose_mechanism() const;
  bool is_usable(const sasl::Mechanism& mechanism) const;

  // client_message.cpp: the transactions.
  void begin_message();
  void ask_all();
  void ask_next();
  void say_rcpt(std::size_t recipient);
  void on_mail(const Reply& reply);
  void on_rcpt(std::size_t recipient, const Reply& reply);
  void on_data(const Reply& reply);
  void on_content(std::size_t recipient, const Reply& reply);
  void on_rset(const Reply& reply);
  void send_content();
  void report_message();
  void finish_message();

  Settings settings_;
  std::deque<Delivery> deliveries_;  // the first is at hand
  ReplyReader reader_;
  Queue<Expected> expected_;
  Queue<Planned> planned_;
  std::string said_;  // lines to go out together
  Offer offer_{std::vector<std::string>{}};
  sasl::Bindings bindings_;
  std::optional<sasl::ClientExchange> exchange_;
  bool gave_up_auth_ = false;
  bool awaits_tls_ = false;
  bool tried_tls_ = false;
  bool secured_ = false;
  bool authenticated_ = false;
  bool closed_ = false;
  std::size_t asked_ = 0;        // recipients of the message at hand
  bool in_transaction_ = false;  // MAIL was accepted, and nothing ended it
  std::vector<std::string_view> deviations_;
};

}  // namespace postiche::smtp
