// SPDX-License-Identifier: MIT
#include "harness/mail/domain.h"

#include <algorithm>
#include <cstddef>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"

namespace postiche::mail {

namespace {

bool is_hex(char c) {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

// The part before `separator`, which is eaten with it.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

// Counts the groups of "2001:db8:0" or "0:0:192.0.2.1"; -1 where they are none. An IPv4 address at
// the end stands for two groups.
int count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int groups = 0;
  for (;;) {
    const bool last = text.find(':') == std::string_view::npos;
    const std::string_view group = text.substr(0, text.find(':'));
    if (last && may_end_in_ipv4 && is_ipv4_address(group)) return groups + 2;
    if (group.empty() || group.size() > 4) return -1;
    if (!std::all_of(group.begin(), group.end(), is_hex)) return -1;
    if (++groups > 8) return -1;
    if (last) return groups;
    text.remove_prefix(group.size() + 1);
  }
}

// sub-domain = Let-dig [Ldh-str]                               RFC 5321 sec 4.1.2
// sub-domain =/ U-label                                        RFC 6531 sec 3.3
void check_label(std::string_view label, Findings& findings) {
  if (label.empty()) return findings.refuse("empty-label");
  if (label.size() > 63) findings.refuse("label-too-long");  // RFC 1035 sec 2.3.4
  if (label.front() == '-' || label.back() == '-') findings.note("hyphen-at-label-edge");
  for (char c : label) {
    if (ascii::is_alnum(c) || c == '-' || ascii::is_8bit(c)) continue;
    if (c == '_') {
      // Host names may not have it, but DNS names do, and many a Windows machine greets with one.
      findings.note("underscore-in-domain");
    } else {
      findings.refuse("bad-character-in-domain");
    }
  }
}

}  // namespace

// IPv4-address-literal = Snum 3("." Snum)                      RFC 5321 sec 4.1.3
// Snum                 = 1*3DIGIT    ; 0 through 255
bool is_ipv4_address(std::string_view text) {
  if (std::count(text.begin(), text.end(), '.') != 3) return false;
  for (int i = 0; i < 4; ++i) {
    const std::string_view number = take_until(text, '.');
    const auto value = ascii::parse_number(number);
    if (number.size() > 3 || !value || *value > 255) return false;
  }
  return true;
}

// IPv6-addr = IPv6-full / IPv6-comp / IPv6v4-full / IPv6v4-comp RFC 5321 sec 4.1.3
// The "::" stands for at least two groups, so at most six are written.
bool is_ipv6_address(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return count_groups(text, true) == 8;
  const int before = count_groups(text.substr(0, gap), false);
  const int after = count_groups(text.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 6;
}

// address-literal         = "[" ( IPv4-address-literal / IPv6-address-literal /
//                           General-address-literal ) "]"      RFC 5321 sec 4.1.3
// IPv6-address-literal    = "IPv6:" IPv6-addr
// General-address-literal = Standardized-tag ":" 1*dcontent
// dcontent                = %d33-90 / %d94-126
bool is_address_literal(std::string_view text) {
  if (is_ipv4_address(text)) return true;
  if (text.find(':') == std::string_view::npos) return false;
  const std::string_view tag = take_until(text, ':');
  if (ascii::equal_ignoring_case(tag, "IPv6")) return is_ipv6_address(text);
  const bool tag_holds =
      !tag.empty() && ascii::is_alnum(tag.back()) &&
      std::all_of(tag.begin(), tag.end(), [](char c) { return ascii::is_alnum(c) || c == '-'; });
  // A bare IPv6 address would else pass for a General-address-literal with a tag of hex digits.
  const bool tag_is_hex = std::all_of(tag.begin(), tag.end(), is_hex);
  // dcontent has "<", ">" and DQUOTE too, but in a path nobody could tell where that one ends, and
  // no tag that uses them was ever registered.
  const auto is_dcontent = [](char c) {
    return c > ' ' && c < 127 && std::string_view("<>\"[\\]").find(c) == std::string_view::npos;
  };
  return tag_holds && !tag_is_hex && !text.empty() &&
         std::all_of(text.begin(), text.end(), is_dcontent);
}

// Domain = sub-domain *("." sub-domain)                         RFC 5321 sec 4.1.2
void check_domain(std::string_view text, Findings& findings) {
  if (text.empty()) return findings.refuse("missing-domain");
  if (text.size() > 255) findings.refuse("domain-too-long");  // RFC 5321 sec 4.5.3.1.2
  if (text.front() == '[') {
    const bool closed = text.size() > 2 && text.back() == ']';
    if (!closed || !is_address_literal(text.substr(1, text.size() - 2))) {
      findings.refuse("bad-address-literal");
    }
    return;
  }
  if (ascii::has_8bit(text) && !utf8::is_valid(text)) findings.refuse("invalid-utf8");
  if (is_ipv4_address(text)) findings.note("bare-ip-address");
  if (text.size() > 1 && text.back() == '.') {
    // The root's own dot: right in a zone file, never in mail, but there is one way to read it.
    findings.note("trailing-dot-in-domain");
    text.remove_suffix(1);
  }
  for (bool more = true; more;) {
    more = text.find('.') != std::string_view::npos;
    check_label(take_until(text, '.'), findings);
  }
}

}  // namespace postiche::mail
