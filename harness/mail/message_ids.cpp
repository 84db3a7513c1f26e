// SPDX-License-Identifier: MIT
#include "harness/mail/message_ids.h"

#include <utility>

#include "harness/mail/structured_text.h"

namespace postiche::mail {

namespace {

// msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS]           RFC 5322 sec 3.6.4
// `text` stands behind the "<". "" where nothing ends it, or another begins before.
std::string take_id(StructuredText& text) {
  std::string id;
  for (;;) {
    text.skip_blank();
    const char c = text.peek();
    if (text.take('>')) return id;
    if (text.at_end() || c == '<') return {};
    if (c == '"') {
      id += text.take_quoted();
    } else if (c == '[') {
      id += text.take_literal();
    } else {
      id += text.take_until("<>\"([ \t\r\n");
    }
  }
}

}  // namespace

std::vector<std::string> message_ids_of(std::string_view value) {
  std::vector<std::string> out;
  StructuredText text(value);
  while (!text.at_end()) {
    if (text.skip_blank()) continue;
    if (text.peek() == '"') {
      text.take_quoted();
    } else if (text.take('<')) {
      std::string id = take_id(text);
      if (id.find('@') != std::string::npos) out.push_back(std::move(id));
    } else {
      text.take_until("<\"( \t\r\n");
    }
  }
  return out;
}

}  // namespace postiche::mail
