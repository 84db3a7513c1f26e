// SPDX-License-Identifier: MIT
#include "harness/mail/downgrade.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/address_list.h"
#include "harness/mail/content_fields.h"
#include "harness/mail/encoded_word.h"
#include "harness/mail/field_reader.h"

namespace postiche::mail {

namespace {

// RFC 6858 sec 2.1
constexpr std::array<std::string_view, 12> address_fields = {
    "Bcc",        "Cc",          "From",        "Reply-To",
    "Resent-Bcc", "Resent-Cc",   "Resent-From", "Resent-Sender",
    "Resent-To",  "Return-Path", "Sender",      "To"};

bool has_8bit(const std::optional<std::string>& text) { return text && ascii::has_8bit(*text); }

void encode(std::optional<std::string>& text) {
  if (has_8bit(text)) text = encode_words(*text);
}

void downgrade(ListedAddress& address) {
  if (address.kind == ListedAddress::Kind::group_begin) return encode(address.mailbox);
  if (has_8bit(address.mailbox) || has_8bit(address.host)) {
    if (!address.name)
      address.name = address.mailbox.value_or("") + "@" + address.host.value_or("");
    address.mailbox = "invalid";
    address.host = "internationalized-address.invalid";
  }
  if (has_8bit(address.route)) address.route.reset();
  encode(address.name);
}

std::string downgraded_addresses(std::string_view value) {
  Findings ignored;
  AddressList list = parse_address_list(value, ignored);
  for (ListedAddress& each : list) downgrade(each);
  return print(list);
}

std::string folded(std::string_view words) {
  std::string out;
  for (const char c : words) c == ' ' ? out.append("\r\n ") : out += c;
  return out;
}

std::string written(std::string_view type, const Parameters& parameters) {
  std::string out(type);
  for (const Parameter& each : parameters) {
    if (ascii::has_8bit(each.name) || ascii::has_8bit(each.value)) continue;
    out.append(";\r\n ").append(each.name).append("=\"");
    for (const char c : each.value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out;
}

// What is said instead of a value that is not ASCII; "" where the field is left out.
std::string downgraded_value(const Field& field) {
  Findings ignored;
  if (ascii::equal_ignoring_case(field.name, "Subject"))
    return folded(encode_words(unfold(field.value)));
  if (ascii::contains_ignoring_case(address_fields, field.name)) {
    return downgraded_addresses(unfold(field.value));
  }
  const ContentFields content = parse_content_fields(field.whole, DefaultType::text, ignored);
  std::string out;
  if (ascii::equal_ignoring_case(field.name, "Content-Type")) {
    out = written(content.type + "/" + content.subtype, content.parameters);
  } else if (content.disposition) {
    out = written(content.disposition->type, content.disposition->parameters);
  }
  return ascii::has_8bit(out) ? "" : out;
}

// Whether one of these octets is not ASCII.
bool is_international(const Rope& message, Range range) {
  bool found = false;
  message.for_each_piece(range,
                         [&](std::string_view piece) { found = found || ascii::has_8bit(piece); });
  return found;
}

}  // namespace

std::string downgraded_header(std::string_view header) {
  if (!ascii::has_8bit(header)) return std::string(header);
  std::string out;
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    if (!ascii::has_8bit(field->whole)) {
      out += field->whole;
    } else if (const std::string value =
                   ascii::has_8bit(field->name) ? "" : downgraded_value(*field);
               !value.empty()) {
      out.append(field->name).append(": ").append(value).append("\r\n");
    }
  }
  return out.append(empty_line_of(header));
}

std::shared_ptr<const Rope> downgraded(const std::shared_ptr<const Rope>& message,
                                       const Outline& outline) {
  std::vector<Range> headers;
  for (const Part& part : outline.parts) {
    if (is_international(*message, part.header)) headers.push_back(part.header);
  }
  if (headers.empty()) return message;
  const auto by_place = [](Range a, Range b) { return a.begin < b.begin; };
  std::sort(headers.begin(), headers.end(), by_place);
  auto out = std::make_shared<Rope>();
  std::size_t copied = 0;
  const auto share = [&](std::size_t end) {
    message->for_each_piece({copied, end},
                            [&](std::string_view piece) { out->append(piece, message); });
    copied = end;
  };
  for (const Range header : headers) {
    share(header.begin);
    const auto text = std::make_shared<const std::string>(downgraded_header(message->copy(header)));
    out->append(*text, text);
    copied = header.end;
  }
  share(message->size());
  return out;
}

}  // namespace postiche::mail
