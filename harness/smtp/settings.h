// SPDX-License-Identifier: MIT
#pragma once
// What all sessions of a listener share.

#include <cstddef>
#include <optional>
#include <string>

#include "harness/smtp/mode.h"
#include "harness/smtp/offer.h"

namespace postiche::smtp {

// What is to be done before mail is taken.
enum class Requirement { nothing, tls, auth };

struct Settings {
  Settings() = default;
  explicit Settings(Mode speaks) : mode(speaks), offer(speaks) {}

  std::string domain = "mx.example.com";
  Mode mode = Mode::smtp;
  StagedOffer offer{mode};            // what EHLO says, and what is refused
  std::size_t max_recipients = 1000;  // RFC 5321 sec 4.5.3.1.8 wants at least 100
  std::size_t max_message = 50 * 1024 * 1024;
  std::optional<std::size_t> max_line;     // of any command, instead of what RFC 5321 and Offer say
  std::optional<Requirement> requirement;  // else who submits has to authenticate, if he can
  bool passwords_need_tls = false;  // mechanisms that send a password are for encrypted lines only
  bool has_tls = true;              // else STARTTLS, where offered, is put off

  // RFC 6409 sec 4.3
  Requirement required() const {
    const bool submits = mode == Mode::submission && offer.offers("AUTH");
    return requirement.value_or(submits ? Requirement::auth : Requirement::nothing);
  }
};

}  // namespace postiche::smtp
