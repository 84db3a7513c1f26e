// SPDX-License-Identifier: MIT
#include "harness/sasl/line.h"

#include <algorithm>
#include <optional>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"

namespace postiche::sasl {

namespace {

Response malformed(Response response, std::string_view deviation) {
  note(response.deviations, deviation);
  response.kind = Response::Kind::malformed;
  return response;
}

bool is_base64(char c) { return ascii::is_alnum(c) || c == '+' || c == '/'; }

// What is not of the alphabet but has one plain meaning.
std::string without_oddities(std::string_view line, Deviations& deviations) {
  std::string text;
  text.reserve(line.size() + 3);
  for (const char c : line) {
    if (ascii::is_space(c)) {
      note(deviations, "white-space-in-base64");
    } else if (c == '\r' || c == '\n') {
      note(deviations, "folded-base64");
    } else if (c == '-' || c == '_') {
      note(deviations, "url-safe-alphabet");
      text += c == '-' ? '+' : '/';
    } else {
      text += c;
    }
  }
  return text;
}

// `text` is of the alphabet, without padding, and not of a length that no octets have.
std::string decode_bare(std::string text) {
  const std::size_t surplus = (4 - text.size() % 4) % 4;
  text.append(surplus, 'A');
  std::string octets = base64::decode(text).value_or("");
  octets.resize(octets.size() - surplus);
  return octets;
}

}  // namespace

// base64 = base64-terminal / ( 1*(4base64-CHAR) [base64-terminal] )     RFC 4954 sec 8
// initial-response = base64 / "="
// cancel-response = "*"
Response decode_response(std::string_view line, Part part) {
  Response response;
  if (line.size() > longest_line) {
    response.kind = Response::Kind::over_long;
    return response;
  }
  std::string text = without_oddities(line, response.deviations);
  const bool initial = part == Part::initial_response;
  if (text == "*" && !initial) {
    response.kind = Response::Kind::cancelled;
    return response;
  }
  if (text == "=" || text.empty()) {
    if (text.empty() && initial) note(response.deviations, "empty-initial-response");
    if (!text.empty() && !initial) note(response.deviations, "equals-sign-for-empty");
    return response;
  }
  const std::size_t padding = text.size() - (text.find_last_not_of('=') + 1);
  const bool padded = text.size() % 4 == 0;
  text.resize(text.size() - padding);
  if (const auto odd = std::find_if_not(text.begin(), text.end(), is_base64); odd != text.end()) {
    return malformed(std::move(response), *odd == '=' ? "misplaced-padding" : "stray-character");
  }
  if (text.size() % 4 == 1) return malformed(std::move(response), "cut-short");
  if (padding > 2 || (padding > 0 && !padded)) {
    return malformed(std::move(response), "misplaced-padding");
  }
  if (!padded) note(response.deviations, "missing-padding");
  response.octets = decode_bare(text);
  const std::string canonical = base64::encode(response.octets);
  if (!canonical.starts_with(text)) note(response.deviations, "non-zero-padding-bits");
  return response;
}

std::string encode_response(std::string_view octets, Part part) {
  if (octets.empty() && part == Part::initial_response) return "=";
  return base64::encode(octets);
}

std::string encode_challenge(std::string_view octets) { return base64::encode(octets); }

}  // namespace postiche::sasl
