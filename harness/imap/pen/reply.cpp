// SPDX-License-Identifier: MIT
#include "harness/imap/pen/reply.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/imap/characters.h"

namespace postiche::imap {

namespace {

// In the order of Status; behind each what is said where nothing else is.
struct Word {
  std::string_view word, text;
};
constexpr std::array<Word, 6> words = {{{"OK", "Done"},
                                        {"NO", "Refused"},
                                        {"BAD", "Not understood"},
                                        {"PREAUTH", "Welcome"},
                                        {"BYE", "Goodbye"},
                                        {"+", ""}}};

// resp-text-code = atom [SP 1*<any TEXT-CHAR except "]">], or one that looks like it
//                                                               RFC 9051 sec 9
bool is_response_code(std::string_view text) {
  return !text.empty() && is_atom_char(text.front()) && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_printable(c) && c != ']'; });
}

bool is_tag(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_tag_char);
}

// resp-text = ["[" resp-text-code "]" SP] [text]                RFC 9051 sec 9
void append_text(std::string& out, const Reply& reply) {
  const bool has_code = is_response_code(reply.code);
  if (has_code) out.append("[").append(reply.code).append("] ");
  std::string text = reply.text;
  if (text.empty()) text = words.at(static_cast<std::size_t>(reply.status)).text;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return !ascii::is_printable(c); }, '?');
  if (!has_code && text.starts_with('[')) text.front() = '(';
  out += text;
}

std::optional<Status> status_of(std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (ascii::equal_ignoring_case(word, words[i].word)) return static_cast<Status>(i);
  }
  return std::nullopt;
}

bool is_never_tagged(Status status) { return status == Status::preauth || status == Status::bye; }

std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

}  // namespace

// response-tagged = tag SP resp-cond-state CRLF                 RFC 9051 sec 9
// continue-req = "+" SP (resp-text / base64) CRLF
std::string encode(std::string_view tag, const Reply& reply) {
  std::string out;
  if (reply.status != Status::go_on) {
    out = is_tag(tag) && !is_never_tagged(reply.status) ? tag : "*";
    out += ' ';
  }
  out.append(words.at(static_cast<std::size_t>(reply.status)).word).append(" ");
  append_text(out, reply);
  return out += "\r\n";
}

std::optional<ParsedReply> parse_reply(std::string_view line) {
  ParsedReply reply;
  if (line.starts_with("* ")) {
    reply.is_untagged = true;
    line.remove_prefix(2);
  }
  std::string_view text = line;
  reply.status = status_of(take_word(text));
  const bool is_data = !reply.status || (reply.is_untagged && reply.status == Status::go_on);
  if (is_data) {
    if (!reply.is_untagged || line.empty()) return std::nullopt;
    reply.status.reset();
    reply.text = line;
    return reply;
  }
  if (is_never_tagged(*reply.status)) reply.is_untagged = true;
  const std::size_t end = text.find(']');
  if (text.starts_with('[') && end != std::string_view::npos &&
      is_response_code(text.substr(1, end - 1))) {
    reply.code = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  reply.text = text;
  return reply;
}

}  // namespace postiche::imap
