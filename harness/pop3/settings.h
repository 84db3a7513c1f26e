// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a listener share, and what a session has to know of the world.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/pop3/offer.h"
#include "harness/sasl/knowledge.h"
#include "harness/store/mailbox.h"

namespace postiche::pop3 {

struct Settings {
  std::string domain = "mx.example.com";
  StagedOffer offer;           // what CAPA says, and what is refused
  std::size_t max_line = 255;  // of any command, CRLF included: RFC 2449 sec 4
  bool requires_tls = false;   // before anybody may log in
  bool passwords_need_tls =
      false;            // USER and mechanisms that send one are for encrypted lines only
  bool has_tls = true;  // else STLS, where offered, fails
};

struct Knowledge {
  // Nothing where there is no such user. Not set: anything goes, whoever it is.
  std::function<std::optional<sasl::Account>(std::string_view user)> find;
  // Null where it is not to be had just now.
  std::function<std::shared_ptr<store::Mailbox>(std::string_view user)> inbox_of;
  // Whether LOGIN-DELAY is not over yet. Not set: it never matters.
  std::function<bool(std::string_view user)> comes_too_soon;
  // Of APOP, "<1896.697170952@mx.example.com>", another for each session: RFC 1939 sec 7. Empty:
  // there is no APOP.
  std::string timestamp;
};

}  // namespace postiche::pop3
