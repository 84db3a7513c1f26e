// SPDX-License-Identifier: MIT
// Whether the parts of a message are encoded as they say: RFC 2045 sec 6.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/base/utf8.h"
#include "harness/judge/check.h"
#include "harness/judge/lines.h"
#include "harness/mail/transfer_decoding.h"

namespace postiche::judge {

namespace {

// Of a part that is decoded to be judged.
constexpr std::size_t most_decoded = 16 * 1024 * 1024;

template <typename Look>
void for_each_leaf(const Letter& letter, Look look) {
  for (const mail::Part* const part : letter.parts) {
    if (part->kind == mail::PartKind::leaf) look(*part, letter.in(part->body));
  }
}

// For each leaf with this encoding.
template <typename Look>
void for_each_encoded(const Letter& letter, std::string_view encoding, Look look) {
  for_each_leaf(letter, [&](const mail::Part& part, std::string_view body) {
    if (part.content.encoding == encoding && !body.empty()) look(part, body);
  });
}

mail::Decoded decoded(const Letter& letter, const mail::Part& part) {
  const auto known = mail::find_transfer_encoding(part.content.encoding);
  return mail::decode_range(letter.rope, part.body,
                            known.value_or(mail::TransferEncoding::identity), most_decoded);
}

std::string name_of(const mail::Part& part) {
  return part.content.type + "/" + part.content.subtype;
}

// RFC 2045 sec 6.2. A message that is not of MIME says nothing of this kind, but is 7bit all the
// same.
void truthful_label(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_leaf(letter, [&](const mail::Part& part, std::string_view body) {
    const std::string& encoding = part.content.encoding;
    judging.saw();
    if (encoding == "7bit" && ascii::has_8bit(body)) {
      judging.blame(name_of(part) + " holds octets above 127 and is labelled as 7bit", body);
    }
    const bool is_encoded = encoding == "base64" || encoding == "quoted-printable";
    if (is_encoded && decoded(letter, part).is_damaged) {
      judging.blame(name_of(part) + " is no " + encoding, body);
    }
  });
  judging.finish();
}

std::string fault_of_quoted_line(std::string_view line) {
  if (line.size() > 76) return "a line of " + std::to_string(line.size()) + " characters";
  if (!line.empty() && ascii::is_space(line.back())) return "white space at the end of a line";
  for (std::size_t at = line.find('='); at != line.npos; at = line.find('=', at + 1)) {
    const std::string_view hex = line.substr(at + 1, 2);
    if (ascii::to_upper(hex) != hex) return "small hexadecimal digits";
  }
  return "";
}

// RFC 2045 sec 6.7
void quoted_printable_lines(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_encoded(letter, "quoted-printable", [&](const mail::Part&, std::string_view body) {
    judging.saw();
    for (const std::string_view line : lines_in(body)) {
      const std::string fault = fault_of_quoted_line(line);
      if (!fault.empty()) judging.blame("quoted-printable has " + fault, line);
    }
  });
  judging.finish();
}

// RFC 2045 sec 6.7. Text whose every line break is encoded has none that anybody sees.
void real_line_breaks(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_encoded(letter, "quoted-printable", [&](const mail::Part& part, std::string_view body) {
    if (part.content.type != "text") return;
    auto lines = lines_in(body);
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    if (!lines.empty()) lines.pop_back();  // what ends the last line is no break within the text
    const bool has_real = std::any_of(lines.begin(), lines.end(),
                                      [](std::string_view line) { return !line.ends_with('='); });
    const std::size_t encoded = body.find("=0D=0A");
    if (has_real || encoded == body.npos) {
      if (has_real) judging.saw();
      return;
    }
    judging.blame("the line breaks of a text are encoded", body.substr(encoded, 6));
  });
  judging.finish();
}

// RFC 2045 sec 6.8
void base64_lines(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_encoded(letter, "base64", [&](const mail::Part&, std::string_view body) {
    judging.saw();
    for (const std::string_view line : lines_in(body)) {
      if (line.size() <= 76) continue;
      judging.blame("base64 has a line of " + std::to_string(line.size()) + " characters", line);
    }
  });
  judging.finish();
}

std::string fault_of_charset(const mail::Part& part, const std::string& octets) {
  const std::string_view charset = mail::find_parameter(part.content.parameters, "charset");
  if (charset.empty()) return "names no charset";
  if (ascii::equal_ignoring_case(charset, "us-ascii")) return "names us-ascii";
  const bool is_utf8 = ascii::equal_ignoring_case(charset, "utf-8");
  return is_utf8 && !utf8::is_valid(octets) ? "is no UTF-8" : "";
}

// RFC 2046 sec 4.1.2. What other charsets hold nobody can tell from the octets; a page of HTML or
// XML may name its charset itself.
void truthful_charset(const Letter& letter, Finder& finder) {
  Judging judging(letter, finder);
  for_each_leaf(letter, [&](const mail::Part& part, std::string_view body) {
    if (!part.content.is("text/plain")) return;
    const mail::Decoded text = decoded(letter, part);
    if (!ascii::has_8bit(text.octets) || text.is_cut) return;
    judging.saw();
    const std::string fault = fault_of_charset(part, text.octets);
    if (!fault.empty()) judging.blame("a text with more than ASCII " + fault, body);
  });
  judging.finish();
}

constexpr MessageCheck message_encoding_table[] = {
    {"message.mime.truthful-transfer-encoding", truthful_label},
    {"message.mime.quoted-printable-line-rules", quoted_printable_lines},
    {"message.mime.quoted-printable-real-line-breaks", real_line_breaks},
    {"message.mime.base64-line-length", base64_lines},
    {"message.mime.truthful-charset", truthful_charset},
};

}  // namespace

std::span<const MessageCheck> message_encoding_checks() { return message_encoding_table; }

}  // namespace postiche::judge
