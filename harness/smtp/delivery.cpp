// SPDX-License-Identifier: MIT
#include "harness/smtp/delivery.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "harness/base/ascii.h"

namespace postiche::smtp {

namespace {

std::string_view keyword_of(std::string_view parameter) {
  return parameter.substr(0, parameter.find('='));
}

const std::string* find_parameter(const std::vector<std::string>& all, std::string_view keyword) {
  const auto same = [&](const std::string& each) {
    return ascii::equal_ignoring_case(keyword_of(each), keyword);
  };
  const auto found = std::find_if(all.begin(), all.end(), same);
  return found == all.end() ? nullptr : &*found;
}

// Octets before the first empty line, all where there is none. Slices may part them anywhere.
std::size_t header_size(const Rope& content) {
  constexpr std::string_view end = "\r\n\r\n";
  std::size_t matched = 2;  // as if an empty line stood before: content without a header has none
  std::size_t size = 0;
  for (const std::string_view slice : content.slices()) {
    for (const char c : slice) {
      ++size;
      if (c == end[matched]) {
        if (++matched == end.size()) return size;
      } else {
        matched = c == '\r' ? 1 : 0;
      }
    }
  }
  return size;
}

bool has_8bit(const Rope& content, std::size_t octets) {
  for (const std::string_view slice : content.slices()) {
    const std::string_view part = slice.substr(0, octets);
    if (ascii::has_8bit(part)) return true;
    octets -= part.size();
  }
  return false;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), ascii::is_control);
}

}  // namespace

Fate fate_of(const Reply& reply) {
  if (reply.code < 300) return Fate::delivered;
  return reply.code >= 500 ? Fate::refused : Fate::deferred;
}

Delivery::Delivery(mail::Message message, std::size_t number)
    : message_(std::move(message)), number_(number) {
  eight_bit_ = has_8bit(message_.content, message_.content.size());
  eight_bit_header_ = eight_bit_ && has_8bit(message_.content, header_size(message_.content));
  for (const std::string& recipient : message_.recipients) {
    results_.push_back({recipient, Fate::undecided, {}, Whose::receivers});
  }
}

// Whoever sent it said so, or its addresses can't be said otherwise: RFC 6531 sec 3.1. A header
// with 8-bit octets and nobody's word for it goes as content of that kind does.
bool Delivery::needs_utf8() const {
  const bool addresses = ascii::has_8bit(message_.reverse_path) ||
                         std::any_of(message_.recipients.begin(), message_.recipients.end(),
                                     [](const std::string& each) { return ascii::has_8bit(each); });
  return addresses || (eight_bit_header_ && find_parameter(message_.parameters, "SMTPUTF8"));
}

// Nothing is converted on the way: what does not fit through is refused in the words that the
// registry of enhanced codes has for it.
std::optional<Reply> Delivery::objection(const Offer& offer) const {
  const bool odd = has_control(message_.reverse_path) ||
                   std::any_of(message_.recipients.begin(), message_.recipients.end(),
                               [](const std::string& each) { return has_control(each); });
  if (odd) return Reply{553, "5.1.3", "An address with control characters can't be said"};
  // RFC 6531 sec 3.5
  if (needs_utf8() && !offer.offers("SMTPUTF8")) {
    return Reply{553, "5.6.7", "The receiver does not offer SMTPUTF8, which the message needs"};
  }
  const std::string* const body = find_parameter(message_.parameters, "BODY");
  if (body && ascii::equal_ignoring_case(*body, "BODY=BINARYMIME")) {
    return Reply{554, "5.6.3", "Binary content is not converted, and not sent as it is"};
  }
  // RFC 6152 sec 3
  if (eight_bit_ && !offer.offers("8BITMIME")) {
    return Reply{554, "5.6.3", "The receiver does not offer 8BITMIME, which the content needs"};
  }
  // RFC 1870 sec 6.1; zero promises nothing.
  const auto limit = ascii::parse_number(offer.argument("SIZE").value_or(""));
  if (limit && *limit > 0 && message_.content.size() > *limit) {
    return Reply{552, "5.3.4",
                 "The receiver takes messages of " + std::to_string(*limit) + " octets at most"};
  }
  return std::nullopt;
}

// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF       RFC 5321 sec 4.1.1.2
std::string Delivery::mail_line(const Offer& offer) const {
  std::string line = "MAIL FROM:<" + message_.reverse_path + ">";
  if (offer.offers("SIZE")) line += " SIZE=" + std::to_string(message_.content.size());
  if (offer.offers("8BITMIME") && (eight_bit_ || find_parameter(message_.parameters, "BODY"))) {
    line += eight_bit_ ? " BODY=8BITMIME" : " BODY=7BIT";
  }
  if (needs_utf8()) line += " SMTPUTF8";
  // What the sender wants to be told goes along as far as the receiver has ears for it: RFC 3461
  // sec 5.2.2; else it goes without.
  if (!offer.offers("DSN")) return line;
  for (const std::string_view keyword : {"RET", "ENVID"}) {
    const std::string* const parameter = find_parameter(message_.parameters, keyword);
    if (parameter) line.append(" ").append(*parameter);
  }
  return line;
}

// rcpt = "RCPT TO:" Forward-path [SP Rcpt-parameters] CRLF         RFC 5321 sec 4.1.1.3
std::string Delivery::rcpt_line(std::size_t recipient, const Offer& offer) const {
  std::string line = "RCPT TO:<" + message_.recipients.at(recipient) + ">";
  if (!offer.offers("DSN") || recipient >= message_.recipient_parameters.size()) return line;
  for (const std::string_view parameter :
       ascii::split(message_.recipient_parameters[recipient], ' ')) {
    const std::string_view keyword = keyword_of(parameter);
    if (ascii::equal_ignoring_case(keyword, "NOTIFY") ||
        ascii::equal_ignoring_case(keyword, "ORCPT")) {
      line.append(" ").append(parameter);
    }
  }
  return line;
}

void Delivery::on_rcpt(std::size_t recipient, const Reply& reply) {
  if (results_.at(recipient).fate != Fate::undecided) return;
  if (fate_of(reply) == Fate::delivered) {
    accepted_.push_back(recipient);
    return;
  }
  decide(recipient, reply);
  // Servers of old say 552 where they mean too many recipients: RFC 5321 sec 4.5.3.1.10.
  if (reply.code == 552) results_[recipient].fate = Fate::deferred;
}

void Delivery::decide(const Reply& reply, Whose whose) {
  for (std::size_t i = 0; i < results_.size(); ++i) decide(i, reply, whose);
}

void Delivery::decide(std::size_t recipient, const Reply& reply, Whose whose) {
  Result& result = results_.at(recipient);
  if (result.fate != Fate::undecided) return;
  result.fate = fate_of(reply);
  result.reply = reply;
  result.whose = whose;
}

bool Delivery::decided() const {
  return std::none_of(results_.begin(), results_.end(),
                      [](const Result& each) { return each.fate == Fate::undecided; });
}

}  // namespace postiche::smtp
