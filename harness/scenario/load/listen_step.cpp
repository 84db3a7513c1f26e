// SPDX-License-Identifier: MIT
// The step that takes the whole server off the network: `listen`.

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

using ListenHow = ListenStep::How;

template <ListenHow how>
void load_outage(Reader& reader, const Node& node, ListenStep& out) {
  out.how = how;
  const auto time = reader.duration(node);
  if (!time) return;
  out.time = *time;
  if (time->ns <= 0) {
    reader.error(node, "an outage needs a time that passes", "such as 5m, or forever");
  }
}

constexpr KeyRow<ListenStep> listen_rows[] = {
    {{"refuse", "a time or forever", "For so long connections are refused: nothing listens."},
     load_outage<ListenHow::refuse>},
    {{"reset", "a time or forever", "For so long connections are taken and reset at once."},
     load_outage<ListenHow::reset>},
    {{"stop", "a time or forever",
      "For so long connections are taken and never hear a word, not even later."},
     load_outage<ListenHow::stop>},
};

}  // namespace

void load_listen_step(Reader& reader, const Node& node, Step& out) {
  constexpr Choice<ListenHow> choices[] = {{"refuse", ListenHow::refuse},
                                           {"reset", ListenHow::reset},
                                           {"stop", ListenHow::stop},
                                           {"resume", ListenHow::resume}};
  ListenStep step;
  step.time = Duration::forever();
  if (const Node* const resume = node.find("resume")) {
    reader.error(*resume, "'resume' happens now and has no value", "write listen: resume");
  } else if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'listen'", listen_rows, step);
    if (node.entries.size() != 1) {
      reader.error(node, "'listen' does one thing at a time", "such as {refuse: 5m}");
    }
  } else if (const auto how = reader.choose(node, choices, "way to listen")) {
    step.how = *how;
  }
  out.what = step;
}

std::vector<SectionDoc> document_listen_step() {
  return {document("listen as a map", listen_rows)};
}

}  // namespace postiche::scenario
