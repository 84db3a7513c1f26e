// SPDX-License-Identifier: MIT
// Messages that are there before anybody connects: of mailboxes, and of the queue.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// atom-specials are no part of a keyword: RFC 9051 sec 9.
bool is_atom_char(char c) {
  return !ascii::is_control(c) && !ascii::is_8bit(c) &&
         std::string_view(" (){%*\"\\]").find(c) == std::string_view::npos;
}

constexpr std::uint64_t most_messages = 200'000;
constexpr std::uint64_t largest_content = 64 << 20;

struct MessageDraft : StoredMessage {
  int sources = 0;
  std::optional<std::vector<NamedFile>> files;  // of a Maildir
};

void take(MessageDraft& out, std::string content) {
  out.content = std::make_shared<const std::string>(std::move(content));
}

void load_text_source(Reader& reader, const Node& node, MessageDraft& out) {
  ++out.sources;
  if (const auto text = reader.text(node)) take(out, with_line_ends(*text, LineEnd::crlf));
}
void load_file_source(Reader& reader, const Node& node, MessageDraft& out) {
  ++out.sources;
  if (auto letter = load_letter(reader, node)) take(out, *std::move(letter));
}
void load_mbox_source(Reader& reader, const Node& node, MessageDraft& out) {
  ++out.sources;
  const auto path = reader.text(node);
  if (!path) return;
  auto file = read_beside(reader.file(), *path);
  if (!file) return reader.error(node, file.error().what, file.error().hint);
  out.is_mbox = true;
  take(out, *std::move(file));
}
void load_maildir_source(Reader& reader, const Node& node, MessageDraft& out) {
  ++out.sources;
  const auto path = reader.text(node);
  if (!path) return;
  auto files = read_maildir(reader.file(), *path);
  if (!files) return reader.error(node, files.error().what, files.error().hint);
  out.files = *std::move(files);
}
void load_generate(Reader& reader, const Node& node, MessageDraft& out) {
  ++out.sources;
  const auto count = reader.number(node);
  if (!count) return;
  if (*count <= most_messages) {
    out.generate = *count;
  } else {
    reader.error(node, "more than " + std::to_string(most_messages) + " messages are too many");
  }
}
void load_size(Reader& reader, const Node& node, MessageDraft& out) {
  const auto size = reader.size(node);
  if (!size) return;
  out.size = *size;
  if (*size > largest_content) reader.error(node, "a message here has at most 64 MB");
}
// flag = "\\Answered" / "\\Flagged" / "\\Deleted" / "\\Seen" / "\\Draft" / flag-keyword
//                                                                  RFC 9051 sec 9
void load_flags(Reader& reader, const Node& node, MessageDraft& out) {
  constexpr std::string_view system[] = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen",
                                         "\\Draft"};
  out.flags = reader.texts(node);
  for (const std::string& flag : out.flags) {
    const auto is_same = [&](std::string_view one) {
      return ascii::equal_ignoring_case(one, flag);
    };
    const bool own = flag.starts_with('\\');
    if (own && std::none_of(std::begin(system), std::end(system), is_same)) {
      reader.unknown_word(node, "flag", flag, {std::begin(system), std::end(system)});
    } else if (!own && (flag.empty() || !std::all_of(flag.begin(), flag.end(), is_atom_char))) {
      reader.error(node, "'" + flag + "' is no flag", "such as \\Seen, or a keyword such as $Junk");
    }
  }
}
constexpr KeyRow<MessageDraft> stored_message_rows[] = {
    {{"text", "a text", "Its header and body; each line gets CRLF."}, load_text_source},
    {{"file", "a path", "A file beside the scenario with header and body."}, load_file_source},
    {{"mbox", "a path", "All messages of a file in this format, with their flags and dates."},
     load_mbox_source},
    {{"maildir", "a path", "All messages of a folder in this format, of its cur and new."},
     load_maildir_source},
    {{"generate", "a number", "So many messages, each with a number and a date of its own."},
     load_generate},
    {{"size", "a size", "Octets of each generated one; 2KB."}, load_size},
    {{"from", "an address", "The sender of the envelope."},
     [](Reader& r, const Node& n, MessageDraft& out) { out.from = r.text(n); }},
    {{"to", "an address", "The recipient of the envelope."},
     [](Reader& r, const Node& n, MessageDraft& out) { out.to = r.text(n); }},
    {{"flags", "flags", "In a mailbox: what is known of it already, such as \\Seen."}, load_flags},
    {{"date", "a moment", "In a mailbox: when it came; else at the start of the run."},
     [](Reader& r, const Node& n, MessageDraft& out) { out.date = r.moment(n); }},
};

void load_one(Reader& reader, const Node& node, std::vector<StoredMessage>& out) {
  MessageDraft draft;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "a message", stored_message_rows, draft);
    if (draft.sources != 1) {
      reader.error(node, "a message needs exactly one of text, file, mbox, maildir and generate");
    }
  } else {
    load_text_source(reader, node, draft);
  }
  if (draft.sources != 1) return;
  if (!draft.files) return out.push_back(std::move(draft));
  for (NamedFile& file : *draft.files) {
    MessageDraft one = draft;
    one.file_name = std::move(file.name);
    take(one, std::move(file.octets));
    out.push_back(std::move(one));
  }
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

std::vector<SectionDoc> document_messages() { return {document("messages", stored_message_rows)}; }

}  // namespace postiche::scenario
