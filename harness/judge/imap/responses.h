// SPDX-License-Identifier: MIT
#pragma once
// What a server says, response by response: octets of literals are left out. For conversations.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postiche::judge {

// Cuts what is said into responses, wherever its pieces are cut.
class ResponseCutter {
 public:
  using Take = std::function<void(std::string_view response)>;

  // Calls take(response) for each that is whole now, without its line ending.
  void cut(std::string_view octets, const Take& take);

 private:
  std::string held_;
  std::uint64_t literal_ = 0;  // octets of it that are still to come
};

struct Response {
  std::string_view tag;     // "*" and "+" among them
  std::string_view status;  // in "a1 OK [CODE] text", "* OK ..."; "" of data
  std::string_view code;    // "UIDNEXT 4"; "" where there is none
  std::string_view data;    // all behind the tag
};

// Views of `response`.
Response read_response(std::string_view response);

// Every decimal number in it.
std::vector<std::uint32_t> numbers_in(std::string_view text);
// "5 EXISTS" is 5 with "EXISTS".
std::optional<std::uint32_t> number_before(std::string_view data, std::string_view word);

}  // namespace postiche::judge
