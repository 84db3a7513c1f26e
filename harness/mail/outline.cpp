// SPDX-License-Identifier: MIT
// One walk over the lines. A stack has the entities that the line at hand stands in, the message
// first. The last of them is either in its header or in its body:
//
//   header --empty line--> body --boundary of one around it--> all inside that one end, and
//      |                    |                                  the header of its next part begins
//      +--boundary of one around it: it had no body           (or, behind the final one, nothing)
//
// A part that is a message has its header's end and the beginning of the other header at one place.

#include "harness/mail/outline.h"

#include <string>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/base/rope_lines.h"
#include "harness/mail/findings.h"

namespace postiche::mail {

namespace {

// What is looked at of a line, and of all Content- fields of a header: no honest one has so much.
constexpr std::size_t longest_text = 16 * 1024;
constexpr std::size_t longest_fields = 64 * 1024;

class Scanner {
 public:
  explicit Scanner(OutlineLimits limits) : limits_(limits) {}

  Outline scan(const Rope& message);

 private:
  struct Entity {
    std::uint32_t part;
    std::string boundary = {};       // "" where it is no multipart, or is over
    std::size_t endings_before = 0;  // of lines, before its body
  };
  // Which entity a line is a boundary of.
  struct Delimiter {
    std::size_t entity;
    bool is_final;
  };

  Part& part_of(const Entity& entity) { return outline_.parts[entity.part]; }
  bool has_room() const { return outline_.parts.size() < limits_.parts; }
  void read_line(const RopeLine& line);
  void read_header_line(const RopeLine& line);
  std::optional<Delimiter> find_delimiter(std::string_view text) const;
  void begin_entity(std::size_t at);
  void end_header(std::size_t at);
  void take_header();
  bool may_open();
  void close_down_to(std::size_t count, std::size_t end, std::size_t endings);
  void close(Entity& entity, std::size_t end, std::size_t endings);
  void pass(const Delimiter& delimiter, const RopeLine& line);

