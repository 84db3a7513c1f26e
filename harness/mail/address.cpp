// SPDX-License-Identifier: MIT
#include "harness/mail/address.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/mail/atext.h"
#include "harness/mail/domain.h"

namespace postiche::mail {

namespace {

// atext =/ UTF8-non-ascii                                       RFC 6531 sec 3.3
bool is_utf8_atext(char c) { return is_atext(c) || ascii::is_8bit(c); }

// Dot-string = Atom *("." Atom)                                 RFC 5321 sec 4.1.2
bool is_dot_string(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_utf8_atext(c); });
}

bool is_quoted(std::string_view local_part) {
  return local_part.size() >= 2 && local_part.front() == '"' && local_part.back() == '"';
}

std::string unquote(std::string_view local_part) {
  if (!is_quoted(local_part)) return std::string(local_part);
  std::string out;
  for (std::size_t i = 1; i + 1 < local_part.size(); ++i) {
    if (local_part[i] == '\\' && i + 2 < local_part.size()) ++i;
    out += local_part[i];
  }
  return out;
}

// Octets up to the first character that satisfies `stops` outside of quotes; npos if none does.
template <typename Predicate>
std::size_t find_unquoted(std::string_view text, Predicate stops) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!quoted && stops(text[i])) return i;
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
  }
  return std::string_view::npos;
}

// Quoted-string   = DQUOTE *QcontentSMTP DQUOTE                 RFC 5321 sec 4.1.2
// quoted-pairSMTP = %d92 %d32-126
// qtextSMTP       = %d32-33 / %d35-91 / %d93-126
// Eats the quoted-string that `text` starts with.
std::string_view take_quoted(std::string_view& text, Findings& findings) {
  std::size_t i = 1;
  while (i < text.size() && text[i] != '"') {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    if (ascii::is_control(text[i])) findings.refuse("bad-character-in-local-part");
    ++i;
  }
  if (i >= text.size()) {
    findings.refuse("unterminated-quote");
    i = text.size() - 1;
  }
  const std::string_view quoted = text.substr(0, i + 1);
  text.remove_prefix(i + 1);
  return quoted;
}

// Local-part = Dot-string / Quoted-string                       RFC 5321 sec 4.1.2
std::string_view take_local_part(std::string_view& text, Findings& findings) {
  if (!text.empty() && text.front() == '"') {
    const std::string_view local = take_quoted(text, findings);
    // "should be avoided": RFC 5321 sec 4.1.2 wants the form without quotes where there is one.
    if (is_quoted(local) && is_dot_string(unquote(local))) findings.note("needless-quoting");
    return local;
  }
  const std::string_view local = text.substr(0, text.find('@'));
  text.remove_prefix(local.size());
  const bool clean =
      std::all_of(local.begin(), local.end(), [](char c) { return c == '.' || is_utf8_atext(c); });
  if (!clean) {
    findings.refuse("bad-character-in-local-part");
  } else if (!local.empty() && !is_dot_string(local)) {
    // Mobile carriers gave out such addresses for years; there is one way to read them.
    findings.note("misplaced-dot");
  }
  return local;
}

// A-d-l = At-domain *( "," At-domain )                          RFC 5321 sec 4.1.2
// "MUST BE accepted, SHOULD NOT be generated, and SHOULD be ignored."
std::string_view take_source_route(std::string_view& text, Findings& findings) {
  findings.note("source-route");
  const std::size_t colon = find_unquoted(text, [](char c) { return c == ':'; });
  if (colon == std::string_view::npos) {
    findings.refuse("bad-source-route");
    return {};
  }
  const std::string_view route = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  Findings hops;
  for (std::string_view hop : ascii::split(route, ',')) {
    if (hop.empty() || hop.front() != '@') hops.refuse("bad-source-route");
    check_domain(hop.substr(hop.empty() ? 0 : 1), hops);
  }
  if (!hops.fault.empty()) findings.refuse("bad-source-route");
  return route;
}

