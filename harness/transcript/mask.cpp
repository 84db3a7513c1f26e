// SPDX-License-Identifier: MIT
#include "harness/transcript/mask.h"

#include <algorithm>

namespace postiche::transcript {
namespace {

// How many words stand before the secret on a line of this verb; 0: none is secret.
std::size_t words_before_secret(std::string_view verb) {
  if (verb == "AUTH") return 2;
  if (verb == "PASS") return 1;
  return 0;
}

}  // namespace

SecretSpan find_secret(const Event& event) {
  if (event.kind != Kind::command) return {};
  const std::size_t words = words_before_secret(event.field("verb").value_or(""));
  if (words == 0) return {};
  std::size_t at = 0;
  for (std::size_t i = 0; i < words; ++i) {
    at = event.bytes.find_first_of(" \t", at);
    if (at == std::string_view::npos) return {};
    ++at;
  }
  std::size_t end = event.bytes.find_last_not_of(" \t\r\n");
  end = end == std::string_view::npos ? 0 : end + 1;
  if (end <= at || event.bytes.substr(at, end - at) == "=") return {};
  return {at, end - at};
}

std::string masked_bytes(const Event& event) {
  std::string bytes(event.bytes);
  const SecretSpan secret = find_secret(event);
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(secret.begin), secret.size, '*');
  return bytes;
}

std::string masked_field(const Event& event, const Field& field) {
  std::string value(field.value);
  const SecretSpan secret = find_secret(event);
  if (secret.size == 0) return value;
  const std::string_view words = event.bytes.substr(secret.begin, secret.size);
  if (const std::size_t at = value.find(words); at != std::string::npos) {
    std::fill_n(value.begin() + static_cast<std::ptrdiff_t>(at), words.size(), '*');
  }
  return value;
}

}  // namespace postiche::transcript
