// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/message_url.h"

#include <algorithm>
#include <limits>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/imap/grammar/productions.h"

namespace postiche::imap {

namespace {

std::optional<unsigned> hex_digit(char c) {
  const char low = ascii::lower(c);
  if (ascii::is_digit(low)) return static_cast<unsigned>(low - '0');
  if (low >= 'a' && low <= 'f') return static_cast<unsigned>(low - 'a' + 10);
  return std::nullopt;
}

// "%20" is a space. Nothing where what comes out is no text.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool is_encoded = text.front() == '%';
    if (is_encoded) {
      const auto high = text.size() > 2 ? hex_digit(text[1]) : std::nullopt;
      const auto low = text.size() > 2 ? hex_digit(text[2]) : std::nullopt;
      if (!high || !low) return std::nullopt;
      out += static_cast<char>(*high * 16 + *low);
    } else {
      out += text.front();
    }
    text.remove_prefix(is_encoded ? 3 : 1);
  }
  const bool is_text =
      utf8::is_valid(out) && std::none_of(out.begin(), out.end(), ascii::is_control);
  return is_text ? std::optional(std::move(out)) : std::nullopt;
}

// nz-number
std::optional<std::uint32_t> parse_nz_number(std::string_view text) {
  const auto number = ascii::parse_number(text);
  if (!number || *number == 0 || *number > largest_number32) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

// Where `word` begins, ignoring case; npos where it is not there.
std::size_t find_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return ascii::lower(a) == ascii::lower(b); };
  const auto found = std::search(text.begin(), text.end(), word.begin(), word.end(), same);
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

// Cuts `text` before `word`, and gives what stands behind that; nothing where it is not there.
std::optional<std::string_view> cut_off(std::string_view& text, std::string_view word) {
  const std::size_t at = find_word(text, word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view behind = text.substr(at + word.size());
  text = text.substr(0, at);
  return behind;
}

// imailbox-ref = enc-mailbox [uidvalidity]                      RFC 5092 sec 11
bool read_mailbox(std::string_view text, MessageUrl& url) {
  if (const auto uid_validity = cut_off(text, ";UIDVALIDITY=")) {
    url.uid_validity = parse_nz_number(*uid_validity);
    if (!url.uid_validity) return false;
  }
  const auto name = decoded(text);
  url.mailbox = name.value_or("");
  return name.has_value();
}

// isection-only = ";SECTION=" enc-section                       RFC 5092 sec 11
// What a section is, FETCH says.
std::optional<FetchItem> parse_section(std::string_view text) {
  const auto section = decoded(text);
  if (!section) return std::nullopt;
  const std::string wanted = "BODY[" + *section + "]";
  const Utterance utterance{{wanted}, {}};
  mail::Findings findings;
  Reader reader(utterance, 0, Encoding::utf8, findings);
  FetchItem item = read_fetch_item(reader);
  reader.expect_end();
  return findings.fault.empty() ? std::optional(std::move(item)) : std::nullopt;
}

// partial-range = number ["." nz-number]                        RFC 5092 sec 11
std::optional<FetchItem::Partial> parse_partial(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto from = ascii::parse_number(text.substr(0, dot));
  auto count = std::optional(std::numeric_limits<std::uint64_t>::max());
  if (dot != std::string_view::npos) count = ascii::parse_number(text.substr(dot + 1));
  if (!from || !count || *count == 0) return std::nullopt;
  return FetchItem::Partial{*from, *count};
}

}  // namespace

// imessagepart = imailbox-ref iuid [isection] [ipartial], each behind a "/"
//                                                               RFC 5092 sec 11
std::optional<MessageUrl> parse_message_url(std::string_view text) {
  MessageUrl url;
  url.item.kind = FetchItem::Kind::body_section;
  // Two slashes would lead to another server.
  const bool is_absolute = text.starts_with('/') && !ascii::starts_with_ignoring_case(text, "/;");
  if (is_absolute) text.remove_prefix(1);
  if (is_absolute && text.starts_with('/')) return std::nullopt;
  const bool is_bare = ascii::starts_with_ignoring_case(text, ";UID=");
  auto uid = is_bare ? std::optional(text.substr(5)) : cut_off(text, "/;UID=");
  if (!uid) return std::nullopt;
  if (is_bare) text = {};
  // Without a slash before it, a name would be one beside the mailbox that is open.
  if (!is_absolute && !text.empty()) return std::nullopt;
  if (!read_mailbox(text, url)) return std::nullopt;
  if (const auto range = cut_off(*uid, "/;PARTIAL=")) {
    url.item.partial = parse_partial(*range);
    if (!url.item.partial) return std::nullopt;
  }
  if (const auto section = cut_off(*uid, "/;SECTION=")) {
    auto item = parse_section(*section);
    if (!item) return std::nullopt;
    item->partial = url.item.partial;
    url.item = *std::move(item);
  }
  const auto number = parse_nz_number(*uid);
  url.uid = number.value_or(0);
  return number ? std::optional(std::move(url)) : std::nullopt;
}

}  // namespace postiche::imap