// Mailbox = Local-part "@" ( Domain / address-literal )         RFC 5321 sec 4.1.2
void parse_mailbox(std::string_view text, Direction direction, Path& path, Findings& findings) {
  path.local_part = take_local_part(text, findings);
  if (path.local_part.empty()) findings.refuse("missing-local-part");
  if (path.local_part.size() > 64) findings.refuse("local-part-too-long");  // sec 4.5.3.1.1
  if (ascii::has_8bit(path.local_part) && !utf8::is_valid(path.local_part)) {
    findings.refuse("invalid-utf8");
  }
  if (text.empty()) {
    // "<Postmaster>" alone needs no domain, and only as a recipient: RFC 5321 sec 4.1.1.3.
    const bool postmaster = direction == Direction::forward &&
                            ascii::equal_ignoring_case(path.local_part, "postmaster");
    if (!postmaster) findings.refuse("missing-domain");
    return;
  }
  if (text.front() != '@') return findings.refuse("bad-character-in-local-part");
  path.domain = text.substr(1);
  check_domain(path.domain, findings);
}

// The text between the brackets, or up to a space where there are none.
ParsedPath frame(std::string_view text, Findings& findings, std::string_view& inside) {
  if (text.empty() || text.front() != '<') {
    const std::size_t end = find_unquoted(text, ascii::is_space);
    inside = text.substr(0, end);
    findings.note(inside.empty() ? "missing-path" : "missing-angle-brackets");
    if (inside.empty()) findings.refuse("missing-path");
    return {std::nullopt, text.substr(inside.size())};
  }
  const std::size_t close = find_unquoted(text, [](char c) { return c == '>'; });
  if (close != std::string_view::npos) {
    inside = text.substr(1, close - 1);
    return {std::nullopt, text.substr(close + 1)};
  }
  const bool in_quotes = text.find('>') != std::string_view::npos;
  findings.refuse(in_quotes ? "unterminated-quote" : "missing-closing-bracket");
  const std::size_t end = std::min(text.find(' '), text.size());
  inside = text.substr(1, end - 1);
  return {std::nullopt, text.substr(end)};
}

}  // namespace

bool Path::has_8bit() const { return ascii::has_8bit(local_part) || ascii::has_8bit(domain); }

std::string Path::unquoted_local_part() const { return unquote(local_part); }

std::string Path::address() const {
  std::string out;
  if (is_null()) return out;
  out.reserve(local_part.size() + domain.size() + 1);
  if (!is_quoted(local_part)) {
    out += local_part;
  } else if (const std::string meant = unquote(local_part); is_dot_string(meant)) {
    out += meant;
  } else {
    out += '"';
    for (char c : meant) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  if (domain.empty()) return out;
  out += '@';
  out += domain;
  return out;
}

// Path = "<" [ A-d-l ":" ] Mailbox ">"                          RFC 5321 sec 4.1.2
// Reverse-path = Path / "<>"
ParsedPath parse_path(std::string_view text, Direction direction, Findings& findings) {
  std::string_view inside;
  ParsedPath parsed = frame(text, findings, inside);
  if (ascii::trim(inside).size() != inside.size()) findings.note("white-space-in-path");
  inside = ascii::trim(inside);
  // The brackets count, there or not: RFC 5321 sec 4.5.3.1.3.
  if (inside.size() + 2 > 256) findings.refuse("path-too-long");
  if (findings.fault == "missing-path") return parsed;
  Path path;
  if (inside.empty()) {
    if (direction == Direction::forward) findings.refuse("null-recipient");
    parsed.path = path;
    return parsed;
  }
  if (inside.front() == '@') path.source_route = take_source_route(inside, findings);
  parse_mailbox(inside, direction, path, findings);
  parsed.path = path;
  return parsed;
}

}  // namespace postiche::mail
