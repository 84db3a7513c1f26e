// SPDX-License-Identifier: MIT
#include "harness/server/views.h"

#include <filesystem>
#include <map>
#include <system_error>

#include "harness/base/ascii.h"
#include "harness/base/show.h"
#include "harness/server/views_of.h"

namespace postiche::server {

using transcript::Direction;
using transcript::Event;
using transcript::Kind;

std::string Endpoint::text() const {
  if (!path.empty()) return "unix:" + path;
  return host_and_port(host, port);
}

std::vector<MessageView> messages_of(const engine::World& world) {
  std::vector<MessageView> views;
  for (const mail::Message& message : world.store.messages()) {
    views.push_back({message.id, message.reverse_path, message.recipients, message.parameters,
                     message.recipient_parameters, message.content.flatten(), message.received_at,
                     message.connection, message.helo, message.client});
  }
  return views;
}

namespace {

std::string text_of(const Event& event, std::string_view field) {
  return std::string(event.field(field).value_or(""));
}

std::string_view without_ending(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

CommandView command_of(const Event& event) {
  CommandView view;
  view.verb = text_of(event, "verb");
  view.argument = text_of(event, "argument");
  view.line = without_ending(event.bytes);
  view.at = event.virtual_at;
  for (const transcript::Field& field : event.fields) {
    if (field.name == "deviation") view.deviations.emplace_back(field.value);
  }
  return view;
}

ReplyView reply_of(const Event& event) {
  ReplyView view;
  view.status = text_of(event, "code");
  view.text = without_ending(event.bytes);
  view.by = text_of(event, "by");
  view.at = event.virtual_at;
  return view;
}

void add_to(SessionView& view, const Event& event) {
  if (event.direction == Direction::in) view.heard += event.bytes;
  if (event.direction == Direction::out) view.said += event.copies(SessionView::most_copied);
  switch (event.kind) {
    case Kind::open:
      view.client = text_of(event, "client");
      view.listener = text_of(event, "listener");
      break;
    case Kind::bytes:
      // Who is behind the proxy.
      if (event.field("proxy")) view.client = event.field("client").value_or(view.client);
      break;
    case Kind::command:
      view.commands.push_back(command_of(event));
      break;
    case Kind::reply:
      view.replies.push_back(reply_of(event));
      break;
    case Kind::rule:
      view.rules.push_back(text_of(event, "rule"));
      break;
    case Kind::tls:
      if (!event.field("failed")) view.tls = text_of(event, "version");
      break;
    case Kind::note:
      if (event.field("note") == "authenticated") view.user = text_of(event, "name");
      break;
    case Kind::close:
      // Who ended it first is what counts.
      if (!view.closed_by.empty()) break;
      view.closed_by = text_of(event, "by");
      view.closed_how = text_of(event, "how");
      break;
    default:
      break;
  }
}

}  // namespace

std::vector<SessionView> sessions_of(const engine::World& world) {
  std::map<std::uint32_t, SessionView> views;
  for (const Event* const event : world.transcript.events()) {
    if (event->connection == 0) continue;  // of the run
    SessionView& view = views[event->connection];
    view.connection = event->connection;
    add_to(view, *event);
  }
  std::vector<SessionView> list;
  for (auto& [connection, view] : views) list.push_back(std::move(view));
  return list;
}

Counts counts_of(const engine::World& world) {
  const transcript::Transcript& transcript = world.transcript;
  return {world.store.messages().size(), transcript.connections() - transcript.open_logs().size()};
}

std::vector<CoverageView> Summary::coverage() const {
  std::vector<CoverageView> list;
  for (const judge::RuleCoverage& rule : rules) {
    list.push_back({"rule '" + rule.rule + "'", rule.place, rule.spoke, rule.text()});
  }
  for (const judge::LineCoverage& line : dialogue) {
    list.push_back({"line '" + line.shown + "'", line.place, line.played, line.text()});
  }
  return list;
}

Summary summary_of(const engine::World& world) {
  Summary summary;
  const auto events = world.transcript.events();
  summary.connections = world.transcript.connections();
  for (const Event* const event : events) {
    if (event->kind == Kind::command) ++summary.commands;
    if (event->kind == Kind::message && event->field("accepted") == "yes") ++summary.messages;
  }
  summary.rules = judge::coverage(*world.scenario, events);
  summary.dialogue = judge::dialogue_coverage(*world.scenario, events);
  return summary;
}

transcript::Header header_of(const scenario::Scenario& scenario, transcript::Secrets secrets) {
  transcript::Header header{scenario.id, "", scenario.parameters};
  // A text that came from no file has a name all the same.
  std::error_code fault;
  const std::filesystem::path path = std::filesystem::absolute(scenario.file, fault);
  if (std::filesystem::is_regular_file(path, fault)) header.file = path.string();
  if (secrets == transcript::Secrets::shown) return header;
  std::erase_if(header.with, [](const auto& one) {
    const std::string name = ascii::to_lower(one.first);
    return name.find("password") != name.npos || name.find("secret") != name.npos ||
           name.find("token") != name.npos;
  });
  return header;
}

}  // namespace postiche::server
