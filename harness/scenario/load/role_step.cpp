// SPDX-License-Identifier: MIT
// The step that turns a server into a client: `role`. And where it calls back: the section `dial`.

#include "harness/base/ascii.h"
#include "harness/scenario/load/numeric_address.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

bool is_address(std::string_view text) {
  if (text.starts_with("unix:")) return text.size() > 5;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  return is_port(text.substr(colon + 1)) && is_numeric_host(text.substr(0, colon));
}

constexpr std::string_view address_hint = "such as 127.0.0.1:2525; an address, no name";

void load_dial_address(Reader& reader, const Node& node, RoleStep& out) {
  out.dial = reader.template_text(node);
  if (out.dial && out.dial->is_literal() && !is_address(out.dial->expand({}))) {
    reader.error(node, "nobody can be called at " + node.describe(), std::string(address_hint));
  }
}
void load_queue_name(Reader& reader, const Node& node, RoleStep& out) {
  out.queue = reader.template_text(node);
}
void load_break_off(Reader& reader, const Node& node, RoleStep& out) {
  out.break_off_after = reader.size(node);
}
void load_times(Reader& reader, const Node& node, RoleStep& out) {
  out.times = reader.number(node, 1).value_or(1);
  if (out.times > 1000) reader.error(node, "a message is sent at most 1000 times");
}
void load_other_domain(Reader& reader, const Node& node, RoleStep& out) {
  out.other_domain = reader.template_text(node).value_or(Template());
}

constexpr KeyRow<RoleStep> role_rows[] = {
    {{"dial", "an address and port", "Calls back there and delivers; else on this connection."},
     load_dial_address},
    {{"queue", "a domain", "Whose mail is brought; what the command asks for without it."},
     load_queue_name},
    {{"break-off-after", "a size", "The connection ends after so much of a message."},
     load_break_off},
    {{"times", "a number", "Each message so often."}, load_times},
    {{"other-domain", "a domain", "Every recipient gets this one."}, load_other_domain},
};

}  // namespace

void load_role_step(Reader& reader, const Node& node, Step& out) {
  RoleStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'role'", role_rows, step);
  } else {
    constexpr Choice<bool> choices[] = {{"turn", true}};
    reader.choose(node, choices, "role");
  }
  out.what = std::move(step);
}

void load_dial(Reader& reader, const Node& node, std::map<std::string, std::string>& out) {
  if (!expect_map(reader, node, "'dial'")) return;
  for (const Node::Entry& entry : node.entries) {
    const auto address = reader.text(*entry.value);
    if (!address) continue;
    if (!is_address(*address)) {
      reader.error(*entry.value, "nobody can be called at " + entry.value->describe(),
                   std::string(address_hint));
    }
    out[ascii::to_lower(entry.key->text)] = *address;
  }
}

std::vector<SectionDoc> document_role_step() { return {document("role", role_rows)}; }

}  // namespace postiche::scenario
