// SPDX-License-Identifier: MIT
#include "harness/mail/content_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/mail/field_reader.h"
#include "harness/mail/structured_text.h"

namespace postiche::mail {

namespace {

constexpr std::size_t most_parameters = 100;

// tspecials =  "(" / ")" / "<" / ">" / "@" / "," / ";" / ":" / "\" / <"> / "/" / "[" / "]" / "?" /
//              "="                                              RFC 2045 sec 5.1
// Of these only what can't be meant as part of a word ends one here: mailers forget to quote.
constexpr std::string_view ends_of_value = ";( \t\r\n";
constexpr std::string_view ends_of_token = ";(=/, \t\r\n";

std::string take_word(StructuredText& text) {
  text.skip_blank();
  std::string word = ascii::to_lower(text.take_until(ends_of_token));
  text.skip_blank();
  return word;
}

// value := token / quoted-string                                RFC 2045 sec 5.1
// `name=two words.pdf` is one value: half of the mailers that write it mean it so.
std::string take_value(StructuredText& text, Findings& findings) {
  text.skip_blank();
  if (text.peek() == '"') {
    std::string value = text.take_quoted();
    if (text.is_open()) findings.note("bad-parameter");
    return value;
  }
  const std::size_t begin = text.position();
  text.take_until(ends_of_value);
  std::size_t end = text.position();
  text.skip_blank();
  if (!text.at_end() && text.peek() != ';') {
    findings.note("bad-parameter");
    text.take_until(";");
    end = text.position();
  }
  return std::string(ascii::trim(text.between(begin, end)));
}

// parameter := attribute "=" value                              RFC 2045 sec 5.1
// `text` stands behind the type, or wherever that left off.
Parameters take_parameters(StructuredText& text, Findings& findings) {
  Parameters out;
  for (;;) {
    text.skip_blank();
    if (!text.at_end() && text.peek() != ';') findings.note("bad-parameter");
    text.take_until(";");
    if (!text.take(';')) return out;
    text.skip_blank();
    const std::string name(text.take_until(ends_of_token));
    text.skip_blank();
    if (name.empty() && (text.at_end() || text.peek() == ';')) continue;  // "a=b;;" and "a=b;"
    if (name.empty() || !text.take('=')) {
      findings.note("bad-parameter");
    } else if (out.size() == most_parameters) {
      findings.note("too-many-parameters");
      return out;
    } else {
      std::string value = take_value(text, findings);
      out.push_back({name, std::move(value)});
    }
  }
}

// content := "Content-Type" ":" type "/" subtype *(";" parameter)       RFC 2045 sec 5.1
void read_type(std::string_view value, ContentFields& out, Findings& findings) {
  StructuredText text(value);
  std::string type = take_word(text);
  std::string subtype = text.take('/') ? take_word(text) : "";
  if (type.empty() || subtype.empty()) {
    // "Syntactically invalid" means text/plain: RFC 2045 sec 5.2.
    findings.note("bad-content-type");
    return;
  }
  out.type = std::move(type);
  out.subtype = std::move(subtype);
  out.parameters = take_parameters(text, findings);
}

// disposition := "Content-Disposition" ":" disposition-type *(";" disposition-parm)
//                                                               RFC 2183 sec 2
void read_disposition(std::string_view value, ContentFields& out, Findings& findings) {
  StructuredText text(value);
  Disposition disposition;
  disposition.type = take_word(text);
  if (disposition.type.empty()) return findings.note("bad-parameter");
  disposition.parameters = take_parameters(text, findings);
  out.disposition = std::move(disposition);
}

// encoding := "Content-Transfer-Encoding" ":" mechanism         RFC 2045 sec 6.1
void read_encoding(std::string_view value, ContentFields& out, Findings&) {
  StructuredText text(value);
  std::string mechanism = take_word(text);
  if (!mechanism.empty()) out.encoding = std::move(mechanism);
}

// Language-List = Language-Tag [CFWS] *("," [CFWS] Language-Tag [CFWS])         RFC 3282 sec 2
void read_languages(std::string_view value, ContentFields& out, Findings&) {
  StructuredText text(value);
  while (!text.at_end() && out.languages.size() < most_parameters) {
    text.skip_blank();
    std::string tag(text.take_until(", \t(;"));
    if (!tag.empty()) out.languages.push_back(std::move(tag));
    text.take_until(",");
    text.step();
  }
}

void read_id(std::string_view value, ContentFields& out, Findings&) { out.id = value; }
void read_md5(std::string_view value, ContentFields& out, Findings&) { out.md5 = value; }
void read_location(std::string_view value, ContentFields& out, Findings&) { out.location = value; }
void read_description(std::string_view value, ContentFields& out, Findings&) {
  out.description = value;
}

struct Known {
  std::string_view name;
  void (*read)(std::string_view value, ContentFields& out, Findings& findings);
};

constexpr std::array<Known, 8> known_fields = {{{"Content-Type", read_type},
                                                {"Content-Transfer-Encoding", read_encoding},
                                                {"Content-ID", read_id},
                                                {"Content-Description", read_description},
                                                {"Content-MD5", read_md5},
                                                {"Content-Disposition", read_disposition},
                                                {"Content-Language", read_languages},
                                                {"Content-Location", read_location}}};

// "Content-Type: text/plain; charset=us-ascii"                  RFC 2045 sec 5.2
ContentFields unsaid(DefaultType default_type) {
  const bool is_text = default_type == DefaultType::text;
  const std::string_view media_type = is_text ? "text/plain" : "message/rfc822";
  ContentFields out;
  out.type = media_type.substr(0, media_type.find('/'));
  out.subtype = media_type.substr(out.type.size() + 1);
  out.encoding = "7bit";
  if (is_text) out.parameters = {{"charset", "us-ascii"}};
  return out;
}

}  // namespace

std::string_view find_parameter(const Parameters& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& each) {
    return ascii::equal_ignoring_case(each.name, name);
  });
  return found == parameters.end() ? std::string_view() : std::string_view(found->value);
}

bool ContentFields::is(std::string_view media_type) const {
  return media_type.size() == type.size() + 1 + subtype.size() && media_type.starts_with(type) &&
         media_type.ends_with(subtype) && media_type[type.size()] == '/';
}

ContentFields parse_content_fields(std::string_view header, DefaultType default_type,
                                   Findings& findings) {
  ContentFields out = unsaid(default_type);
  std::array<bool, known_fields.size()> seen{};
  FieldReader reader(header);
  while (const auto field = reader.next()) {
    for (std::size_t i = 0; i < known_fields.size(); ++i) {
      if (seen[i] || !ascii::equal_ignoring_case(field->name, known_fields[i].name)) continue;
      seen[i] = true;
      known_fields[i].read(unfold(field->value), out, findings);
    }
  }
  return out;
}

}  // namespace postiche::mail