  OutlineLimits limits_;
  Outline outline_;
  Findings findings_;
  std::vector<Entity> stack_;
  bool in_header_ = false;
  bool in_content_field_ = false;
  std::string content_fields_;     // of the header at hand
  std::size_t endings_ = 0;        // of the lines before the one at hand
  std::size_t latest_ending_ = 0;  // octets of the latest
};

Outline Scanner::scan(const Rope& message) {
  begin_entity(0);
  RopeLines lines(message, longest_text);
  while (const auto line = lines.next()) {
    read_line(*line);
    if (line->ending == 1) findings_.note("bare-lf");
    if (line->ending > 0) ++endings_;
    latest_ending_ = line->ending;
  }
  if (in_header_) findings_.note("header-without-end");
  close_down_to(0, message.size(), endings_);
  outline_.deviations = std::move(findings_.deviations);
  return std::move(outline_);
}

void Scanner::read_line(const RopeLine& line) {
  if (line.text.starts_with("--")) {
    if (const auto delimiter = find_delimiter(line.text)) return pass(*delimiter, line);
  }
  if (in_header_) read_header_line(line);
}

void Scanner::read_header_line(const RopeLine& line) {
  if (line.text.empty()) return end_header(line.range.end);
  if (!ascii::is_space(line.text.front())) {
    in_content_field_ = ascii::starts_with_ignoring_case(line.text, "content-");
  }
  if (!in_content_field_ || content_fields_.size() + line.text.size() > longest_fields) return;
  content_fields_.append(line.text).append("\r\n");
}

// delimiter         := CRLF "--" boundary                       RFC 2046 sec 5.1.1
// close-delimiter   := delimiter "--"
// transport-padding := *LWSP-char
// One boundary may begin another: the longest is meant, and of two that are equal the inner one.
// What stands behind a final one was only parted from it badly.
std::optional<Scanner::Delimiter> Scanner::find_delimiter(std::string_view text) const {
  text.remove_prefix(2);
  std::optional<Delimiter> found;
  std::size_t longest = 0;
  for (std::size_t i = stack_.size(); i-- > 0;) {
    const std::string& boundary = stack_[i].boundary;
    if (boundary.size() <= longest || !text.starts_with(boundary)) continue;
    const std::string_view rest = text.substr(boundary.size());
    const bool is_final = rest.starts_with("--");
    if (!is_final && !ascii::trim(rest).empty()) continue;
    longest = boundary.size();
    found = Delimiter{i, is_final};
  }
  return found;
}

void Scanner::begin_entity(std::size_t at) {
  const auto index = static_cast<std::uint32_t>(outline_.parts.size());
  if (!stack_.empty()) part_of(stack_.back()).parts.push_back(index);
  outline_.parts.emplace_back().header = {at, at};
  stack_.push_back({index});
  in_header_ = true;
  in_content_field_ = false;
  content_fields_.clear();
}

// The line at hand is the empty one, and ends at `at`.
void Scanner::end_header(std::size_t at) {
  in_header_ = false;
  part_of(stack_.back()).header.end = at;
  stack_.back().endings_before = endings_ + 1;
  take_header();
  if (part_of(stack_.back()).kind == PartKind::message) begin_entity(at);
}

// Learns what the entity is, from its header.
void Scanner::take_header() {
  const bool in_digest =
      stack_.size() > 1 && part_of(stack_[stack_.size() - 2]).content.is("multipart/digest");
  Part& part = part_of(stack_.back());
  ContentFields& content = part.content;
  content = parse_content_fields(content_fields_,
                                 in_digest ? DefaultType::message : DefaultType::text, findings_);
  const bool is_multipart = content.type == "multipart";
  const bool is_message = content.is("message/rfc822") || content.is("message/global");
  if (!is_multipart && !is_message) return;
  if (!may_open()) {
    content.type = "application";
    content.subtype = "octet-stream";
    content.parameters.clear();
    return;
  }
  part.kind = is_multipart ? PartKind::multipart : PartKind::message;
  if (is_message) return;
  const std::string_view boundary = find_parameter(content.parameters, "boundary");
  if (boundary.empty()) findings_.note("multipart-without-boundary");
  stack_.back().boundary = boundary;
}

bool Scanner::may_open() {
  if (stack_.size() > limits_.depth) findings_.note("too-deep");
  if (!has_room()) findings_.note("too-many-parts");
  return stack_.size() <= limits_.depth && has_room();
}

// The line at hand stands between parts of the entity that is named.
void Scanner::pass(const Delimiter& delimiter, const RopeLine& line) {
  if (!delimiter.is_final && !has_room()) return findings_.note("too-many-parts");
  // The line ending before it belongs to it, if there is a line that does not end a header.
  const Range header = part_of(stack_.back()).header;
  const bool takes_ending = (in_header_ ? header.begin : header.end) < line.range.begin;
  if (in_header_) findings_.note("header-without-end");
  close_down_to(delimiter.entity + 1, line.range.begin - (takes_ending ? latest_ending_ : 0),
                endings_ - (takes_ending ? 1 : 0));
  in_header_ = false;
  if (delimiter.is_final) {
    stack_.back().boundary.clear();
  } else {
    begin_entity(line.range.end);
  }
}

// Ends the entities that are inside the first `count`.
void Scanner::close_down_to(std::size_t count, std::size_t end, std::size_t endings) {
  while (stack_.size() > count) {
    close(stack_.back(), end, endings);
    stack_.pop_back();
  }
}

void Scanner::close(Entity& entity, std::size_t end, std::size_t endings) {
  Part* part = &part_of(entity);
  if (in_header_ && &entity == &stack_.back()) {
    // It has no body, and may not even have a header.
    part->header.end = end;
    part->body = {part->header.end, part->header.end};
    take_header();
    in_header_ = false;
    part = &part_of(entity);
  } else {
    part->body = {part->header.end, end};
    part->lines = endings - entity.endings_before;
  }
  if (part->kind == PartKind::leaf) return;
  if (!entity.boundary.empty()) findings_.note("missing-final-boundary");
  if (!part->parts.empty()) return;
  if (part->kind == PartKind::multipart) findings_.note("multipart-without-parts");
  // BODYSTRUCTURE knows no multipart without parts: RFC 9051 sec 9 (body-type-mpart).
  const std::size_t at = part->body.end;
  const auto index = static_cast<std::uint32_t>(outline_.parts.size());
  part->parts.push_back(index);
  Part empty;
  empty.header = empty.body = {at, at};
  Findings none;
  empty.content = parse_content_fields("", DefaultType::text, none);
  outline_.parts.push_back(std::move(empty));
}

}  // namespace

Outline outline_of(const Rope& message, OutlineLimits limits) {
  return Scanner(limits).scan(message);
}

}  // namespace postiche::mail
