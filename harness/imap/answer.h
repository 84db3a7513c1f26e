// SPDX-License-Identifier: MIT
#pragma once
// What a correct server says to a command: untagged responses, then the tagged one.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/imap/pen/reply.h"
#include "harness/store/message.h"

namespace postiche::imap {

struct Answer {
  std::string data;  // untagged responses, whole lines
  Reply reply;
  // Of a SEARCH that saves what it finds: that, for Server::apply().
  std::optional<std::vector<store::Uid>> to_save = {};
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
