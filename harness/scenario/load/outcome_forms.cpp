// SPDX-License-Identifier: MIT
// The forms of expectations that look at what came out: messages, endings, the client's own word.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- message ---

void load_message_bytes(Reader& reader, const Node& node, MessageForm& out) {
  out.bytes = load_fixed_pattern(reader, node);
}
void load_message_header(Reader& reader, const Node& node, MessageForm& out) {
  if (!expect_map(reader, node, "'header'")) return;
  for (const Node::Entry& entry : node.entries) {
    auto pattern = load_fixed_pattern(reader, *entry.value);
    if (pattern) out.headers.emplace(ascii::to_lower(entry.key->text), std::move(*pattern));
  }
}
void load_message_sha256(Reader& reader, const Node& node, MessageForm& out) {
  const auto text = reader.text(node);
  if (!text) return;
  constexpr std::string_view digits = "0123456789abcdef";
  const std::string lower = ascii::to_lower(*text);
  if (lower.size() != 64 || lower.find_first_not_of(digits) != std::string::npos) {
    reader.error(node, "a SHA-256 digest has 64 hex digits");
    return;
  }
  out.sha256 = lower;
}
void load_message_reverse_path(Reader& reader, const Node& node, MessageForm& out) {
  out.reverse_path = load_fixed_pattern(reader, node);
}
void load_message_recipient(Reader& reader, const Node& node, MessageForm& out) {
  out.recipient = load_fixed_pattern(reader, node);
}
constexpr KeyRow<MessageForm> message_rows[] = {
    {{"bytes", "a pattern", "The content, as the client meant it: without dot-stuffing."},
     load_message_bytes},
    {{"header", "fields and patterns", "A map from fields to what they hold."},
     load_message_header},
    {{"sha256", "a digest", "Of the content, in hex."}, load_message_sha256},
    {{"reverse-path", "a pattern", "The sender of the envelope."}, load_message_reverse_path},
    {{"recipient", "a pattern", "One recipient of the envelope."}, load_message_recipient},
};

// --- ending ---

void load_ending_by(Reader& reader, const Node& node, EndingForm& out) {
  constexpr Choice<EndingForm::By> choices[] = {{"client", EndingForm::By::client},
                                                {"server", EndingForm::By::server},
                                                {"any", EndingForm::By::any}};
  if (const auto by = reader.choose(node, choices, "side")) out.by = *by;
}
void load_ending_how(Reader& reader, const Node& node, EndingForm& out) {
  constexpr Choice<std::string_view> choices[] = {
      {"quit", "quit"}, {"fin", "fin"}, {"rst", "rst"}, {"timeout", "timeout"}, {"proxy", "proxy"}};
  if (const auto how = reader.choose(node, choices, "ending")) out.how = std::string(*how);
}
constexpr KeyRow<EndingForm> ending_rows[] = {
    {{"by", "client, server or any", "Who ended each connection."}, load_ending_by},
    {{"how", "quit, fin, rst, timeout or proxy", "How it was ended."}, load_ending_how},
};

// --- client ---

void load_client_status(Reader& reader, const Node& node, ClientForm& out) {
  out.status = load_fixed_pattern(reader, node);
}
void load_client_output(Reader& reader, const Node& node, ClientForm& out) {
  out.output = load_fixed_pattern(reader, node);
}
constexpr KeyRow<ClientForm> client_rows[] = {
    {{"status", "a pattern", "Its exit status: 0, or \"> 0\"."}, load_client_status},
    {{"output", "a pattern", "What it wrote to standard output and standard error."},
     load_client_output},
};

// --- stream ---

void load_stream_lines(Reader& reader, const Node& node, StreamForm& out) {
  for (const std::string& text : reader.texts(node)) {
    std::string_view rest = text;
    if (rest.ends_with('\n')) rest.remove_suffix(1);
    for (const std::string_view line : ascii::split(rest, '\n')) {
      out.lines.push_back(std::string(line) + "\r\n");
    }
  }
}
void load_stream_drop(Reader& reader, const Node& node, StreamForm& out) {
  const std::vector<const Node*> items = items_of(node);
  for (const Node* item : items) {
    if (auto pattern = load_fixed_pattern(reader, *item)) out.drop.push_back(std::move(*pattern));
  }
}
void load_stream_substitute(Reader& reader, const Node& node, StreamForm& out) {
  if (!expect_map(reader, node, "'substitute'")) return;
  for (const Node::Entry& entry : node.entries) {
    auto pattern = load_fixed_pattern(reader, *entry.key);
    auto text = reader.text(*entry.value);
    if (pattern && text) out.substitute.push_back({std::move(*pattern), std::move(*text)});
  }
}
constexpr KeyRow<StreamForm> stream_rows[] = {
    {{"equals", "lines", "One text of several lines, or a list; each ends with CRLF.",
      Need::required},
     load_stream_lines},
    {{"drop", "patterns", "Lines of the client that do not count."}, load_stream_drop},
    {{"substitute", "patterns and texts",
      "What is put in place of a line that matches, of each match where it is a /regex/."},
     load_stream_substitute},
};
}  // namespace

void load_message_form(Reader& reader, const Node& node, Form& out) {
  MessageForm form;
  load_keys(reader, node, "'message'", message_rows, form);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "'message' asks for nothing", "such as recipient: alice@example.com");
  }
  out = std::move(form);
}

void load_ending_form(Reader& reader, const Node& node, Form& out) {
  EndingForm form;
  load_keys(reader, node, "'ending'", ending_rows, form);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "'ending' asks for nothing", "such as {by: client, how: quit}");
  }
  out = std::move(form);
}

void load_client_form(Reader& reader, const Node& node, Form& out) {
  ClientForm form;
  load_keys(reader, node, "'client'", client_rows, form);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "'client' asks for nothing", "such as {status: 0}");
  }
  out = std::move(form);
}

void load_stream_form(Reader& reader, const Node& node, Form& out) {
  StreamForm form;
  load_keys(reader, node, "'stream'", stream_rows, form);
  out = std::move(form);
}

std::vector<SectionDoc> document_outcome_forms() {
  return {document("message", message_rows), document("ending", ending_rows),
          document("client", client_rows), document("stream", stream_rows)};
}
}  // namespace postiche::scenario
