// SPDX-License-Identifier: MIT
#include "harness/sweep/cells.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "harness/base/ascii.h"
#include "harness/base/base64.h"

namespace postiche::sweep {
namespace {

using scenario::Protocol;
using transcript::Event;
using transcript::Kind;

constexpr std::string_view words = "A fault of the sweep";

std::string one_of(Protocol protocol, std::string smtp, std::string pop3, std::string imap) {
  if (protocol == Protocol::pop3) return pop3;
  return protocol == Protocol::imap ? imap : smtp;
}

std::string reply(const std::string& text) { return "reply: '" + text + "'"; }

std::string temporary(const Point& point) {
  return reply(one_of(point.protocol, "451 4.3.0 ", "-ERR [SYS/TEMP] ", "NO [UNAVAILABLE] ") +
               std::string(words));
}

std::string permanent(const Point& point) {
  const std::string code = point.when == "connect" ? "554 5.3.0 " : "550 5.3.0 ";
  return reply(one_of(point.protocol, code, "-ERR [SYS/PERM] ", "BAD ") + std::string(words));
}

std::string goodbye(const Point& point) {
  const std::string line =
      one_of(point.protocol, "421 4.3.2 ", "-ERR [SYS/TEMP] ", "* BYE ") + std::string(words);
  return "do: [{" + reply(line) + "}, {close: fin}]";
}

std::string octets(std::string_view bytes) {
  return "send: {base64: '" + base64::encode(bytes) + "'}";
}

std::string truncated(const Point& point) {
  return "do: [{" + octets(std::string_view(point.said).substr(0, point.said.size() / 2)) +
         "}, {close: fin}]";
}

std::string duplicated(const Point& point) { return "do: [honest, {" + octets(point.said) + "}]"; }

// How a fault is brought about: what stands in the rule behind `when`.
struct Fault {
  std::string_view name;
  std::string (*steps)(const Point&);  // {stall} is filled in
  bool befalls_greeting = true;        // it is one that a greeting can have
  bool befalls_content = false;        // it can come while the client sends content
};

constexpr Fault table[] = {
    {"4yz", temporary, false},
    {"5yz", permanent},
    {"421", goodbye, true, true},
    {"close", [](const Point&) -> std::string { return "close: fin"; }, true, true},
    {"reset", [](const Point&) -> std::string { return "close: rst"; }, true, true},
    {"stall", [](const Point&) -> std::string { return "do: [{wait: '{stall}'}, {close: fin}]"; },
     true, true},
    {"garbage", [](const Point&) { return octets("\xff\xfe\x01 what?\r\n"); }},
    {"truncated", truncated},
    {"split", [](const Point&) -> std::string { return "pace: {bytes: 1, every: 1ms}"; }},
    {"duplicated", duplicated, false},
    // What the client wrote has its effect, and it never hears of it.
    {"done-close",
     [](const Point&) -> std::string { return "do: [{honest: {only: effect}}, {close: fin}]"; },
     false},
    {"done-reset",
     [](const Point&) -> std::string { return "do: [{honest: {only: effect}}, {close: rst}]"; },
     false},
};

constexpr std::string_view content = "content";

bool can_befall(const Fault& fault, const Point& point) {
  if (point.when == "connect") return fault.befalls_greeting;
  return point.when != content || fault.befalls_content;
}

Protocol protocol_of(std::string_view service) {
  if (service.starts_with("pop3")) return Protocol::pop3;
  if (service.starts_with("imap")) return Protocol::imap;
  return service.starts_with("lmtp") ? Protocol::lmtp : Protocol::smtp;
}

// Finds the points of all connections, event by event.
class Finding {
 public:
  void see(const Event& event) {
    if (event.kind == Kind::open) {
      protocols_[event.connection] = protocol_of(event.field("listener").value_or(""));
      begin(event, "connect");
    } else if (event.kind == Kind::command) {
      begin(event, std::string(event.field("verb").value_or("")));
    } else if (event.kind == Kind::bytes && event.field("sasl")) {
      begin(event, "sasl");
    } else if (event.kind == Kind::message) {
      amid_content(event);
      begin(event, "message");
    } else if (event.kind == Kind::reply) {
      end(event);
    }
  }

