// SPDX-License-Identifier: MIT
// The steps that say when: `wait`, `pace` and `read`.

#include <charconv>

#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- wait ---

void load_uniform(Reader& reader, const Node& node, WaitStep& out) {
  out.kind = WaitStep::Kind::uniform;
  if (node.kind != Node::Kind::list || node.items.size() != 2) {
    reader.error(node, "'uniform' must be a list of two times", "such as [1s, 5s]");
    return;
  }
  const auto least = reader.duration(*node.items[0]), most = reader.duration(*node.items[1]);
  if (!least || !most) return;
  if (*least > *most || most->is_forever()) {
    reader.error(node, "nothing is between " + to_text(*least) + " and " + to_text(*most),
                 "write the shorter time first, and no 'forever'");
  }
  out.time = *least;
  out.most = *most;
}

void load_median(Reader& reader, const Node& node, WaitStep& out) {
  const auto time = reader.duration(node);
  if (!time) return;
  if (time->ns <= 0 || time->is_forever()) {
    reader.error(node, "a median needs a time that passes", "such as 2s");
  }
  out.time = *time;
}
void load_sigma(Reader& reader, const Node& node, WaitStep& out) {
  const auto text = reader.text(node);
  if (!text) return;
  double sigma = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, fault] = std::from_chars(text->data(), end, sigma, std::chars_format::fixed);
  if (fault != std::errc() || stop != end || !(sigma >= 0 && sigma <= 10)) {
    reader.error(node, "expected a number from 0 to 10, found '" + *text + "'",
                 "0.5 gives two thirds of all waits between 0.6 and 1.6 of the median");
    return;
  }
  out.sigma = sigma;
}
constexpr KeyRow<WaitStep> log_normal_rows[] = {
    {{"median", "a time", "Half of all waits are shorter.", Need::required}, load_median},
    {{"sigma", "a number", "How far they spread: of the logarithm; 0 is always the median.",
      Need::required},
     load_sigma},
};
void load_log_normal(Reader& reader, const Node& node, WaitStep& out) {
  out.kind = WaitStep::Kind::log_normal;
  load_keys(reader, node, "'log-normal'", log_normal_rows, out);
}

constexpr KeyRow<WaitStep> wait_rows[] = {
    {{"uniform", "two times", "Anything between these, each as likely."}, load_uniform},
    {{"log-normal", "median, sigma", "As networks and people are: mostly short, at times long."},
     load_log_normal},
};

// --- pace ---

struct PaceDraft {
  std::optional<std::uint64_t> bytes, rate;
  std::optional<Duration> every, join;
};

void load_pace_bytes(Reader& reader, const Node& node, PaceDraft& out) {
  out.bytes = reader.size(node);
}
void load_pace_every(Reader& reader, const Node& node, PaceDraft& out) {
  out.every = reader.duration(node);
}
void load_pace_rate(Reader& reader, const Node& node, PaceDraft& out) {
  const auto text = reader.text(node);
  if (!text) return;
  const bool per_second = text->ends_with("/s");
  const auto size =
      per_second ? parse_size(std::string_view(*text).substr(0, text->size() - 2)) : std::nullopt;
  if (!size || *size == 0 || *size > 1'000'000'000) {
    reader.error(node, "expected bytes in a second, found '" + *text + "'", "such as 1KB/s");
    return;
  }
  out.rate = *size;
}
void load_pace_join(Reader& reader, const Node& node, PaceDraft& out) {
  out.join = reader.duration(node);
}
constexpr KeyRow<PaceDraft> pace_rows[] = {
    {{"bytes", "a size", "Into pieces of so many bytes; 0 ends the cutting."}, load_pace_bytes},
    {{"every", "a time", "With so long between them."}, load_pace_every},
    {{"rate", "bytes in a second",
      "No faster than this, such as `1KB/s`: ten pieces a second, "
      "or of the size that `bytes` says."},
     load_pace_rate},
    {{"join", "a time", "Instead: what is written within this time goes out at its end, as one."},
     load_pace_join},
};

PaceStep pace_of(const PaceDraft& draft) {
  PaceStep step;
  step.join = draft.join.value_or(Duration{});
  step.bytes = static_cast<std::size_t>(draft.bytes.value_or(0));
  step.every = draft.every.value_or(Duration{});
  if (!draft.rate) return step;
  constexpr std::uint64_t pieces = 10;  // a second
  if (!draft.bytes) step.bytes = std::max<std::uint64_t>(1, *draft.rate / pieces);
  const double seconds = static_cast<double>(step.bytes) / static_cast<double>(*draft.rate);
  step.every = Duration::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
  return step;
}

// --- read ---

void load_pause(Reader& reader, const Node& node, ReadStep& out) {
  if (const auto time = reader.duration(node)) out.pause = *time;
}
constexpr KeyRow<ReadStep> read_rows[] = {
    {{"pause", "a time or forever", "For so long.", Need::required}, load_pause},
};

}  // namespace

void load_wait_step(Reader& reader, const Node& node, Step& out) {
  WaitStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'wait'", wait_rows, step);
    if (node.entries.size() != 1) {
      reader.error(node, "'wait' needs one of uniform and log-normal",
                   "or a time alone, such as wait: 3s");
    }
  } else if (const auto time = reader.duration(node)) {
    step.time = *time;
  }
  out.what = step;
}

PaceStep load_pace(Reader& reader, const Node& node) {
  PaceDraft draft;
  load_keys(reader, node, "'pace'", pace_rows, draft);
  if (draft.rate && draft.every) {
    reader.error(node, "'rate' and 'every' are two ways to say the same", "write one of them");
  } else if (draft.join && (draft.bytes || draft.rate || draft.every)) {
    reader.error(node, "'join' does not go with cutting", "write it alone");
  } else if (node.kind == Node::Kind::map && !node.find("bytes") && !node.find("rate") &&
             !node.find("join")) {
    reader.error(node, "'pace' needs bytes, rate or join", "such as {bytes: 1, every: 100ms}");
  }
  return pace_of(draft);
}

void load_pace_step(Reader& reader, const Node& node, Step& out) {
  out.what = load_pace(reader, node);
}

void load_read_step(Reader& reader, const Node& node, Step& out) {
  constexpr Choice<Duration> choices[] = {{"pause", Duration::forever()}, {"resume", Duration{}}};
  ReadStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'read'", read_rows, step);
  } else if (const auto chosen = reader.choose(node, choices, "way to read")) {
    step.pause = *chosen;
  }
  out.what = step;
}

std::vector<SectionDoc> document_timing_steps() {
  return {document("wait as a map", wait_rows), document("log-normal", log_normal_rows),
          document("pace", pace_rows), document("read as a map", read_rows)};
}

}  // namespace postiche::scenario
