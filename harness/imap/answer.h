// SPDX-License-Identifier: MIT
#pragma once
// What a correct server says to a command: untagged responses, then the tagged one.

#include <string>
#include <string_view>
#include <utility>

#include "harness/imap/pen/reply.h"

namespace postiche::imap {

struct Answer {
  std::string data;  // untagged responses, whole lines
  Reply reply;
};

inline Answer ok(std::string text, std::string code = {}) {
  return {"", {Status::ok, std::move(code), std::move(text)}};
}
inline Answer no(std::string text, std::string code = {}) {
  return {"", {Status::no, std::move(code), std::move(text)}};
}
inline Answer bad(std::string text, std::string code = {}) {
  return {"", {Status::bad, std::move(code), std::move(text)}};
}

}  // namespace postiche::imap