  std::vector<Point> take() { return std::move(points_); }

 private:
  void begin(const Event& event, std::string when) {
    const auto known = protocols_.find(event.connection);
    const bool is_known_verb = !when.empty() && !event.field("known");
    if (known == protocols_.end() || !is_known_verb) return;
    Point point{known->second, std::move(when), 0, ""};
    point.nth = ++counts_[point.when];
    open_[event.connection] = std::move(point);
  }

  // Half-way through what the client sent as content; nobody answers there.
  void amid_content(const Event& event) {
    std::size_t size = 0;
    const std::string_view text = event.field("size").value_or("");
    std::from_chars(text.data(), text.data() + text.size(), size);
    const auto known = protocols_.find(event.connection);
    if (known == protocols_.end() || size < 2) return;
    Point point{known->second, std::string(content), ++counts_[std::string(content)], ""};
    point.amid = size / 2;
    points_.push_back(std::move(point));
  }

  void end(const Event& event) {
    const auto found = open_.find(event.connection);
    if (found == open_.end()) return;
    found->second.said = event.bytes;
    points_.push_back(std::move(found->second));
    open_.erase(found);
  }

  std::map<std::uint32_t, Protocol> protocols_;
  std::map<std::uint32_t, Point> open_;
  std::map<std::string, std::size_t> counts_;
  std::vector<Point> points_;
};

std::string id_of(const Point& point, const Fault& fault) {
  std::string id = ascii::to_lower(point.when) + "-" + std::to_string(point.nth) + "-";
  std::replace(id.begin(), id.end(), ' ', '-');
  return id + std::string(fault.name);
}

std::string steps_of(const Point& point, const Fault& fault, Duration stall) {
  std::string steps = fault.steps(point);
  constexpr std::string_view name = "{stall}";
  const std::size_t at = steps.find(name);
  return at == std::string::npos ? steps : steps.replace(at, name.size(), to_text(stall));
}

std::string event_of(const Point& point) {
  if (point.when != content) return point.when;
  return "{data: {after-bytes: " + std::to_string(point.amid) + "}}";
}

std::string yaml_for(const Point& point, const Fault& fault, const std::string& base,
                     Duration stall) {
  const std::string nth = point.nth > 1 ? ", after: " + std::to_string(point.nth - 1) : "";
  std::string text = "postiche: 1\nscenario: sweep.one-fault\nrev: 1\n";
  text += "title: '" + point.text() + ": " + std::string(fault.name) + "'\n";
  text += "why: One fault in a conversation that otherwise goes as it went before.\n";
  text += "use: ['" + base + "']\n";
  text += std::string(name(point.protocol)) +
          ":\n  rules:\n    - {name: the fault, when: " + event_of(point) + nth + ", times: 1, " +
          steps_of(point, fault, stall) + "}\n";
  return text;
}

}  // namespace

std::string Point::text() const { return when + (nth > 1 ? " " + std::to_string(nth) : ""); }

std::vector<Point> points_of(const std::vector<const Event*>& events) {
  Finding finding;
  for (const Event* const event : events) finding.see(*event);
  return finding.take();
}

std::vector<std::string_view> faults() {
  std::vector<std::string_view> names;
  for (const Fault& fault : table) names.push_back(fault.name);
  return names;
}

std::vector<Cell> cells_of(const std::vector<Point>& points, const std::string& base,
                           Duration stall) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (const Fault& fault : table) {
      if (!can_befall(fault, points[i])) continue;
      cells.push_back(
          {i, fault.name, id_of(points[i], fault), yaml_for(points[i], fault, base, stall)});
    }
  }
  return cells;
}

}  // namespace postiche::sweep
