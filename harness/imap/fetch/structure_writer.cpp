// SPDX-License-Identifier: MIT
#include "harness/imap/fetch/structure_writer.h"

#include <string_view>
#include <vector>

#include "harness/imap/fetch/envelope_writer.h"
#include "harness/imap/pen/literals.h"
#include "harness/imap/pen/strings.h"

namespace postiche::imap {

namespace {

using mail::ContentFields;
using mail::Part;
using mail::PartKind;

// Goes down into parts as deep as the outline does, which is bounded.
class StructureWriter {
 public:
  StructureWriter(std::string& out, mail::OpenedMessage& message, Extensions extensions,
                  Encoding encoding)
      : out_(out), message_(message), extensions_(extensions), encoding_(encoding) {}

  void append(const Part& part);

 private:
  void append_one_part(const Part& part);
  void append_multipart(const Part& part);
  void append_extensions(const ContentFields& content);
  void append_parameters(const mail::Parameters& parameters);
  void append_languages(const std::vector<std::string>& languages);
  void append_text(std::string_view text) { append_string(out_, text, text_form(encoding_)); }
  // What was not said is NIL.
  void append_if_said(std::string_view text);

  std::string& out_;
  mail::OpenedMessage& message_;
  const Extensions extensions_;
  const Encoding encoding_;
};

// body = "(" (body-type-1part / body-type-mpart) ")"            RFC 9051 sec 9
void StructureWriter::append(const Part& part) {
  out_ += '(';
  if (part.kind == PartKind::multipart) {
    append_multipart(part);
  } else {
    append_one_part(part);
  }
  out_ += ')';
}

// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
// body-ext-mpart = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
void StructureWriter::append_multipart(const Part& part) {
  for (const std::uint32_t each : part.parts) append(message_.outline().parts[each]);
  out_ += ' ';
  append_text(part.content.subtype);
  if (extensions_ == Extensions::left_out) return;
  out_ += ' ';
  append_parameters(part.content.parameters);
  append_extensions(part.content);
}

// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
// body-type-basic = media-basic SP body-fields
// body-type-msg   = media-message SP body-fields SP envelope SP body SP body-fld-lines
// body-type-text  = media-text SP body-fields SP body-fld-lines
// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
//                   body-fld-octets
// body-ext-1part  = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc]]]
void StructureWriter::append_one_part(const Part& part) {
  const ContentFields& content = part.content;
  append_text(content.type);
  out_ += ' ';
  append_text(content.subtype);
  out_ += ' ';
  append_parameters(content.parameters);
  out_ += ' ';
  append_if_said(content.id);
  out_ += ' ';
  append_if_said(content.description);
  out_ += ' ';
  append_text(content.encoding);
  out_ += ' ';
  append_number(out_, part.body.size());
  if (part.kind == PartKind::message) {
    const Part& inside = message_.outline().parts[part.parts.front()];
    out_ += ' ';
    append_envelope(out_, mail::envelope_of(message_.octets()->copy(inside.header)), encoding_);
    out_ += ' ';
    append(inside);
  }
  if (part.kind == PartKind::message || content.type == "text") {
    out_ += ' ';
    append_number(out_, part.lines);
  }
  if (extensions_ == Extensions::left_out) return;
  out_ += ' ';
  append_if_said(content.md5);
  append_extensions(content);
}

// body-fld-dsp = "(" string SP body-fld-param ")" / nil
void StructureWriter::append_extensions(const ContentFields& content) {
  if (content.disposition) {
    out_ += " (";
    append_text(content.disposition->type);
    out_ += ' ';
    append_parameters(content.disposition->parameters);
    out_ += ") ";
  } else {
    out_ += " NIL ";
  }
  append_languages(content.languages);
  out_ += ' ';
  append_if_said(content.location);
}

// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
void StructureWriter::append_parameters(const mail::Parameters& parameters) {
  if (parameters.empty()) {
    out_ += "NIL";
    return;
  }
  char before = '(';
  for (const mail::Parameter& parameter : parameters) {
    out_ += before;
    append_text(parameter.name);
    out_ += ' ';
    append_text(parameter.value);
    before = ' ';
  }
  out_ += ')';
}

// body-fld-lang = nstring / "(" string *(SP string) ")"
void StructureWriter::append_languages(const std::vector<std::string>& languages) {
  if (languages.size() < 2) return append_if_said(languages.empty() ? "" : languages.front());
  char before = '(';
  for (const std::string& language : languages) {
    out_ += before;
    append_text(language);
    before = ' ';
  }
  out_ += ')';
}

void StructureWriter::append_if_said(std::string_view text) {
  if (text.empty()) {
    out_ += "NIL";
    return;
  }
  append_text(text);
}

}  // namespace

void append_structure(std::string& out, mail::OpenedMessage& message, Extensions extensions,
                      Encoding encoding) {
  StructureWriter(out, message, extensions, encoding).append(message.outline().root());
}

}  // namespace postiche::imap
