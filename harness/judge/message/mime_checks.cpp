// SPDX-License-Identifier: MIT
// What messages of several parts are made of: RFC 2045 and RFC 2046.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/lines.h"
#include "harness/mail/structured_text.h"

namespace postiche::judge {

namespace {

// A parameter as it is written.
struct Written {
  std::string name, value;
  bool is_quoted = false;
};

std::vector<Written> parameters_in(const std::string& value) {
  constexpr std::size_t most = 100;
  std::vector<Written> all;
  mail::StructuredText text(value);
  text.take_until(";");
  while (text.take(';') && all.size() < most) {
    text.skip_blank();
    Written one;
    one.name = ascii::trim(text.take_until("=;"));
    text.take('=');
    text.skip_blank();
    one.is_quoted = text.peek() == '"';
    one.value = one.is_quoted ? text.take_quoted() : std::string(ascii::trim(text.take_until(";")));
    text.skip_blank();
    if (!one.is_quoted || text.at_end() || text.peek() == ';') all.push_back(std::move(one));
    text.take_until(";");
  }
  return all;
}

// Calls look(field, value) for each Content-Type, those of parts too.
template <typename Look>
void for_each_type(const Letter& letter, Look look) {
  for (const mail::Part* const part : letter.parts) {
    mail::FieldReader reader(letter.in(part->header));
    while (const auto field = reader.next()) {
      if (ascii::equal_ignoring_case(field->name, "Content-Type")) {
        look(*field, mail::unfold(field->value));
      }
    }
  }
}

constexpr std::string_view tspecials = "()<>@,;:\\\"/[]?=";

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && tspecials.find(c) == tspecials.npos;
  });
}

// Without what may stand behind a value: a comment.
std::string without_comment(std::string_view value) {
  return std::string(ascii::trim(value.substr(0, value.find(" ("))));
}

// bcharsnospace, and " " but at the end                         RFC 2046 sec 5.1.1
std::string fault_of_boundary(const Written& written) {
  constexpr std::string_view marks = "'()+_,-./:=? ";
  const std::string& value = written.value;
  if (value.empty() || value.size() > 70) return "has not between 1 and 70 characters";
  if (value.ends_with(' ')) return "ends in a space";
  const bool fits = std::all_of(value.begin(), value.end(), [&](char c) {
    return ascii::is_alnum(c) || marks.find(c) != marks.npos;
  });
  if (!fits) return "has a character that it may not have";
  return written.is_quoted || is_token(value) ? "" : "has to be quoted";
}

void valid_boundary(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_type(letter, [&](const mail::Field& field, const std::string& value) {
    if (!ascii::starts_with_ignoring_case(value, "multipart/")) return;
    for (const Written& written : parameters_in(value)) {
      if (!ascii::equal_ignoring_case(written.name, "boundary")) continue;
      judging.saw();
      const std::string fault = fault_of_boundary(written);
      if (!fault.empty()) judging.blame("the boundary " + fault, field.whole);
    }
  });
  judging.finish();
}

// RFC 2045 sec 5.1
std::string fault_of_type(const std::string& value) {
  const std::string type = without_comment(std::string_view(value).substr(0, value.find(';')));
  const std::size_t slash = type.find('/');
  const bool has_both =
      slash != type.npos && is_token(type.substr(0, slash)) && is_token(type.substr(slash + 1));
  if (!has_both) return "is no type and subtype";
  for (const Written& written : parameters_in(value)) {
    if (written.name.empty() && written.value.empty()) continue;  // behind the last ";"
    if (!written.is_quoted && !is_token(without_comment(written.value))) {
      return "has a parameter that has to be quoted: " + written.name;
    }
  }
  return "";
}

void content_type_syntax(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_type(letter, [&](const mail::Field& field, const std::string& value) {
    judging.saw();
    const std::string fault = fault_of_type(value);
    if (!fault.empty()) judging.blame("Content-Type " + fault, field.whole);
  });
  judging.finish();
}

bool is_identity(const mail::Part& part) {
  const std::string& encoding = part.content.encoding;
  return encoding != "base64" && encoding != "quoted-printable";
}

// RFC 2045 sec 6.4
void identity_of_composite(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for (const mail::Part* const part : letter.parts) {
    const bool is_composite =
        part->content.type == "multipart" || part->content.is("message/rfc822");
    if (!is_composite) continue;
    judging.saw();
    if (!is_identity(*part)) {
      judging.blame(part->content.type + "/" + part->content.subtype + " is encoded as " +
                    part->content.encoding);
    }
  }
  judging.finish();
}

std::string boundary_of(const mail::Part& part) {
  return std::string(mail::find_parameter(part.content.parameters, "boundary"));
}

bool has_deviation(const mail::Outline& outline, std::string_view name) {
  const auto& all = outline.deviations;
  return std::find(all.begin(), all.end(), name) != all.end();
}

// A boundary that another one begins with, of a multipart inside.
std::string shared_boundary(const Letter& letter) {
  for (const mail::Part* const outer : letter.parts) {
    for (const mail::Part* const inner : letter.parts) {
      const std::string boundary = boundary_of(*outer);
      const bool is_inside = outer != inner && inner->kind == mail::PartKind::multipart &&
                             outer->kind == mail::PartKind::multipart &&
                             inner->header.begin >= outer->body.begin &&
                             inner->body.end <= outer->body.end;
      if (is_inside && !boundary.empty() && boundary_of(*inner).starts_with(boundary)) {
        return boundary;
      }
    }
  }
  return "";
}

// RFC 2046 sec 5.1.1
void multiparts_delimited(const Letter& letter, Finder& finder) {
  const auto is_multipart = [](const mail::Part* part) {
    return part->kind == mail::PartKind::multipart;
  };
  if (std::none_of(letter.parts.begin(), letter.parts.end(), is_multipart)) return;
  for (const std::string_view name :
       {"missing-final-boundary", "multipart-without-parts", "multipart-without-boundary"}) {
    if (has_deviation(letter.outline, name)) {
      return blame(letter, finder, "a multipart is not delimited: " + std::string(name));
    }
  }
  const std::string shared = shared_boundary(letter);
  if (!shared.empty()) {
    return blame(letter, finder, "a multipart inside another has its boundary: " + shared);
  }
  finder.good(*letter.event);
}

// RFC 2045 sec 2.7, 2.8
void no_nul(const Letter& letter, Finder& finder) {
  if (letter.is_binary) return;
  const std::size_t at = letter.content.find('\0');
  if (at == letter.content.npos) return finder.good(*letter.event);
  blame(letter, finder, "the message holds a NUL", std::string_view(letter.content).substr(at, 1));
}

constexpr MessageCheck message_mime_table[] = {
    {"message.mime.valid-boundary", valid_boundary},
    {"message.mime.content-type-syntax", content_type_syntax},
    {"message.mime.composite-types-identity-encoding", identity_of_composite},
    {"message.mime.multiparts-properly-delimited", multiparts_delimited},
    {"message.mime.no-nul-octets", no_nul},
};

}  // namespace

std::span<const MessageCheck> message_mime_checks() { return message_mime_table; }

}  // namespace postiche::judge
