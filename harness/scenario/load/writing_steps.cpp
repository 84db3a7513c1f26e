// SPDX-License-Identifier: MIT
// The steps that say something: `reply`, `send` and `honest`.

#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- reply ---

void load_reply_text(Reader& reader, const Node& node, ReplyStep& out) {
  out.lines = load_reply_lines(reader, node);
}
void load_reply_effect(Reader& reader, const Node& node, ReplyStep& out) {
  const auto has = reader.yes_or_no(node);
  if (has) out.effect = *has ? ReplyStep::Effect::yes : ReplyStep::Effect::no;
}
constexpr KeyRow<ReplyStep> reply_rows[] = {
    {{"text", "a reply", "The reply, as one text or a list of lines.", Need::required},
     load_reply_text},
    {{"effect", "yes or no",
      "Whether the command has its effect; without it a positive reply gives it one."},
     load_reply_effect},
};

// --- send ---

struct SendDraft {
  const Node* text = nullptr;
  std::optional<std::string> bytes;
  LineEnd eol = LineEnd::none;
  std::uint64_t repeat = 1;
  int sources = 0;
};

void take_bytes(Reader& reader, const Node& node, Result<std::string> bytes, SendDraft& out) {
  if (bytes) {
    out.bytes = *std::move(bytes);
  } else {
    reader.error(node, bytes.error().what, bytes.error().hint);
  }
}

void load_send_text(Reader&, const Node& node, SendDraft& out) {
  out.text = &node;
  ++out.sources;
}
void load_send_hex(Reader& reader, const Node& node, SendDraft& out) {
  ++out.sources;
  if (const auto text = reader.text(node)) take_bytes(reader, node, decode_hex(*text), out);
}
void load_send_base64(Reader& reader, const Node& node, SendDraft& out) {
  ++out.sources;
  if (const auto text = reader.text(node)) take_bytes(reader, node, decode_base64(*text), out);
}
void load_send_file(Reader& reader, const Node& node, SendDraft& out) {
  ++out.sources;
  if (const auto path = reader.text(node)) {
    take_bytes(reader, node, read_beside(reader.file(), *path), out);
  }
}
void load_send_repeat(Reader& reader, const Node& node, SendDraft& out) {
  if (const auto count = reader.number(node, 1)) out.repeat = *count;
}
void load_send_eol(Reader& reader, const Node& node, SendDraft& out) {
  constexpr Choice<LineEnd> choices[] = {
      {"crlf", LineEnd::crlf}, {"lf", LineEnd::lf}, {"cr", LineEnd::cr}, {"none", LineEnd::none}};
  if (const auto end = reader.choose(node, choices, "line ending")) out.eol = *end;
}
constexpr KeyRow<SendDraft> send_rows[] = {
    {{"text", "a text", "The bytes as text, {names} expanded."}, load_send_text},
    {{"hex", "a text", "The bytes as pairs of hex digits."}, load_send_hex},
    {{"base64", "a text", "The bytes in base64."}, load_send_base64},
    {{"file", "a path", "The bytes of a file beside the scenario."}, load_send_file},
    {{"repeat", "a number", "So many times; all of it may be larger than any memory."},
     load_send_repeat},
    {{"eol", "crlf, lf, cr or none", "What each line ends with; without it nothing is added."},
     load_send_eol},
};

// --- honest ---

void load_honest_before(Reader& reader, const Node& node, HonestStep& out) {
  out.before = reader.template_text(node);
}
void load_honest_after(Reader& reader, const Node& node, HonestStep& out) {
  out.after = reader.template_text(node);
}
void load_honest_change(Reader& reader, const Node& node, HonestStep& out) {
  if (!expect_map(reader, node, "'change'")) return;
  for (const Node::Entry& entry : node.entries) {
    if (entry.key->text.empty()) {
      reader.error(*entry.key, "nothing can't be changed", "give the text to look for");
    } else if (auto to = reader.template_text(*entry.value)) {
      out.change.push_back({entry.key->text, std::move(*to)});
    }
  }
}
void load_honest_only(Reader& reader, const Node& node, HonestStep& out) {
  constexpr Choice<HonestStep::Only> choices[] = {{"text", HonestStep::Only::text},
                                                  {"effect", HonestStep::Only::effect}};
  if (const auto only = reader.choose(node, choices, "half of the answer")) out.only = *only;
}
constexpr KeyRow<HonestStep> honest_rows[] = {
    {{"before", "a text", "Exact bytes before the answer."}, load_honest_before},
    {{"after", "a text", "Exact bytes behind it."}, load_honest_after},
    {{"change", "names and values", "Texts in the answer, and what stands there instead."},
     load_honest_change},
    {{"only", "text or effect", "Says it without its effect, or has the effect in silence."},
     load_honest_only},
};

}  // namespace

void load_reply_step(Reader& reader, const Node& node, Step& out) {
  ReplyStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'reply'", reply_rows, step);
  } else {
    step.lines = load_reply_lines(reader, node);
  }
  out.what = std::move(step);
}

void load_send_step(Reader& reader, const Node& node, Step& out) {
  load_bytes(reader, node, "'send'", out);
}

void load_bytes(Reader& reader, const Node& node, std::string_view what, Step& out) {
  SendDraft draft;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, what, send_rows, draft);
    if (draft.sources != 1) {
      reader.error(node, std::string(what) + " needs exactly one of text, hex, base64 and file");
    }
  } else {
    draft.text = &node;
  }
  SendStep step;
  step.repeat = draft.repeat;
  if (draft.bytes) step.bytes = Template::literal(with_line_ends(*draft.bytes, draft.eol));
  if (draft.text && draft.text->kind != Node::Kind::text) {
    reader.error(*draft.text, "expected a text to send, found " + draft.text->describe());
  } else if (draft.text) {
    const std::string text = with_line_ends(draft.text->text, draft.eol);
    if (auto parsed = reader.template_from(*draft.text, text)) step.bytes = std::move(*parsed);
  }
  out.what = std::move(step);
}

void load_honest_step(Reader& reader, const Node& node, Step& out) {
  HonestStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'honest'", honest_rows, step);
  } else if (node.kind != Node::Kind::null) {
    const auto wanted = reader.yes_or_no(node);
    if (wanted && !*wanted) reader.error(node, "a step that is not done", "leave it out");
  }
  out.what = std::move(step);
}

std::vector<SectionDoc> document_writing_steps() {
  return {document("reply as a map", reply_rows), document("send as a map", send_rows),
          document("honest as a map", honest_rows)};
}

}  // namespace postiche::scenario
