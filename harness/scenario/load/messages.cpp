// SPDX-License-Identifier: MIT
// Messages that are there before anybody connects: of mailboxes, and of the queue.

#include "harness/base/ascii.h"
#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

constexpr std::uint64_t most_messages = 200'000;
constexpr std::uint64_t largest_content = 64 << 20;

struct Draft {
  std::optional<std::string> from, to;
  std::optional<std::string> content;
  std::uint64_t generate = 0, size = 1024;
  int sources = 0;
};

void load_text_source(Reader& reader, const Node& node, Draft& out) {
  ++out.sources;
  if (const auto text = reader.text(node)) out.content = with_line_ends(*text, LineEnd::crlf);
}
void load_file_source(Reader& reader, const Node& node, Draft& out) {
  ++out.sources;
  out.content = load_letter(reader, node);
}
void load_generate(Reader& reader, const Node& node, Draft& out) {
  ++out.sources;
  const auto count = reader.number(node, 1);
  if (!count) return;
  if (*count <= most_messages) {
    out.generate = *count;
  } else {
    reader.error(node, "more than " + std::to_string(most_messages) + " messages are too many");
  }
}
void load_size(Reader& reader, const Node& node, Draft& out) {
  const auto size = reader.size(node);
  if (!size) return;
  out.size = *size;
  if (*size > largest_content) reader.error(node, "a message here has at most 64 MB");
}
constexpr KeyRow<Draft> rows[] = {
    {{"text", "a text", "Its header and body; each line gets CRLF."}, load_text_source},
    {{"file", "a path", "A file beside the scenario with header and body."}, load_file_source},
    {{"generate", "a number", "So many messages that differ in nothing but their number."},
     load_generate},
    {{"size", "a size", "Octets of each generated one, about; 1KB."}, load_size},
    {{"from", "an address", "The sender of the envelope."},
     [](Reader& r, const Node& n, Draft& out) { out.from = r.text(n); }},
    {{"to", "an address", "The recipient of the envelope."},
     [](Reader& r, const Node& n, Draft& out) { out.to = r.text(n); }},
};

std::string generated(std::uint64_t number, std::uint64_t size) {
  std::string out = "From: postiche@example.com\r\nSubject: Message " + std::to_string(number) +
                    "\r\nDate: Thu, 01 Jan 2026 00:00:00 +0000\r\n\r\n";
  // Lines of 80 octets, CRLF included.
  while (out.size() < size) out += std::string(78, 'x') + "\r\n";
  return out;
}

void load_one(Reader& reader, const Node& node, std::vector<StoredMessage>& out) {
  Draft draft;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "a message", rows, draft);
    if (draft.sources != 1) {
      reader.error(node, "a message needs exactly one of text, file and generate");
    }
  } else {
    load_text_source(reader, node, draft);
  }
  const auto add = [&](std::string content) {
    out.push_back({draft.from, draft.to, std::make_shared<const std::string>(std::move(content))});
  };
  if (draft.content) add(*std::move(draft.content));
  if (draft.generate * draft.size > largest_content) {
    return reader.error(node, "what is generated is larger than 64 MB", "fewer or smaller ones");
  }
  for (std::uint64_t i = 1; i <= draft.generate; ++i) add(generated(i, draft.size));
}

}  // namespace

std::optional<std::string> load_letter(Reader& reader, const Node& node) {
  const auto path = reader.text(node);
  if (!path) return std::nullopt;
  auto bytes = read_beside(reader.file(), *path);
  if (!bytes) {
    reader.error(node, bytes.error().what, bytes.error().hint);
    return std::nullopt;
  }
  // Mail has CRLF; a letter that was written in an editor has not.
  const bool edited = bytes->find("\r\n") == std::string::npos;
  return edited ? with_line_ends(*bytes, LineEnd::crlf) : *std::move(bytes);
}

void load_messages(Reader& reader, const Node& node, std::vector<StoredMessage>& out) {
  if (node.kind != Node::Kind::list) return load_one(reader, node, out);
  for (const Node* item : node.items) load_one(reader, *item, out);
}

void load_queue(Reader& reader, const Node& node, Queue& out) {
  if (!expect_map(reader, node, "'queue'")) return;
  for (const Node::Entry& entry : node.entries) {
    load_messages(reader, *entry.value, out[ascii::to_lower(entry.key->text)]);
  }
}

std::vector<SectionDoc> document_messages() { return {document("messages", rows)}; }

}  // namespace postiche::scenario
