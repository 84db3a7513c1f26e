// SPDX-License-Identifier: MIT
#include "harness/tls/der.h"

#include <mbedtls/asn1write.h>

#include <array>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/base/time.h"

namespace postiche::tls::der {

std::string element(unsigned char tag, std::string_view content) {
  std::array<unsigned char, 8> head{};
  unsigned char* begin = head.data() + head.size();  // the library writes from the end
  POSTICHE_CHECK(mbedtls_asn1_write_len(&begin, head.data(), content.size()) > 0);
  POSTICHE_CHECK(mbedtls_asn1_write_tag(&begin, head.data(), tag) > 0);
  std::string out(begin, head.data() + head.size());
  return out.append(content);
}

std::string digits_of_time(std::int64_t unix_seconds) {
  const std::string text = to_text(VirtualTime{Duration::seconds(unix_seconds).ns});
  std::string digits;
  for (const char c : text) {
    if (ascii::is_digit(c)) digits += c;
  }
  return digits.substr(0, 14);  // without milliseconds
}

std::string time(std::int64_t unix_seconds) {
  const std::string digits = digits_of_time(unix_seconds);
  if (digits < "2050") return element(utc_time, digits.substr(2) + "Z");
  return element(generalized_time, digits + "Z");
}

}  // namespace postiche::tls::der
