// SPDX-License-Identifier: MIT
// The sections `limits` and `finish`.

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// Longer lines are cut before any rule or limit sees them.
constexpr std::uint64_t longest_line = 16 * 1024;

void load_line(Reader& reader, const Node& node, Limits& out) {
  out.line = reader.size(node);
  if (!out.line || (*out.line > 0 && *out.line <= longest_line)) return;
  reader.error(node, "a command line has a limit from 1 to 16384 octets", "such as 512");
}
void load_message(Reader& reader, const Node& node, Limits& out) {
  out.message = reader.size(node);
}
void load_recipients(Reader& reader, const Node& node, Limits& out) {
  out.recipients = reader.number(node, 1);
}
void load_commands(Reader& reader, const Node& node, Limits& out) {
  out.commands = reader.number(node, 1);
}
void load_errors(Reader& reader, const Node& node, Limits& out) {
  out.errors = reader.number(node, 1);
}
void load_sessions(Reader& reader, const Node& node, Limits& out) {
  out.sessions = reader.number(node, 1);
}
void load_idle(Reader& reader, const Node& node, Limits& out) {
  out.idle = reader.duration(node);
  if (out.idle && out.idle->ns <= 0) {
    reader.error(node, "without any time no client could speak", "such as 5m, or forever");
  }
}
constexpr KeyRow<Limits> limit_rows[] = {
    {{"line", "a size", "Octets of a command line; 500 to a longer one."}, load_line},
    {{"message", "a size", "Octets of a message, said in SIZE too; 552 to a larger one."},
     load_message},
    {{"recipients", "a number", "Of one mail; 452 to one more."}, load_recipients},
    {{"commands", "a number", "Of one connection; 421 to one more."}, load_commands},
    {{"errors", "a number", "Negative replies on one connection; then 421 to the next command."},
     load_errors},
    {{"sessions", "a number", "Connections at once; 421 instead of a greeting to one more."},
     load_sessions},
    {{"idle", "a time or forever", "Silence that is borne; then 421. 5m."}, load_idle},
};

void load_finish_messages(Reader& reader, const Node& node, Finish& out) {
  out.messages = reader.number(node, 1);
}
void load_finish_sessions(Reader& reader, const Node& node, Finish& out) {
  out.sessions = reader.number(node, 1);
}
void load_finish_time(Reader& reader, const Node& node, Finish& out) {
  out.time = reader.duration(node);
  if (!out.time || (out.time->ns > 0 && !out.time->is_forever())) return;
  reader.error(node, "a run has an end after some time", "such as 30s");
}
constexpr KeyRow<Finish> finish_rows[] = {
    {{"messages", "a number", "Once so many were accepted."}, load_finish_messages},
    {{"sessions", "a number", "Once so many connections have come and gone."},
     load_finish_sessions},
    {{"time", "a time", "Once so much virtual time has passed."}, load_finish_time},
};

}  // namespace

void load_limits(Reader& reader, const Node& node, Limits& out) {
  load_keys(reader, node, "'limits'", limit_rows, out);
}

void load_finish(Reader& reader, const Node& node, Finish& out) {
  load_keys(reader, node, "'finish'", finish_rows, out);
  if (node.kind == Node::Kind::map && node.entries.empty()) {
    reader.error(node, "an empty 'finish' is no end", "such as messages: 1");
  }
}

std::vector<SectionDoc> document_limits() {
  return {document("limits", limit_rows), document("finish", finish_rows)};
}

}  // namespace postiche::scenario
